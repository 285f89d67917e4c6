// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IVaultAdministration} from "../interfaces/IVaultAdministration.sol";
import {CoinTransfer} from "../libraries/CoinTransfer.sol";
import {Quanta} from "../libraries/Quanta.sol";
import {TokenTransfer} from "../libraries/TokenTransfer.sol";
import {TokenBooks} from "./TokenBooks.sol";

/// @title The tokens that the vault carries
/// @notice Their quanta, what the vault holds of them, and how it sends them.
abstract contract Tokens is TokenBooks {
    /// @inheritdoc IVaultAdministration
    uint256 public constant override MAX_TOKENS = 16;

    address[] internal _tokens;

    /// @inheritdoc IVaultAdministration
    function listedTokens() external view returns (address[] memory) {
        return _tokens;
    }

    /// @inheritdoc IVaultAdministration
    function quantumOf(address token) external view returns (uint256) {
        return _books[token].quantum;
    }

    function _list(address token, uint256 quantum) internal {
        if (_tokens.length == MAX_TOKENS) revert TooManyTokens(MAX_TOKENS);
        if (quantum == 0) revert ZeroAmount();
        Books storage books = _books[token];
        if (books.quantum != 0) revert TokenAlreadyListed(token);

        _tokens.push(token);
        books.quantum = SafeCast.toUint96(quantum);
        books.listedAt = uint40(block.timestamp);
        emit TokenListed(token, quantum);
    }

    /// @dev All that leaves the vault, but for the payments of a batch, which must not fail as a whole.
    function _send(address token, address to, uint256 quanta) internal {
        uint256 units = quanta * _requireListed(token);
        bool sent =
            token == NATIVE ? CoinTransfer.trySend(to, units) : TokenTransfer.trySend(token, to, units);
        if (!sent) revert TransferFailed(token, to);
    }

    function _requireReceiver(address to) internal view {
        if (to == address(0)) revert ZeroAddress();
        if (to == address(this)) revert InvalidReceiver(to);
    }

    /// @dev The native coin's quantum is a constant, so that it costs batches no storage read.
    function _requireListed(address token) internal view returns (uint256 quantum) {
        if (token == NATIVE) return Quanta.WEI_PER_QUANTUM;
        quantum = _books[token].quantum;
        if (quantum == 0) revert TokenNotListed(token);
    }

    /// @dev What the vault holds, in quanta rounded down: a fraction of a quantum can only be a gift.
    function _balanceOf(address token) internal view returns (uint256) {
        uint256 quantum = _requireListed(token);
        uint256 units = token == NATIVE ? address(this).balance : IERC20(token).balanceOf(address(this));
        return units / quantum;
    }
}
