// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title Answers `true` and moves nothing, while it lies
contract LyingToken is PlainToken {
    bool public isLying;

    function setLying(bool isLying_) external {
        isLying = isLying_;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return isLying || super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return isLying || super.transferFrom(from, to, amount);
    }
}
