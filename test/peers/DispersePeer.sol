// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a plain loop costs, to measure the vault against
/// @notice Pays what the caller brought. One recipient that refuses stops all the others.
contract DispersePeer {
    error LengthMismatch();

    /// @notice Pays everyone.
    /// @param recipients The recipients.
    /// @param values What each is paid, in wei.
    function disperse(address payable[] calldata recipients, uint256[] calldata values) external payable {
        if (recipients.length != values.length) revert LengthMismatch();
        for (uint256 i = 0; i < recipients.length; i++) recipients[i].transfer(values[i]);
    }
}
