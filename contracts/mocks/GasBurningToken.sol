// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title Uses up all gas that its functions are given, while told to
contract GasBurningToken is PlainToken {
    bool public burnsTransfers;
    bool public burnsBalances;

    function setBurning(bool burnsTransfers_, bool burnsBalances_) external {
        burnsTransfers = burnsTransfers_;
        burnsBalances = burnsBalances_;
    }

    function balanceOf(address account) public view override returns (uint256) {
        while (burnsBalances) {}
        return super.balanceOf(account);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        while (burnsTransfers) {}
        return super.transfer(to, amount);
    }
}
