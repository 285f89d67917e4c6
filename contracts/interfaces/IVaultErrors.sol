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

    /// @notice Money cannot be sent to the vault itself.
    /// @param to The refused receiver.
    error InvalidReceiver(address to);

    /// @notice Amounts move in whole quanta only, so that the books off-chain match to the last unit.
    /// @param amount The refused amount in wei or token units; it must be a multiple of `quantumOf` the token.
    error NotWholeQuanta(uint256 amount);

    /// @notice Another amount arrived than was sent: the token takes a fee on transfer, which the vault cannot carry.
    /// @param received What arrived, in token units.
    /// @param amount What was sent.
    error AmountNotReceived(uint256 received, uint256 amount);

    /// @notice The native coin is deposited with `deposit`, not with `depositToken`.
    error NativeCoin();

    /// @notice The vault carries this token already.
    /// @param token The token.
    error TokenAlreadyListed(address token);

    /// @notice The vault carries as many tokens as it can.
    /// @param limit The most tokens.
    error TooManyTokens(uint256 limit);

    /// @notice There is no contract at the token's address.
    /// @param token The refused address.
    error TokenWithoutCode(address token);

    /// @notice The vault does not carry this token.
    /// @param token The refused token; the zero address stands for the native coin.
    error TokenNotListed(address token);

    /// @notice Deposits, registrations and retopups are paused by the guardian.
    error EntriesArePaused();

    /// @notice Payouts are paused by the guardian.
    error PayoutsArePaused();

    /// @notice The exit is open: nothing but claims, exits and the surplus moves any more.
    error ExitIsActive();

    /// @notice The exit is not open.
    error ExitIsNotActive();

    /// @notice Only the account itself can pay for its entry, or exit.
    /// @param caller Who called.
    /// @param account The account that the entry or the leaf names.
    error NotTheAccount(address caller, address account);

    /// @notice The entry is of another kind than the function takes.
    /// @param kind The kind that was signed.
    /// @param expected The function's kind.
    error WrongEntryKind(uint8 kind, uint8 expected);

    /// @notice The account registered before; what it pays now is a retopup.
    /// @param account The account.
    error AlreadyRegistered(address account);

    /// @notice The account must register before it can pay a retopup.
    /// @param account The account.
    error NotRegistered(address account);

    /// @notice The entry was signed for another place in the account's sequence of entries.
    /// @param nonce The nonce that was signed.
    /// @param expected The nonce that is next.
    error WrongEntryNonce(uint256 nonce, uint256 expected);

    /// @notice The coins sent along are not the price that was signed.
    /// @param quanta The coins sent along.
    /// @param amount The price.
    error WrongEntryAmount(uint256 quanta, uint256 amount);

    /// @notice The entry's deadline has passed.
    /// @param deadline The last second at which the entry was valid.
    /// @param timestamp The block's time.
    error EntryExpired(uint64 deadline, uint256 timestamp);

    /// @notice Too many payments of the account wait for a checkpoint; pay again once the next one is published.
    /// @param limit The most payments that may wait.
    error TooManyUncovered(uint256 limit);

    /// @notice The batch was executed before; the same batch can never pay twice.
    /// @param batchId The batch.
    error BatchAlreadyExecuted(bytes32 batchId);

    /// @notice The batch or entry was signed for another signer epoch: a rotation voids all outstanding signatures.
    /// @param signedEpoch The epoch that it was signed for.
    /// @param currentEpoch The epoch that is valid now.
    error StaleSignerEpoch(uint256 signedEpoch, uint256 currentEpoch);

    /// @notice A batch needs an id: zero stands for free balances, which an exit pays whatever batches ran.
    error BatchIdRequired();

    /// @notice A batch must name the checkpoint whose tree holds its leaves; epochs count from 1.
    error CheckpointRequired();

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

    /// @notice The signature is not the current signer's over this batch or entry.
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

    /// @notice The receiver refused the transfer; name another one.
    /// @param token The token.
    /// @param to The receiver.
    error TransferFailed(address token, address to);

    /// @notice Checkpoints follow each other without a gap.
    /// @param epoch The refused epoch.
    /// @param expected The epoch that is next.
    error WrongCheckpointEpoch(uint64 epoch, uint64 expected);

    /// @notice An empty tree has no root and no total; any other tree has both.
    /// @param root The refused root.
    /// @param total The refused total.
    error RootWithoutTotal(bytes32 root, uint256 total);

    /// @notice The checkpoint's cut is before the last one's, or in the future.
    /// @param cut The refused point on the line of what came in, or of what was paid.
    /// @param least The last checkpoint's point on that line.
    /// @param most The line's end now.
    error CutOutOfRange(uint256 cut, uint256 least, uint256 most);

    /// @notice The vault would owe more than it holds.
    /// @param liabilities What it would owe.
    /// @param balance What it holds.
    error Insolvent(uint256 liabilities, uint256 balance);

    /// @notice The treasury needs a checkpoint that is not older than `TREASURY_FRESHNESS`.
    /// @param publishedAt When the last one was published, in Unix seconds; zero for never.
    error StaleCheckpoint(uint256 publishedAt);

    /// @notice The treasury may take surplus only.
    /// @param quanta The refused amount.
    /// @param surplus The surplus.
    error SurplusExceeded(uint256 quanta, uint256 surplus);

    /// @notice The exit cannot be opened yet.
    /// @param availableAt When it can, in Unix seconds, if no checkpoint is published before.
    error ExitNotAvailable(uint256 availableAt);

    /// @notice The leaf waited in a batch that was executed: its account was paid or credited.
    /// @param batchId The batch.
    error LeafWasPaid(bytes32 batchId);

    /// @notice The leaf was paid out before.
    /// @param leafHash The leaf's hash.
    error AlreadyExited(bytes32 leafHash);

    /// @notice The proof does not lead from the leaf to the root and the total of the last checkpoint.
    error InvalidProof();

    /// @notice The account paid in nothing after the last checkpoint's cut, or exited it before.
    /// @param account The account.
    /// @param token The token.
    error NoUncoveredDeposits(address account, address token);
}
