// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IVault} from "../interfaces/IVault.sol";
import {LeakyBucket} from "../libraries/LeakyBucket.sol";
import {TokenBooks} from "./TokenBooks.sol";

/// @title How much may leave the vault, and how fast
/// @notice Bounds what a stolen signing key can take before the guardian pauses payouts.
abstract contract Outflow is AccessManaged, TokenBooks {
    mapping(address token => OutflowLimits) private _limits;

    constructor(OutflowLimits memory nativeLimits) {
        _setOutflowLimits(NATIVE, nativeLimits);
    }

    /// @inheritdoc IVault
    function setOutflowLimits(address token, OutflowLimits calldata newLimits) external restricted {
        _setOutflowLimits(token, newLimits);
    }

    /// @inheritdoc IVault
    function outflowLimits(address token) external view returns (OutflowLimits memory) {
        return _limits[token];
    }

    /// @inheritdoc IVault
    function outflowAvailable(address token) external view returns (uint256) {
        return LeakyBucket.room(_outflowNow(token), _limits[token].outflowCapacity);
    }

    function _takeOutflow(address token, uint256 total) internal {
        OutflowLimits storage limits = _limits[token];
        uint64 batchCap = limits.batchCap;
        if (total > batchCap) revert BatchCapExceeded(total, batchCap);

        uint256 level = _outflowNow(token);
        uint256 available = LeakyBucket.room(level, limits.outflowCapacity);
        if (total > available) revert OutflowCapExceeded(total, available);
        _writeOutflow(token, level + total);
    }

    function _outflowNow(address token) private view returns (uint256) {
        Books storage books = _books[token];
        uint256 elapsed = block.timestamp - books.outflowAt;
        return LeakyBucket.drained(books.outflow, elapsed, _limits[token].outflowRefillPerSecond);
    }

    /// @dev `level` is at most the capacity, which is 64 bits wide.
    function _writeOutflow(address token, uint256 level) private {
        Books storage books = _books[token];
        books.outflow = uint64(level);
        books.outflowAt = uint64(block.timestamp);
    }

    function _setOutflowLimits(address token, OutflowLimits memory newLimits) private {
        _requireListed(token);
        if (newLimits.batchCap > newLimits.outflowCapacity) {
            revert InvalidLimits(newLimits.batchCap, newLimits.outflowCapacity);
        }
        // What drained so far drained at the old rate.
        _writeOutflow(token, _outflowNow(token));
        emit OutflowLimitsChanged(token, _limits[token], newLimits);
        _limits[token] = newLimits;
    }
}
