// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../interfaces/IVault.sol";

/// @title What the vault remembers about each token
/// @notice All of it in one storage slot, because every batch reads and writes it.
abstract contract TokenBooks is IVault {
    /// @notice The books of one token, in quanta. 64 bits hold 18 billion whole native coins.
    /// @param checkpointEpoch The latest published checkpoint.
    /// @param unclaimedCredits The sum of all credits not claimed yet.
    /// @param outflow The level of the outflow bucket at `outflowAt`.
    /// @param outflowAt When `outflow` was written, in Unix seconds.
    struct Books {
        uint64 checkpointEpoch;
        uint64 unclaimedCredits;
        uint64 outflow;
        uint64 outflowAt;
    }

    /// @notice Stands for the native coin wherever a token is named.
    address internal constant NATIVE = address(0);

    mapping(address token => Books) internal _books;

    /// @inheritdoc IVault
    function checkpointEpoch(address token) external view returns (uint64) {
        return _books[token].checkpointEpoch;
    }

    /// @inheritdoc IVault
    function unclaimedCredits(address token) external view returns (uint256) {
        return _books[token].unclaimedCredits;
    }

    function _requireListed(address token) internal pure {
        if (token != NATIVE) revert TokenNotListed(token);
    }
}
