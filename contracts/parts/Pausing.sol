// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IVaultAdministration} from "../interfaces/IVaultAdministration.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title The guardian's brakes
/// @notice Which role may call what is set in the AccessManager: the guardian pauses, the admin resumes.
abstract contract Pausing is AccessManaged, IVault {
    /// @inheritdoc IVaultAdministration
    bool public override entriesPaused;

    /// @inheritdoc IVaultAdministration
    bool public override payoutsPaused;

    /// @inheritdoc IVaultAdministration
    function pauseEntries() external restricted {
        _setEntriesPaused(true);
    }

    /// @inheritdoc IVaultAdministration
    function unpauseEntries() external restricted {
        _setEntriesPaused(false);
    }

    /// @inheritdoc IVaultAdministration
    function pausePayouts() external restricted {
        _setPayoutsPaused(true);
    }

    /// @inheritdoc IVaultAdministration
    function unpausePayouts() external restricted {
        _setPayoutsPaused(false);
    }

    function _requireEntriesOpen() internal view {
        if (entriesPaused) revert EntriesArePaused();
    }

    function _setEntriesPaused(bool paused) private {
        bool wasPaused = entriesPaused;
        entriesPaused = paused;
        emit EntriesPauseChanged(wasPaused, paused);
    }

    function _setPayoutsPaused(bool paused) private {
        bool wasPaused = payoutsPaused;
        payoutsPaused = paused;
        emit PayoutsPauseChanged(wasPaused, paused);
    }
}
