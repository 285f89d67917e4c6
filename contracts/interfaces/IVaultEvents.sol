// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Everything the vault says
/// @notice The events alone rebuild the books of the vault. Every amount is in quanta of its token: one quantum of
/// the native coin is 1e9 wei. The zero address as `token` stands for the native coin.
interface IVaultEvents {
    /// @notice The limits on what may leave the vault, per token, in quanta.
    /// @param batchCap The most that one batch may pay.
    /// @param outflowCapacity The most that may leave in a burst.
    /// @param outflowRefillPerSecond How much of the capacity comes back each second.
    struct OutflowLimits {
        uint64 batchCap;
        uint64 outflowCapacity;
        uint64 outflowRefillPerSecond;
    }

    /// @notice An account paid into the vault.
    /// @param account The payer, whose balance off-chain grows.
    /// @param token The token.
    /// @param quanta The amount.
    event Deposited(address indexed account, address indexed token, uint256 quanta);

    /// @notice A batch was executed: every entry was either paid or turned into a credit.
    /// @param batchId The batch; it can never be executed again.
    /// @param token The token.
    /// @param total The sum of all entries.
    /// @param count The number of entries.
    /// @param credited The part of `total` that became credits, because recipients refused it.
    /// @param entries The packed entries as signed: address (20 bytes) and quanta (12 bytes) each.
    event PayoutExecuted(
        bytes32 indexed batchId,
        address indexed token,
        uint256 total,
        uint32 count,
        uint256 credited,
        bytes entries
    );

    /// @notice A recipient refused its payment, which it can now claim.
    /// @param batchId The batch that owed the payment.
    /// @param account The recipient.
    /// @param token The token.
    /// @param quanta The amount.
    event PayoutCredited(
        bytes32 indexed batchId,
        address indexed account,
        address indexed token,
        uint256 quanta
    );

    /// @notice An account claimed all its credit.
    /// @param account The credited account.
    /// @param token The token.
    /// @param to The receiver that the account chose.
    /// @param quanta The amount.
    event CreditClaimed(address indexed account, address indexed token, address to, uint256 quanta);

    /// @notice The payout signer changed, and with it the epoch: all outstanding signatures are void.
    /// @param oldSigner The signer until now; zero at deployment.
    /// @param newSigner The signer from now on.
    /// @param signerEpoch The epoch that new signatures must name.
    event SignerRotated(address indexed oldSigner, address indexed newSigner, uint256 signerEpoch);

    /// @notice The limits on what may leave the vault changed.
    /// @param token The token.
    /// @param oldLimits The limits until now; zero at deployment.
    /// @param newLimits The limits from now on.
    event OutflowLimitsChanged(address indexed token, OutflowLimits oldLimits, OutflowLimits newLimits);

    /// @notice Deposits were paused or resumed.
    /// @param oldPaused Whether deposits were paused until now.
    /// @param newPaused Whether deposits are paused from now on.
    event DepositsPauseChanged(bool oldPaused, bool newPaused);

    /// @notice Payouts were paused or resumed.
    /// @param oldPaused Whether payouts were paused until now.
    /// @param newPaused Whether payouts are paused from now on.
    event PayoutsPauseChanged(bool oldPaused, bool newPaused);
}
