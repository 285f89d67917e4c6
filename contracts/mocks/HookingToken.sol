// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title What an account can do when tokens leave or reach it
interface ITokenHooks {
    function tokensToSend() external;

    function tokensReceived() external;
}

/// @title Calls the sender before, and the receiver after a transfer, as ERC-777 does
contract HookingToken is PlainToken {
    mapping(address account => bool) private _hasHooks;

    /// @notice Asks to be called.
    function enableHooks() external {
        _hasHooks[msg.sender] = true;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (_hasHooks[from]) ITokenHooks(from).tokensToSend();
        super._update(from, to, amount);
        if (_hasHooks[to]) ITokenHooks(to).tokensReceived();
    }
}
