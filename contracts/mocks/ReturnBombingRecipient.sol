// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Returns, or reverts with, as much data as its gas can pay for
contract ReturnBombingRecipient {
    /// @notice Memory of this size costs 26,600 gas: most of what a recipient is given.
    uint256 private constant BOMB_BYTES = 96_000;

    bool private immutable _reverts;

    constructor(bool reverts) {
        _reverts = reverts;
    }

    receive() external payable {
        bool reverts = _reverts;
        assembly ("memory-safe") {
            if reverts {
                revert(0, BOMB_BYTES)
            }
            return(0, BOMB_BYTES)
        }
    }
}
