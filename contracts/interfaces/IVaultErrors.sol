// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Everything the vault refuses
/// @notice One error per cause, each carrying the values that explain it. Amounts are in quanta unless they say wei.
interface IVaultErrors {
    /// @notice A role, a signer or a receiver may not be the zero address.
    error ZeroAddress();

    /// @notice The amount must be above zero.
    error ZeroAmount();

    /// @notice Coins arrived by a plain transfer, which names no purpose: call `deposit()` instead.
    error UseDeposit();

    /// @notice A recipient called back into the vault while it was being paid.
    error Reentered();

    /// @notice Amounts move in whole quanta only, so that the books off-chain match to the last unit.
    /// @param wei_ The refused amount in wei; it must be a multiple of 1e9.
    error NotWholeQuanta(uint256 wei_);

    /// @notice The vault does not carry this token.
    /// @param token The refused token; the zero address stands for the native coin.
    error TokenNotListed(address token);

    /// @notice Deposits are paused by the guardian.
    error DepositsArePaused();

    /// @notice Payouts are paused by the guardian.
    error PayoutsArePaused();

    /// @notice The batch was executed before; the same batch can never pay twice.
    /// @param batchId The batch.
    error BatchAlreadyExecuted(bytes32 batchId);

    /// @notice The batch was signed for another signer epoch: a rotation voids all outstanding signatures.
    /// @param batchEpoch The epoch that the batch was signed for.
    /// @param currentEpoch The epoch that is valid now.
    error StaleSignerEpoch(uint256 batchEpoch, uint256 currentEpoch);

    /// @notice The batch names a checkpoint that is not published yet.
    /// @param batchEpoch The checkpoint epoch that the batch waits for.
    /// @param publishedEpoch The latest published epoch of the batch's token.
    error CheckpointNotPublished(uint64 batchEpoch, uint64 publishedEpoch);

    /// @notice The batch's deadline has passed.
    /// @param deadline The last second at which the batch was valid.
    /// @param timestamp The block's time.
    error BatchExpired(uint64 deadline, uint256 timestamp);

    /// @notice A batch holds between one and `MAX_BATCH` entries.
    /// @param count The refused number of entries.
    error InvalidCount(uint32 count);

    /// @notice The packed entries are not `32 * count` bytes long.
    /// @param length The length received, in bytes.
    /// @param expected The length that `count` asks for, in bytes.
    error InvalidEntriesLength(uint256 length, uint256 expected);

    /// @notice The packed entries are not those that were signed.
    /// @param actual The hash of the entries received.
    /// @param expected The hash that the batch names.
    error EntriesHashMismatch(bytes32 actual, bytes32 expected);

    /// @notice An entry names the zero address or the vault itself. Such money could reach nobody, neither as a
    /// transfer nor as a credit, so the whole batch is refused: nothing moves, nothing is lost, and the signer owes a
    /// batch without that entry.
    /// @param index The entry's position, from zero.
    error InvalidEntry(uint256 index);

    /// @notice The entries do not add up to the signed total.
    /// @param sum What the entries add up to.
    /// @param total The signed total.
    error TotalMismatch(uint256 sum, uint256 total);

    /// @notice The signature is not the current signer's over this batch.
    error InvalidSignature();

    /// @notice The batch is larger than a single batch may be.
    /// @param total The batch's total.
    /// @param cap The cap of one batch.
    error BatchCapExceeded(uint256 total, uint256 cap);

    /// @notice Too much left the vault lately; wait for the outflow to drain, or let the admin raise the limits.
    /// @param total The batch's total.
    /// @param available What may leave now.
    error OutflowCapExceeded(uint256 total, uint256 available);

    /// @notice The limits contradict each other: a batch at its cap must fit the outflow capacity.
    /// @param batchCap The refused cap of one batch.
    /// @param outflowCapacity The refused capacity.
    error InvalidLimits(uint64 batchCap, uint64 outflowCapacity);

    /// @notice The vault holds less than the batch and all unclaimed credits together; credits are senior.
    /// @param available What the vault holds beyond the unclaimed credits.
    /// @param required The batch's total.
    error InsufficientBalance(uint256 available, uint256 required);

    /// @notice The gas left could starve the next recipient into a credit, so the whole call is refused.
    /// Send the transaction with more gas.
    /// @param available The gas left before the payment.
    /// @param required The gas that each payment must find.
    error InsufficientGas(uint256 available, uint256 required);

    /// @notice The account has no credit to claim.
    /// @param account The account.
    /// @param token The token.
    error NoCredit(address account, address token);

    /// @notice The receiver of a claimed credit refused the transfer; name another one.
    /// @param to The receiver.
    error ClaimFailed(address to);
}
