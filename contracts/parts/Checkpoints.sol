// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IVaultCheckpoints} from "../interfaces/IVaultCheckpoints.sol";
import {Liabilities} from "./Liabilities.sol";
import {ReentrancyLock} from "./ReentrancyLock.sol";

/// @title What the house says it owes
/// @notice The vault keeps the latest checkpoint of each token; older ones are in its events.
abstract contract Checkpoints is AccessManaged, Liabilities, ReentrancyLock {
    /// @inheritdoc IVaultCheckpoints
    function publishCheckpoint(
        address token,
        uint64 epoch,
        bytes32 root,
        uint256 total,
        uint256 entered,
        uint256 executed
    ) external restricted nonReentrant {
        _requireNoExit();
        _requireListed(token);
        Books storage books = _books[token];
        uint64 expected = books.checkpointEpoch + 1;
        if (epoch != expected) revert WrongCheckpointEpoch(epoch, expected);
        if ((root == 0) != (total == 0)) revert RootWithoutTotal(root, total);
        _requireCut(entered, books.checkpointEntered, books.entered);
        _requireCut(executed, books.checkpointExecuted, books.executed);

        books.checkpointEpoch = epoch;
        books.checkpointRoot = root;
        books.checkpointTotal = SafeCast.toUint120(total);
        // Both are on lines that fit.
        books.checkpointEntered = uint120(entered);
        books.checkpointExecuted = uint88(executed);
        books.checkpointAt = uint40(block.timestamp);
        _requireSolvent(token);
        emit CheckpointPublished(token, epoch, root, total, entered, executed);
    }

    /// @inheritdoc IVaultCheckpoints
    function checkpointOf(
        address token
    )
        external
        view
        returns (
            uint64 epoch,
            uint64 publishedAt,
            bytes32 root,
            uint256 total,
            uint256 entered,
            uint256 executed
        )
    {
        Books storage books = _books[token];
        return (
            books.checkpointEpoch,
            books.checkpointAt,
            books.checkpointRoot,
            books.checkpointTotal,
            books.checkpointEntered,
            books.checkpointExecuted
        );
    }

    function _requireCut(uint256 cut, uint256 least, uint256 most) private pure {
        if (cut < least || cut > most) revert CutOutOfRange(cut, least, most);
    }

    function _requireSolvent(address token) private view {
        uint256 owed = liabilities(token);
        uint256 balance = _balanceOf(token);
        if (owed > balance) revert Insolvent(owed, balance);
    }
}
