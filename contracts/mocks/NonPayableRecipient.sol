// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A contract that was never meant to hold coins
contract NonPayableRecipient {
    uint256 public constant VERSION = 1;
}
