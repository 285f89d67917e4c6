// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultExit} from "../interfaces/IVaultExit.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title Whether the house still runs
/// @notice Turned once, and never back.
abstract contract ExitSwitch is IVault {
    /// @inheritdoc IVaultExit
    bool public override exitActive;

    function _requireNoExit() internal view {
        if (exitActive) revert ExitIsActive();
    }

    function _requireExit() internal view {
        if (!exitActive) revert ExitIsNotActive();
    }
}
