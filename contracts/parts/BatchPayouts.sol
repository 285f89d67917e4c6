// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {IVault} from "../interfaces/IVault.sol";
import {CoinTransfer} from "../libraries/CoinTransfer.sol";
import {PackedEntries} from "../libraries/PackedEntries.sol";
import {Credits} from "./Credits.sol";
import {Outflow} from "./Outflow.sol";
import {Pausing} from "./Pausing.sol";
import {Signer} from "./Signer.sol";

/// @title Money out
/// @notice Pays many recipients at a time, on the signer's word.
/// @dev `Signer` and `Pausing` stand next to each other so that signer, epoch and switches share a storage slot.
abstract contract BatchPayouts is Signer, Pausing, Outflow, Credits {
    using BitMaps for BitMaps.BitMap;
    using PackedEntries for bytes;

    /// @inheritdoc IVault
    uint32 public constant override MAX_BATCH = 500;

    /// @inheritdoc IVault
    uint256 public constant override PAYMENT_GAS = CoinTransfer.PAYMENT_GAS;

    BitMaps.BitMap private _executed;

    /// @inheritdoc IVault
    function executeBatchPayouts(
        PayoutBatch calldata batch,
        bytes calldata entries,
        bytes calldata signature
    ) external nonReentrant {
        _requirePayoutsOpen();
        _requireListed(batch.token);
        _requireTimely(batch);
        _requireWhole(batch, entries);
        _requireSigned(batch, signature);
        _requireCovered(batch.token, batch.total);

        _markExecuted(batch.batchId);
        _takeOutflow(batch.token, batch.total);

        (uint256 sum, uint256 credited) = _payAll(batch, entries);
        if (sum != batch.total) revert TotalMismatch(sum, batch.total);
        if (credited != 0) _addUnclaimed(batch.token, credited);
        // Last, because it says what became of the payments; the guard keeps recipients out until then.
        emit PayoutExecuted(batch.batchId, batch.token, batch.total, batch.count, credited, entries);
    }

    /// @inheritdoc IVault
    function executed(bytes32 batchId) external view returns (bool) {
        return _executed.get(uint256(batchId));
    }

    function _requireTimely(PayoutBatch calldata batch) private view {
        if (block.timestamp > batch.deadline) revert BatchExpired(batch.deadline, block.timestamp);
        uint64 published = _books[batch.token].checkpointEpoch;
        if (batch.checkpointEpoch > published) {
            revert CheckpointNotPublished(batch.checkpointEpoch, published);
        }
    }

    function _requireWhole(PayoutBatch calldata batch, bytes calldata entries) private pure {
        if (batch.count == 0 || batch.count > MAX_BATCH) revert InvalidCount(batch.count);
        uint256 expectedLength = batch.count * PackedEntries.ENTRY_BYTES;
        if (entries.length != expectedLength) revert InvalidEntriesLength(entries.length, expectedLength);
        bytes32 entriesHash = keccak256(entries);
        if (entriesHash != batch.entriesHash) revert EntriesHashMismatch(entriesHash, batch.entriesHash);
    }

    function _markExecuted(bytes32 batchId) private {
        if (_executed.get(uint256(batchId))) revert BatchAlreadyExecuted(batchId);
        _executed.set(uint256(batchId));
    }

    function _payAll(
        PayoutBatch calldata batch,
        bytes calldata entries
    ) private returns (uint256 sum, uint256 credited) {
        uint256 offset = 0;
        // Each turn goes past at least one of at most MAX_BATCH entries.
        while (true) {
            (uint256 stoppedAt, uint256 paid) = CoinTransfer.payFrom(entries, offset);
            sum += paid;
            if (stoppedAt == entries.length) return (sum, credited);

            (address account, uint256 quanta) = entries.entryAt(stoppedAt);
            _requirePayable(account, stoppedAt / PackedEntries.ENTRY_BYTES);
            // Gas only falls: enough now means enough before, so the payment was tried in full and refused.
            if (gasleft() < CoinTransfer.REQUIRED_GAS) {
                revert InsufficientGas(gasleft(), CoinTransfer.REQUIRED_GAS);
            }
            _credit(batch.batchId, account, batch.token, quanta);
            sum += quanta;
            credited += quanta;
            offset = stoppedAt + PackedEntries.ENTRY_BYTES;
        }
    }

    /// @dev Looked at only once a payment did not happen, so it costs the others nothing: the loop never tries to pay
    /// nobody, and the vault refuses plain transfers, its own included.
    function _requirePayable(address account, uint256 index) private view {
        if (account == address(0) || account == address(this)) revert InvalidEntry(index);
    }
}
