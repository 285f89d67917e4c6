// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Leaky bucket
/// @notice What flowed out fills the bucket, which drains at a steady rate; the bucket must never overflow.
library LeakyBucket {
    /// @notice The level after draining, never below zero.
    /// @param level The level when it was last written.
    /// @param elapsed The seconds since then.
    /// @param drainPerSecond How much drains each second.
    /// @return The level now.
    function drained(uint256 level, uint256 elapsed, uint256 drainPerSecond) internal pure returns (uint256) {
        uint256 leaked = elapsed * drainPerSecond;
        return leaked < level ? level - leaked : 0;
    }

    /// @notice What still fits into the bucket; nothing when its capacity was lowered below the level.
    /// @param level The level now.
    /// @param capacity The capacity.
    /// @return The room left.
    function room(uint256 level, uint256 capacity) internal pure returns (uint256) {
        return level < capacity ? capacity - level : 0;
    }
}
