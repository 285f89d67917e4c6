// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultErrors} from "./IVaultErrors.sol";
import {IVaultEvents} from "./IVaultEvents.sol";

/// @title The vault: custody and final settlement of a house
/// @notice Holds what players deposited and pays what the house owes. The code is final: no proxy, no upgrade.
///
/// Amounts. Money enters and leaves in whole quanta; one quantum of the native coin is 1e9 wei. All amounts in
/// events, batches, credits and limits are in quanta. The zero address stands for the native coin.
///
/// Roles and trust. Permissions come from an OpenZeppelin AccessManager, `authority()`:
/// - the admin (ADMIN_ROLE, acting after a delay that anyone can watch) rotates the signer, sets limits, resumes
///   what was paused and replaces the authority. It is trusted not to appoint a dishonest signer, and cannot move
///   money by itself;
/// - the guardian (acting at once) can only pause. It is trusted not to stop the house without cause;
/// - the signer authorises batches. It is trusted with at most what the outflow limits let leave before the
///   guardian pauses and the admin rotates it;
/// - whoever relays a batch is not trusted at all: it cannot change, repeat, split or starve a payment.
/// Nothing and nobody can stop an account from claiming its credit.
interface IVault is IVaultEvents, IVaultErrors {
    /// @notice One signed settlement of many amounts (EIP-712; domain `Fairhouse`, version `1`, chain id, vault).
    /// @param batchId The batch's identity; it is executed at most once. Executed batches are kept as bits of words
    /// that 256 neighbouring ids share, so consecutive ids cost less than random ones.
    /// @param token The token that all entries are paid in.
    /// @param entriesHash The keccak256 of the packed entries.
    /// @param total The sum of all entries, in quanta.
    /// @param count The number of entries.
    /// @param checkpointEpoch The batch runs only once this checkpoint of its token is published.
    /// @param signerEpoch The signer epoch that the signature belongs to.
    /// @param deadline The last second, in Unix time, at which the batch may be executed.
    struct PayoutBatch {
        bytes32 batchId;
        address token;
        bytes32 entriesHash;
        uint256 total;
        uint32 count;
        uint64 checkpointEpoch;
        uint256 signerEpoch;
        uint64 deadline;
    }

    /// @notice Pays the coins sent along into the vault, for the caller's balance in the house.
    /// Refused while deposits are paused, for nothing, and for fractions of a quantum.
    function deposit() external payable;

    /// @notice Executes a signed batch: pays every entry, or credits it where the recipient refuses.
    /// Anyone may call; the signature is the authority. A recipient is called with `PAYMENT_GAS` and no data.
    /// A payment is only tried while the gas left covers that in full; otherwise the whole call is refused, so a
    /// recipient that can take its payment with `PAYMENT_GAS` cannot be made to fail by a low gas limit. A failing
    /// recipient never stops the others.
    /// @param batch What was signed.
    /// @param entries The packed entries, 32 bytes each: address (20 bytes) and quanta (12 bytes).
    /// @param signature The signer's signature over `batch`: 65 bytes with low s, or what an ERC-1271 signer accepts.
    function executeBatchPayouts(
        PayoutBatch calldata batch,
        bytes calldata entries,
        bytes calldata signature
    ) external;

    /// @notice Pays out all of the caller's credit in a token. Cannot be paused.
    /// @param token The token.
    /// @param to The receiver; any address but zero that accepts the transfer.
    function claimCredit(address token, address to) external;

    /// @notice Replaces the signer and raises the signer epoch, which voids all outstanding signatures.
    /// Admin only. Rotating to the same signer is allowed: it voids what it signed.
    /// @param newSigner An account or an ERC-1271 contract; not zero.
    function rotateSigner(address newSigner) external;

    /// @notice Sets the limits on what may leave the vault. Admin only.
    /// @param token The token.
    /// @param newLimits The new limits; the batch cap may not be above the outflow capacity.
    function setOutflowLimits(address token, OutflowLimits calldata newLimits) external;

    /// @notice Pauses deposits at once. Guardian only.
    function pauseDeposits() external;

    /// @notice Pauses payouts at once. Guardian only. Credits stay claimable.
    function pausePayouts() external;

    /// @notice Resumes deposits. Admin only.
    function unpauseDeposits() external;

    /// @notice Resumes payouts. Admin only.
    function unpausePayouts() external;

    /* solhint-disable func-name-mixedcase */

    /// @notice The most entries that one batch may hold.
    /// @return The number of entries.
    function MAX_BATCH() external view returns (uint32);

    /// @notice The gas that a recipient of a payout may use.
    /// @return The amount of gas.
    function PAYMENT_GAS() external view returns (uint256);

    /* solhint-enable func-name-mixedcase */

    /// @notice Who signs batches.
    /// @return The signer; an account or an ERC-1271 contract.
    function signer() external view returns (address);

    /// @notice The epoch that signatures must name; each rotation raises it by one.
    /// @return The epoch, from 1.
    function signerEpoch() external view returns (uint64);

    /// @notice Whether deposits are paused.
    /// @return True while deposits are refused.
    function depositsPaused() external view returns (bool);

    /// @notice Whether payouts are paused.
    /// @return True while batches are refused.
    function payoutsPaused() external view returns (bool);

    /// @notice Whether a batch was executed.
    /// @param batchId The batch.
    /// @return True once it was executed.
    function executed(bytes32 batchId) external view returns (bool);

    /// @notice The latest published checkpoint of a token's liabilities.
    /// @param token The token.
    /// @return The epoch; zero before the first checkpoint.
    function checkpointEpoch(address token) external view returns (uint64);

    /// @notice The credit that an account can claim.
    /// @param account The account.
    /// @param token The token.
    /// @return The amount in quanta.
    function creditOf(address account, address token) external view returns (uint256);

    /// @notice The sum of all credits not claimed yet. They are senior: no batch is paid from them.
    /// @param token The token.
    /// @return The amount in quanta.
    function unclaimedCredits(address token) external view returns (uint256);

    /// @notice The limits on what may leave the vault.
    /// @param token The token.
    /// @return The limits, in quanta.
    function outflowLimits(address token) external view returns (OutflowLimits memory);

    /// @notice What the outflow limit lets leave the vault now.
    /// @param token The token.
    /// @return The amount in quanta.
    function outflowAvailable(address token) external view returns (uint256);

    /// @notice The EIP-712 digest that the signer signs.
    /// @param batch The batch.
    /// @return The digest of this chain and this vault.
    function payoutBatchDigest(PayoutBatch calldata batch) external view returns (bytes32);
}
