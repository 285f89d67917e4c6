// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title Answers `false` instead of reverting, and moves nothing, while it is frozen
contract FalseReturningToken is PlainToken {
    bool public isFrozen;

    function setFrozen(bool isFrozen_) external {
        isFrozen = isFrozen_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !isFrozen && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return !isFrozen && super.transferFrom(from, to, amount);
    }
}
