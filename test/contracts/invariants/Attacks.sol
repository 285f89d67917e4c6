// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../../../contracts/interfaces/IVault.sol";
import {HouseActions} from "./HouseActions.sol";

/// @title What must be refused, tried again and again
/// @notice What goes through all the same is counted.
abstract contract Attacks is HouseActions {
    uint256 public doubleExecutions;
    uint256 public reusedNonces;
    uint256 public oversizedBatches;
    uint256 public uncoveredBatches;
    uint256 public insolventCheckpoints;
    uint256 public misplacedEpochs;
    uint256 public greedyTransfers;

    /// @notice Tries one attack after the other.
    function attack(uint256 seed, uint64 amount) external whileOpen(seed) {
        _replayBatch(seed);
        _replayEntry(seed, amount);
        _exceedBatchCap(seed);
        _exceedOutflow(seed);
        _spendCredits(seed);
        _publishInsolvent(seed);
        _publishOutOfTurn(seed);
        _takeMoreThanSurplus(seed);
    }

    function _replayBatch(uint256 seed) private {
        if (_batches.length == 0) return;
        Batch storage done = _batches[seed % _batches.length];
        if (done.isExecuted && _tryToPay(done.asset, done.id, done.entries, done.total))
            doubleExecutions += 1;
    }

    /// @dev Pays the same signed entry twice, or signs a second one with a nonce that is used up.
    function _replayEntry(uint256 seed, uint64 deadline) private {
        address account = _account(seed);
        if (vault.entryNonceOf(account) == 0) return;
        IVault.EntryIntent memory intent = _entry(vault, account, COIN);
        intent.nonce -= 1;
        if (seed % 2 == 0) intent.deadline -= deadline;
        bytes memory signature = _sign(vault, intent);
        vm.deal(account, account.balance + uint256(COIN) * WEI_PER_QUANTUM);
        vm.prank(account);
        try vault.retopup{value: uint256(COIN) * WEI_PER_QUANTUM}(intent, signature) {
            reusedNonces += 1;
        } catch {}
    }

    function _exceedBatchCap(uint256 seed) private {
        bytes memory entries = abi.encodePacked(SINK, uint96(BATCH_CAP + 1));
        if (_tryToPay(seed % ASSETS, keccak256(abi.encode("cap", seed)), entries, BATCH_CAP + 1)) {
            oversizedBatches += 1;
        }
    }

    /// @dev Pays one quantum at a moment when all that is there are credits that others have not claimed yet.
    function _spendCredits(uint256 seed) private {
        uint256 asset = seed % ASSETS;
        uint256 credits = vault.unclaimedCredits(tokenOf(asset));
        if (credits == 0) return;
        uint256 rest = heldOf(asset) - credits;
        _takeAway(asset, rest);
        bytes memory entries = abi.encodePacked(SINK, uint96(1));
        if (_tryToPay(asset, keccak256(abi.encode("credits", seed)), entries, 1)) uncoveredBatches += 1;
        _bringBack(asset, rest);
    }

    /// @dev Pays one quantum more than what left before leaves room for.
    function _exceedOutflow(uint256 seed) private {
        uint256 asset = seed % ASSETS;
        uint256 room = _outflowRoom(asset);
        // Above it the cap of one batch refuses.
        if (room >= BATCH_CAP) return;
        bytes memory entries = abi.encodePacked(SINK, uint96(room + 1));
        if (_tryToPay(asset, keccak256(abi.encode("outflow", seed)), entries, room + 1)) overflows += 1;
    }

    /// @dev Says that the house owes one quantum more than the vault can have for it.
    function _publishInsolvent(uint256 seed) private {
        uint256 asset = seed % ASSETS;
        address token = tokenOf(asset);
        uint64 epoch = vault.checkpointEpoch(token) + 1;
        uint256 total = heldOf(asset) - vault.unclaimedCredits(token) + 1;
        if (_tryToPublish(token, epoch, total)) insolventCheckpoints += 1;
    }

    function _publishOutOfTurn(uint256 seed) private {
        address token = tokenOf(seed % ASSETS);
        if (_tryToPublish(token, vault.checkpointEpoch(token), 1)) misplacedEpochs += 1;
        if (_tryToPublish(token, vault.checkpointEpoch(token) + 2, 1)) misplacedEpochs += 1;
    }

    /// @dev Takes one quantum more than the surplus.
    function _takeMoreThanSurplus(uint256 seed) internal {
        address token = tokenOf(seed % ASSETS);
        try vault.treasuryTransfer(token, SINK, vault.surplus(token) + 1) {
            greedyTransfers += 1;
        } catch {}
    }

    function _tryToPay(
        uint256 asset,
        bytes32 id,
        bytes memory entries,
        uint256 total
    ) internal returns (bool) {
        IVault.PayoutBatch memory batch = _batch(vault, tokenOf(asset), id, entries, total);
        bytes memory signature = _sign(vault, batch);
        try vault.executeBatchPayouts(batch, entries, signature) {
            return true;
        } catch {
            return false;
        }
    }

    function _tryToPublish(address token, uint64 epoch, uint256 total) private returns (bool) {
        uint256 entered = vault.enteredTotal(token);
        uint256 executed = vault.executedTotal(token);
        try vault.publishCheckpoint(token, epoch, keccak256("root"), total, entered, executed) {
            return true;
        } catch {
            return false;
        }
    }
}
