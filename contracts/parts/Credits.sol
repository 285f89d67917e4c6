// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultPayouts} from "../interfaces/IVaultPayouts.sol";
import {ReentrancyLock} from "./ReentrancyLock.sol";
import {Tokens} from "./Tokens.sol";

/// @title Payments that recipients refused
/// @notice Kept for them to claim, whatever else the vault does.
abstract contract Credits is Tokens, ReentrancyLock {
    mapping(address account => mapping(address token => uint256 quanta)) private _credits;

    /// @inheritdoc IVaultPayouts
    function claimCredit(address token, address to) external nonReentrant {
        _requireReceiver(to);
        uint256 quanta = _credits[msg.sender][token];
        if (quanta == 0) revert NoCredit(msg.sender, token);

        delete _credits[msg.sender][token];
        // A part of the sum of all credits, which is 64 bits wide.
        _books[token].unclaimedCredits -= uint64(quanta);
        emit CreditClaimed(msg.sender, token, to, quanta);

        _send(token, to, quanta);
    }

    /// @inheritdoc IVaultPayouts
    function creditOf(address account, address token) external view returns (uint256) {
        return _credits[account][token];
    }

    /// @dev The caller adds what it credited to the token's sum, once per batch: see `_addUnclaimed`.
    function _credit(bytes32 batchId, address account, address token, uint256 quanta) internal {
        _credits[account][token] += quanta;
        emit PayoutCredited(batchId, account, token, quanta);
    }

    /// @dev `quanta` is at most a batch's total, which the batch cap keeps within 64 bits.
    function _addUnclaimed(Books storage books, uint256 quanta) internal {
        books.unclaimedCredits += uint64(quanta);
    }

    function _requireCovered(Books storage books, address token, uint256 total) internal view {
        uint256 balance = _balanceOf(token);
        uint256 credits = books.unclaimedCredits;
        uint256 available = balance > credits ? balance - credits : 0;
        if (total > available) revert InsufficientBalance(available, total);
    }
}
