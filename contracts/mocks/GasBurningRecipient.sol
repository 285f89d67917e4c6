// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Uses up all gas that it is given
contract GasBurningRecipient {
    receive() external payable {
        while (true) {}
    }
}
