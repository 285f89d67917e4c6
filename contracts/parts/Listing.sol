// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultAdministration} from "../interfaces/IVaultAdministration.sol";
import {Quanta} from "../libraries/Quanta.sol";
import {ExitSwitch} from "./ExitSwitch.sol";
import {Outflow} from "./Outflow.sol";

/// @title How a token comes into the vault's books
/// @notice Listing is for good: what the vault once took it must be able to pay back.
abstract contract Listing is ExitSwitch, Outflow {
    constructor(OutflowLimits memory nativeLimits) {
        _list(NATIVE, Quanta.WEI_PER_QUANTUM);
        _setOutflowLimits(NATIVE, nativeLimits);
    }

    /// @inheritdoc IVaultAdministration
    function listToken(address token, uint256 quantum, OutflowLimits calldata limits) external restricted {
        // The exit's terms are fixed for the tokens that were listed until then.
        _requireNoExit();
        if (token != NATIVE && token.code.length == 0) revert TokenWithoutCode(token);
        _list(token, quantum);
        _setOutflowLimits(token, limits);
    }
}
