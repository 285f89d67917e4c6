// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LeakyBucket} from "../../../contracts/libraries/LeakyBucket.sol";

/// @title What must hold for every bucket
contract LeakyBucketProof {
    /// @notice A bucket never gains by draining.
    function drainingNeverAdds(uint64 level, uint64 elapsed, uint64 drainPerSecond) external pure {
        assert(LeakyBucket.drained(level, elapsed, drainPerSecond) <= level);
    }

    /// @notice No time, no drain.
    function drainingTakesTime(uint64 level, uint64 drainPerSecond) external pure {
        assert(LeakyBucket.drained(level, 0, drainPerSecond) == level);
    }

    /// @notice Whatever is drained is at most what drains in that time.
    function drainingHasARate(uint64 level, uint64 elapsed, uint64 drainPerSecond) external pure {
        uint256 drained = level - LeakyBucket.drained(level, elapsed, drainPerSecond);
        assert(drained <= uint256(elapsed) * drainPerSecond);
    }

    /// @notice The room is what is missing to the capacity, and nothing above it.
    function roomFillsUp(uint64 level, uint64 capacity) external pure {
        uint256 room = LeakyBucket.room(level, capacity);
        assert(room <= capacity);
        assert(level > capacity ? room == 0 : level + room == capacity);
    }
}

/// @title A bucket over any number of payouts at any times
contract LeakyBucketRunProof {
    uint256 private constant CAPACITY = 2_000;
    uint256 private constant DRAIN_PER_SECOND = 3;
    uint256 private constant MOST_SECONDS = 1e12;

    uint256 private _level;
    uint256 private _elapsedSinceStart;
    uint256 private _settledSinceStart;

    /// @notice However often and whenever it is settled: the level stays within the capacity, the sum within its window.
    function settle(uint64 elapsed, uint64 total) external {
        require(elapsed <= MOST_SECONDS && _elapsedSinceStart <= MOST_SECONDS);
        uint256 level = LeakyBucket.drained(_level, elapsed, DRAIN_PER_SECOND);
        require(total <= LeakyBucket.room(level, CAPACITY));
        _level = level + total;
        _elapsedSinceStart += elapsed;
        _settledSinceStart += total;
        assert(_level <= CAPACITY);
        assert(_settledSinceStart <= CAPACITY + DRAIN_PER_SECOND * _elapsedSinceStart);
    }
}
