// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultPayouts} from "../interfaces/IVaultPayouts.sol";
import {CoinTransfer} from "../libraries/CoinTransfer.sol";
import {PayoutList} from "../libraries/PayoutList.sol";
import {TokenTransfer} from "../libraries/TokenTransfer.sol";
import {Credits} from "./Credits.sol";
import {ExitSwitch} from "./ExitSwitch.sol";
import {Outflow} from "./Outflow.sol";
import {Pausing} from "./Pausing.sol";
import {Signer} from "./Signer.sol";

/// @title Money out
/// @notice Pays many recipients at a time, on the signer's word.
/// @dev `Signer`, `Pausing` and `ExitSwitch` stand next to each other so that signer, epoch and switches share a
/// storage slot.
abstract contract BatchPayouts is Signer, Pausing, ExitSwitch, Outflow, Credits {
    using PayoutList for bytes;

    /// @inheritdoc IVaultPayouts
    uint32 public constant override MAX_BATCH = 500;

    /// @inheritdoc IVaultPayouts
    uint256 public constant override PAYMENT_GAS = CoinTransfer.PAYMENT_GAS;

    /// @inheritdoc IVaultPayouts
    uint256 public constant override TOKEN_PAYMENT_GAS = TokenTransfer.PAYMENT_GAS;

    /// @notice Which of 256 neighbouring batches were executed.
    /// @param bits One bit for each batch.
    struct Word {
        uint256 bits;
    }

    mapping(uint256 index => Word) private _executedWords;

    /// @inheritdoc IVaultPayouts
    function executeBatchPayouts(
        PayoutBatch calldata batch,
        bytes calldata entries,
        bytes calldata signature
    ) external nonReentrant {
        address token = batch.token;
        uint256 total = batch.total;
        Books storage books = _books[token];
        _requireOpen();
        uint256 quantum = _requireListed(token);
        _requireTimely(books, batch);
        bytes memory list = _requireWhole(batch, entries);
        _requireSigned(payoutBatchDigest(batch), batch.signerEpoch, signature);
        _requireCovered(books, token, total);

        _takeOutflow(books, total);
        _markExecuted(batch.batchId);

        (uint256 sum, uint256 credited) = _payAll(batch.batchId, token, list, quantum);
        if (sum != total) revert TotalMismatch(sum, total);
        if (credited != 0) _addUnclaimed(books, credited);
        // Last, because it says what became of the payments; the guard keeps recipients out until then.
        list.logExecuted(batch.batchId, token, total, batch.count, credited);
    }

    /// @inheritdoc IVaultPayouts
    function executed(bytes32 batchId) public view returns (bool) {
        (Word storage word, uint256 bit) = _bitOf(batchId);
        return word.bits & bit != 0;
    }

    function _requireOpen() private view {
        if (exitActive) revert ExitIsActive();
        if (payoutsPaused) revert PayoutsArePaused();
    }

    function _requireTimely(Books storage books, PayoutBatch calldata batch) private view {
        if (block.timestamp > batch.deadline) revert BatchExpired(batch.deadline, block.timestamp);
        if (batch.checkpointEpoch == 0) revert CheckpointRequired();
        uint64 published = books.checkpointEpoch;
        if (batch.checkpointEpoch > published) {
            revert CheckpointNotPublished(batch.checkpointEpoch, published);
        }
    }

    function _requireWhole(
        PayoutBatch calldata batch,
        bytes calldata entries
    ) private pure returns (bytes memory list) {
        if (batch.count == 0 || batch.count > MAX_BATCH) revert InvalidCount(batch.count);
        uint256 expectedLength = batch.count * PayoutList.ENTRY_BYTES;
        if (entries.length != expectedLength) revert InvalidEntriesLength(entries.length, expectedLength);
        list = PayoutList.load(entries);
        bytes32 entriesHash = keccak256(list);
        if (entriesHash != batch.entriesHash) revert EntriesHashMismatch(entriesHash, batch.entriesHash);
    }

    function _markExecuted(bytes32 batchId) private {
        if (batchId == 0) revert BatchIdRequired();
        (Word storage word, uint256 bit) = _bitOf(batchId);
        uint256 bits = word.bits;
        if (bits & bit != 0) revert BatchAlreadyExecuted(batchId);
        word.bits = bits | bit;
    }

    function _bitOf(bytes32 batchId) private view returns (Word storage word, uint256 bit) {
        return (_executedWords[uint256(batchId) >> 8], 1 << (uint256(batchId) & 0xff));
    }

    function _payAll(
        bytes32 batchId,
        address token,
        bytes memory list,
        uint256 quantum
    ) private returns (uint256 sum, uint256 credited) {
        uint256 offset = 0;
        // Each turn goes past at least one of at most MAX_BATCH entries.
        while (true) {
            (uint256 stoppedAt, uint256 paid) = token == NATIVE
                ? CoinTransfer.payFrom(list, offset)
                : TokenTransfer.payFrom(token, quantum, list, offset);
            sum += paid;
            if (stoppedAt == list.length) return (sum, credited);

            (address account, uint256 quanta) = list.entryAt(stoppedAt);
            _requirePayable(account, stoppedAt / PayoutList.ENTRY_BYTES);
            _credit(batchId, account, token, quanta);
            sum += quanta;
            credited += quanta;
            offset = stoppedAt + PayoutList.ENTRY_BYTES;
        }
    }

    /// @dev Looked at only once a payment did not happen, so it costs the others nothing: the loops never pay nobody,
    /// the vault refuses plain transfers, and the loop for tokens never pays the vault.
    function _requirePayable(address account, uint256 index) private view {
        if (account == address(0) || account == address(this)) revert InvalidEntry(index);
    }
}
