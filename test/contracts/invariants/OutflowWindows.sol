// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {HouseLedger} from "./HouseLedger.sol";

/// @title How much may leave the vault, by windows of time
/// @notice The vault keeps one level that drains; this remembers every execution, so that the two can contradict each
/// other.
abstract contract OutflowWindows is HouseLedger {
    /// @notice One execution of a batch.
    struct Outflow {
        uint256 time;
        uint256 total;
    }

    /// @notice Executions by which more left in some window of time than the bucket lets through.
    uint256 public overflows;

    uint256 internal _now;
    Outflow[][ASSETS] private _outflows;

    constructor() {
        _now = block.timestamp;
    }

    function _wait(uint256 elapsed) internal {
        _now += elapsed;
        vm.warp(_now);
    }

    function _bookOutflow(uint256 asset, uint256 total) internal {
        if (total > _outflowRoom(asset)) overflows += 1;
        _outflows[asset].push(Outflow(_now, total));
    }

    /// @dev Looks at every window of time that ends now: capacity + refill is all that may leave in it.
    function _outflowRoom(uint256 asset) internal view returns (uint256 room) {
        Outflow[] storage outflows = _outflows[asset];
        room = OUTFLOW_CAPACITY;
        uint256 sum;
        for (uint256 i = outflows.length; i > 0; i--) {
            sum += outflows[i - 1].total;
            uint256 most = OUTFLOW_CAPACITY + (_now - outflows[i - 1].time) * OUTFLOW_REFILL_PER_SECOND;
            room = _min(room, most > sum ? most - sum : 0);
        }
    }
}
