// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title Refuses to move tokens from or to accounts on its list
contract BlacklistingToken is PlainToken {
    error Blacklisted(address account);

    mapping(address account => bool) public isBlacklisted;

    function setBlacklisted(address account, bool isBlacklisted_) external {
        isBlacklisted[account] = isBlacklisted_;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (isBlacklisted[from]) revert Blacklisted(from);
        if (isBlacklisted[to]) revert Blacklisted(to);
        super._update(from, to, amount);
    }
}
