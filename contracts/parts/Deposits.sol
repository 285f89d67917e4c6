// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IVaultEntries} from "../interfaces/IVaultEntries.sol";
import {Quanta} from "../libraries/Quanta.sol";
import {Inflow} from "./Inflow.sol";
import {ReentrancyLock} from "./ReentrancyLock.sol";
import {Tokens} from "./Tokens.sol";

/// @title Money for a balance in the house
/// @notice Deposits name their payer and their amount; anonymous transfers are refused.
abstract contract Deposits is Inflow, Tokens, ReentrancyLock {
    using SafeERC20 for IERC20;

    /// @notice Refuses plain transfers: they name no purpose.
    receive() external payable {
        revert UseDeposit();
    }

    /// @inheritdoc IVaultEntries
    function deposit() external payable nonReentrant {
        _requireInflowOpen();
        _enterDeposit(NATIVE, Quanta.fromUnits(msg.value, Quanta.WEI_PER_QUANTUM));
    }

    /// @inheritdoc IVaultEntries
    function depositToken(address token, uint256 amount) external nonReentrant {
        _requireInflowOpen();
        if (token == NATIVE) revert NativeCoin();
        _enterDeposit(token, Quanta.fromUnits(amount, _requireListed(token)));
        _pull(token, amount);
    }

    function _enterDeposit(address token, uint256 quanta) private {
        if (quanta == 0) revert ZeroAmount();
        _enter(msg.sender, token, quanta);
        emit Deposited(msg.sender, token, quanta);
    }

    function _pull(address token, uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert AmountNotReceived(received, amount);
    }
}
