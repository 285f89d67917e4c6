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

    /// @notice A new member paid its registration.
    /// @param account The member.
    /// @param sponsor Who brought it in; zero for nobody.
    /// @param quanta The price.
    /// @param placementHint Where the house means to place the entry.
    /// @param nonce The account's nonce that this used up.
    event RegistrationAccepted(
        address indexed account,
        address indexed sponsor,
        uint256 quanta,
        bytes32 placementHint,
        uint256 nonce
    );

    /// @notice A member paid a further entry.
    /// @param account The member.
    /// @param sponsor Who brought it in; zero for nobody.
    /// @param quanta The price.
    /// @param placementHint Where the house means to place the entry.
    /// @param nonce The account's nonce that this used up.
    event RetopupCompleted(
        address indexed account,
        address indexed sponsor,
        uint256 quanta,
        bytes32 placementHint,
        uint256 nonce
    );

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

    /// @notice A checkpoint of what the house owes was published.
    /// @param token The token.
    /// @param epoch The checkpoint's epoch.
    /// @param root The root of its tree.
    /// @param total The sum of its leaves.
    /// @param entered What had ever come in, at its cut.
    /// @param executed What batches had ever paid, at its cut.
    event CheckpointPublished(
        address indexed token,
        uint64 indexed epoch,
        bytes32 root,
        uint256 total,
        uint256 entered,
        uint256 executed
    );

    /// @notice The treasury took surplus.
    /// @param token The token.
    /// @param to The receiver.
    /// @param quanta The amount.
    event TreasuryTransferred(address indexed token, address indexed to, uint256 quanta);

    /// @notice The exit was opened; there is one such event per listed token.
    /// @param token The token.
    /// @param epoch The checkpoint that exits are proven against; zero where there was none.
    /// @param payableQuanta What the exit pays in sum.
    /// @param claimQuanta What was owed in sum, without credits.
    event ExitActivated(address indexed token, uint64 epoch, uint256 payableQuanta, uint256 claimQuanta);

    /// @notice A leaf of the last checkpoint was paid out.
    /// @param account The leaf's account.
    /// @param token The token.
    /// @param batchId The batch that the amount waited in; zero for a free balance.
    /// @param to The receiver that the account chose.
    /// @param quanta The leaf's amount.
    /// @param paid What was paid for it.
    event Exited(
        address indexed account,
        address indexed token,
        bytes32 indexed batchId,
        address to,
        uint256 quanta,
        uint256 paid
    );

    /// @notice What an account had paid in after the last checkpoint's cut was paid out.
    /// @param account The account.
    /// @param token The token.
    /// @param to The receiver that the account chose.
    /// @param quanta What it had paid in.
    /// @param paid What was paid for it.
    event DepositsExited(
        address indexed account,
        address indexed token,
        address to,
        uint256 quanta,
        uint256 paid
    );

    /// @notice The vault carries a token from now on.
    /// @param token The token; the zero address, at deployment, for the native coin.
    /// @param quantum The token units that are one quantum.
    event TokenListed(address indexed token, uint256 quantum);

    /// @notice The signer changed, and with it the epoch: all outstanding signatures are void.
    /// @param oldSigner The signer until now; zero at deployment.
    /// @param newSigner The signer from now on.
    /// @param signerEpoch The epoch that new signatures must name.
    event SignerRotated(address indexed oldSigner, address indexed newSigner, uint256 signerEpoch);

    /// @notice The limits on what may leave the vault changed.
    /// @param token The token.
    /// @param oldLimits The limits until now; zero at deployment.
    /// @param newLimits The limits from now on.
    event OutflowLimitsChanged(address indexed token, OutflowLimits oldLimits, OutflowLimits newLimits);

    /// @notice Deposits, registrations and retopups were paused or resumed.
    /// @param oldPaused Whether they were paused until now.
    /// @param newPaused Whether they are paused from now on.
    event EntriesPauseChanged(bool oldPaused, bool newPaused);

    /// @notice Payouts were paused or resumed.
    /// @param oldPaused Whether payouts were paused until now.
    /// @param newPaused Whether payouts are paused from now on.
    event PayoutsPauseChanged(bool oldPaused, bool newPaused);
}
