// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../interfaces/IVault.sol";

/// @title One money-moving call at a time
/// @notice The lock lives in transient storage: it costs 300 gas, and a transaction can never leave it shut behind.
abstract contract ReentrancyLock is IVault {
    uint256 private constant OPEN = 0;
    uint256 private constant SHUT = 1;

    /// @dev A whole word, so that setting it needs no reading first.
    uint256 private transient _lock;

    modifier nonReentrant() {
        if (_lock != OPEN) revert Reentered();
        _lock = SHUT;
        _;
        _lock = OPEN;
    }
}
