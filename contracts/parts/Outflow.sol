// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IVaultAdministration} from "../interfaces/IVaultAdministration.sol";
import {LeakyBucket} from "../libraries/LeakyBucket.sol";
import {Tokens} from "./Tokens.sol";

/// @title How much may leave the vault, and how fast
/// @notice Bounds what a stolen signing key can take before the guardian pauses payouts.
abstract contract Outflow is AccessManaged, Tokens {
    /// @inheritdoc IVaultAdministration
    function setOutflowLimits(address token, OutflowLimits calldata newLimits) external restricted {
        _requireListed(token);
        _setOutflowLimits(token, newLimits);
    }

    /// @inheritdoc IVaultAdministration
    function outflowLimits(address token) external view returns (OutflowLimits memory) {
        return _limitsOf(_books[token]);
    }

    /// @inheritdoc IVaultAdministration
    function outflowAvailable(address token) external view returns (uint256) {
        Books storage books = _books[token];
        return LeakyBucket.room(_outflowNow(books), books.outflowCapacity);
    }

    /// @dev Books what leaves: it fills the bucket, and lengthens the line of all that batches paid. Spelled out and
    /// written at once, because every batch pays for each time that the slot is read or written.
    function _takeOutflow(Books storage books, uint256 total) internal {
        (uint64 batchCap, uint64 capacity) = (books.batchCap, books.outflowCapacity);
        if (total > batchCap) revert BatchCapExceeded(total, batchCap);
        uint256 elapsed = block.timestamp - books.outflowAt;
        uint256 level = LeakyBucket.drained(books.outflow, elapsed, books.outflowRefillPerSecond);
        uint256 available = LeakyBucket.room(level, capacity);
        if (total > available) revert OutflowCapExceeded(total, available);

        uint256 credits = books.unclaimedCredits;
        // A total is at most the batch cap.
        uint256 executed = books.executed + uint64(total);
        // The first slot of `Books`. The level stays within the capacity, so it fits like the rest.
        assembly ("memory-safe") {
            let lower := or(credits, shl(64, add(level, total)))
            let upper := or(shl(128, timestamp()), shl(168, executed))
            sstore(books.slot, or(lower, upper))
        }
    }

    function _setOutflowLimits(address token, OutflowLimits memory newLimits) internal {
        if (newLimits.batchCap > newLimits.outflowCapacity) {
            revert InvalidLimits(newLimits.batchCap, newLimits.outflowCapacity);
        }
        Books storage books = _books[token];
        // What drained so far drained at the old rate.
        _writeOutflow(books, _outflowNow(books));
        emit OutflowLimitsChanged(token, _limitsOf(books), newLimits);
        books.batchCap = newLimits.batchCap;
        books.outflowCapacity = newLimits.outflowCapacity;
        books.outflowRefillPerSecond = newLimits.outflowRefillPerSecond;
    }

    function _outflowNow(Books storage books) private view returns (uint256) {
        uint256 elapsed = block.timestamp - books.outflowAt;
        return LeakyBucket.drained(books.outflow, elapsed, books.outflowRefillPerSecond);
    }

    /// @dev `level` is at most the capacity, which is 64 bits wide.
    function _writeOutflow(Books storage books, uint256 level) private {
        books.outflow = uint64(level);
        books.outflowAt = uint40(block.timestamp);
    }

    function _limitsOf(Books storage books) private view returns (OutflowLimits memory) {
        return
            OutflowLimits({
                batchCap: books.batchCap,
                outflowCapacity: books.outflowCapacity,
                outflowRefillPerSecond: books.outflowRefillPerSecond
            });
    }
}
