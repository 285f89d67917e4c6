// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A well-behaved token that anyone may mint and burn
contract PlainToken is ERC20("Plain", "PLAIN") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Takes tokens away from anyone, as the issuers of some tokens can.
    function confiscate(address from, uint256 amount) external {
        _burn(from, amount);
    }
}
