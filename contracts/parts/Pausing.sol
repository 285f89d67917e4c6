// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title The guardian's brakes
/// @notice Which role may call what is set in the AccessManager: the guardian pauses, the admin resumes.
abstract contract Pausing is AccessManaged, IVault {
    /// @inheritdoc IVault
    bool public override depositsPaused;

    /// @inheritdoc IVault
    bool public override payoutsPaused;

    /// @inheritdoc IVault
    function pauseDeposits() external restricted {
        _setDepositsPaused(true);
    }

    /// @inheritdoc IVault
    function unpauseDeposits() external restricted {
        _setDepositsPaused(false);
    }

    /// @inheritdoc IVault
    function pausePayouts() external restricted {
        _setPayoutsPaused(true);
    }

    /// @inheritdoc IVault
    function unpausePayouts() external restricted {
        _setPayoutsPaused(false);
    }

    function _requireDepositsOpen() internal view {
        if (depositsPaused) revert DepositsArePaused();
    }

    function _requirePayoutsOpen() internal view {
        if (payoutsPaused) revert PayoutsArePaused();
    }

    function _setDepositsPaused(bool paused) private {
        bool wasPaused = depositsPaused;
        depositsPaused = paused;
        emit DepositsPauseChanged(wasPaused, paused);
    }

    function _setPayoutsPaused(bool paused) private {
        bool wasPaused = payoutsPaused;
        payoutsPaused = paused;
        emit PayoutsPauseChanged(wasPaused, paused);
    }
}
