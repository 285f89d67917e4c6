// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Money out to players
/// @notice Signed batches, and the credits that recipients can claim who refused their payment.
interface IVaultPayouts {
    /// @notice One signed settlement of many amounts (EIP-712; domain `Fairhouse`, version `1`, chain id, vault).
    /// @param batchId The batch's identity, not zero; it is executed at most once. Executed batches are kept as bits of
    /// words that 256 neighbouring ids share, so consecutive ids cost less than random ones.
    /// @param token The token that all entries are paid in.
    /// @param entriesHash The keccak256 of the packed entries.
    /// @param total The sum of all entries, in quanta.
    /// @param count The number of entries.
    /// @param checkpointEpoch The checkpoint whose tree holds the batch's leaves, from 1; the batch runs only once it
    /// is published.
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

    /// @notice Executes a signed batch: pays every entry, or credits it where the recipient refuses.
    /// Anyone may call; the signature is the authority. A recipient of coins is called with `PAYMENT_GAS` and no data;
    /// a transfer of tokens may use `TOKEN_PAYMENT_GAS`. A payment is only tried while the gas left covers that in
    /// full; otherwise the whole call is refused, so a recipient that can take its payment cannot be made to fail by
    /// a low gas limit. A failing recipient never stops the others.
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
    /// @param to The receiver; any address but zero and the vault that accepts the transfer.
    function claimCredit(address token, address to) external;

    /* solhint-disable func-name-mixedcase */

    /// @notice The most entries that one batch may hold.
    /// @return The number of entries.
    function MAX_BATCH() external view returns (uint32);

    /// @notice The gas that a recipient of a payout in coins may use.
    /// @return The amount of gas.
    function PAYMENT_GAS() external view returns (uint256);

    /// @notice The gas that a payout in tokens may use.
    /// @return The amount of gas.
    function TOKEN_PAYMENT_GAS() external view returns (uint256);

    /* solhint-enable func-name-mixedcase */

    /// @notice Whether a batch was executed.
    /// @param batchId The batch.
    /// @return True once it was executed.
    function executed(bytes32 batchId) external view returns (bool);

    /// @notice The totals of all executed batches, credited parts included; it only grows.
    /// @param token The token.
    /// @return The amount in quanta.
    function executedTotal(address token) external view returns (uint256);

    /// @notice The credit that an account can claim.
    /// @param account The account.
    /// @param token The token.
    /// @return The amount in quanta.
    function creditOf(address account, address token) external view returns (uint256);

    /// @notice The sum of all credits not claimed yet. They are senior: nothing else is paid from them.
    /// @param token The token.
    /// @return The amount in quanta.
    function unclaimedCredits(address token) external view returns (uint256);

    /// @notice The EIP-712 digest of a batch that the signer signs.
    /// @param batch The batch.
    /// @return The digest of this chain and this vault.
    function payoutBatchDigest(PayoutBatch calldata batch) external view returns (bytes32);
}
