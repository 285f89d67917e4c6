// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../interfaces/IVault.sol";
import {Quanta} from "../libraries/Quanta.sol";
import {Pausing} from "./Pausing.sol";
import {ReentrancyLock} from "./ReentrancyLock.sol";
import {TokenBooks} from "./TokenBooks.sol";

/// @title Money in
/// @notice Deposits name their payer and their amount; anonymous transfers are refused.
abstract contract Deposits is Pausing, TokenBooks, ReentrancyLock {
    /// @notice Refuses plain transfers: they name no purpose.
    receive() external payable {
        revert UseDeposit();
    }

    /// @inheritdoc IVault
    function deposit() external payable nonReentrant {
        _requireDepositsOpen();
        if (msg.value == 0) revert ZeroAmount();
        emit Deposited(msg.sender, NATIVE, Quanta.fromWei(msg.value));
    }
}
