// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultCheckpoints} from "../interfaces/IVaultCheckpoints.sol";
import {IVaultEntries} from "../interfaces/IVaultEntries.sol";
import {IVaultPayouts} from "../interfaces/IVaultPayouts.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title What the vault remembers about each token
/// @notice The fields stand together as they are read and written together.
abstract contract TokenBooks is IVault {
    /// @notice The books of one token; amounts are in quanta. Each row is one storage slot: a batch writes the first
    /// and reads the second, a payment into the vault writes the third. All that is owed, the last total and all that
    /// came in since, is the sum of two numbers of 120 bits, so that it fits 128 whatever a token does.
    /// @param unclaimedCredits The sum of all credits not claimed yet. 64 bits hold 18 billion whole native coins.
    /// @param outflow The level of the outflow bucket at `outflowAt`.
    /// @param outflowAt When `outflow` was written, in Unix seconds.
    /// @param executed The totals of all executed batches: room for 16 million batches at the highest cap there is.
    /// @param batchCap The most that one batch may pay.
    /// @param outflowCapacity The most that may leave in a burst.
    /// @param outflowRefillPerSecond How much of the capacity comes back each second.
    /// @param checkpointEpoch The latest checkpoint.
    /// @param entered Everything that ever came in.
    /// @param checkpointEntered `entered` at the latest checkpoint's cut.
    /// @param checkpointTotal The sum of the latest checkpoint's leaves.
    /// @param checkpointExecuted `executed` at the latest checkpoint's cut.
    /// @param checkpointAt When the latest checkpoint was published, in Unix seconds.
    /// @param checkpointRoot The root of the latest checkpoint's tree.
    /// @param quantum The token units that are one quantum; zero for a token that is not listed.
    /// @param listedAt When the token was listed, in Unix seconds.
    /// @param exitReserve What is still reserved for exits.
    /// @param exitPayable What the exit pays in sum.
    /// @param exitClaims What the exit owed in sum.
    struct Books {
        uint64 unclaimedCredits;
        uint64 outflow;
        uint40 outflowAt;
        uint88 executed;
        // -
        uint64 batchCap;
        uint64 outflowCapacity;
        uint64 outflowRefillPerSecond;
        uint64 checkpointEpoch;
        // -
        uint120 entered;
        uint120 checkpointEntered;
        // -
        uint120 checkpointTotal;
        uint88 checkpointExecuted;
        uint40 checkpointAt;
        // -
        bytes32 checkpointRoot;
        // -
        uint96 quantum;
        uint40 listedAt;
        // -
        uint128 exitReserve;
        uint128 exitPayable;
        // -
        uint128 exitClaims;
    }

    /// @notice Stands for the native coin wherever a token is named.
    address internal constant NATIVE = address(0);

    mapping(address token => Books) internal _books;

    /// @inheritdoc IVaultEntries
    function enteredTotal(address token) external view returns (uint256) {
        return _books[token].entered;
    }

    /// @inheritdoc IVaultPayouts
    function executedTotal(address token) external view returns (uint256) {
        return _books[token].executed;
    }

    /// @inheritdoc IVaultCheckpoints
    function checkpointEpoch(address token) external view returns (uint64) {
        return _books[token].checkpointEpoch;
    }

    /// @inheritdoc IVaultPayouts
    function unclaimedCredits(address token) external view returns (uint256) {
        return _books[token].unclaimedCredits;
    }
}
