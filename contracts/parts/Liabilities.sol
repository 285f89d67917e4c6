// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IVaultCheckpoints} from "../interfaces/IVaultCheckpoints.sol";
import {ExitSwitch} from "./ExitSwitch.sol";
import {Tokens} from "./Tokens.sol";

/// @title What the vault owes
/// @notice The last checkpoint, brought up to this moment by what the vault itself saw since.
abstract contract Liabilities is ExitSwitch, Tokens {
    /// @inheritdoc IVaultCheckpoints
    function liabilities(address token) public view returns (uint256) {
        Books storage books = _books[token];
        return (exitActive ? books.exitReserve : _claims(books)) + books.unclaimedCredits;
    }

    /// @inheritdoc IVaultCheckpoints
    function surplus(address token) public view returns (uint256) {
        return Math.saturatingSub(_balanceOf(token), liabilities(token));
    }

    /// @dev What players could claim if the house stopped now. What was paid since the cut are leaves of the tree.
    function _claims(Books storage books) internal view returns (uint256) {
        uint256 executedSince = books.executed - books.checkpointExecuted;
        uint256 enteredSince = books.entered - books.checkpointEntered;
        return Math.saturatingSub(books.checkpointTotal, executedSince) + enteredSince;
    }
}
