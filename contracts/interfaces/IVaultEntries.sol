// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Money in
/// @notice Deposits for a balance in the house, and entries into its plan. The payer is always the account that the
/// money counts for. Every payment is remembered until a checkpoint covers it.
interface IVaultEntries {
    /// @notice One paid entry into the plan, as the house accepts it (EIP-712; domain `Fairhouse`, version `1`,
    /// chain id, vault). It is always paid in the native coin.
    /// @param kind 1 for a registration, 2 for a retopup.
    /// @param account The member, who pays it.
    /// @param sponsor Who brought the member in, as the house knows it; zero for nobody.
    /// @param amount The price in quanta.
    /// @param placementHint Where the house means to place the entry; it is only passed on.
    /// @param nonce The account's `entryNonceOf`.
    /// @param signerEpoch The signer epoch that the signature belongs to.
    /// @param deadline The last second, in Unix time, at which the entry may be paid.
    struct EntryIntent {
        uint8 kind;
        address account;
        address sponsor;
        uint256 amount;
        bytes32 placementHint;
        uint256 nonce;
        uint256 signerEpoch;
        uint64 deadline;
    }

    /// @notice Pays the coins sent along into the vault, for the caller's balance in the house.
    /// Refused while entries are paused, once exit is active, for nothing, and for fractions of a quantum.
    function deposit() external payable;

    /// @notice Pays tokens that the caller approved into the vault, for the caller's balance in the house.
    /// Refused like `deposit`, and where another amount arrives than was sent (a fee on transfer).
    /// @param token A listed token; for the native coin there is `deposit`.
    /// @param amount The amount in the token's own units; whole quanta only.
    function depositToken(address token, uint256 amount) external;

    /// @notice Makes the caller a member: pays a registration that the signer accepted. Once per account.
    /// @param intent What was signed; `kind` 1.
    /// @param signature The signer's signature over `intent`: 65 bytes with low s, or what an ERC-1271 signer accepts.
    function register(EntryIntent calldata intent, bytes calldata signature) external payable;

    /// @notice Pays a further entry of a member, which the signer accepted.
    /// @param intent What was signed; `kind` 2.
    /// @param signature The signer's signature over `intent`: 65 bytes with low s, or what an ERC-1271 signer accepts.
    function retopup(EntryIntent calldata intent, bytes calldata signature) external payable;

    /* solhint-disable func-name-mixedcase */

    /// @notice The most payments of one account and token that may wait for a checkpoint.
    /// @return The number of payments.
    function MAX_UNCOVERED() external view returns (uint256);

    /* solhint-enable func-name-mixedcase */

    /// @notice Everything that was ever paid into the vault through its functions; it only grows.
    /// @param token The token.
    /// @return The amount in quanta.
    function enteredTotal(address token) external view returns (uint256);

    /// @notice What an account paid in after the cut of the last checkpoint.
    /// @param account The account.
    /// @param token The token.
    /// @return The amount in quanta.
    function uncoveredDepositsOf(address account, address token) external view returns (uint256);

    /// @notice Whether an account has registered.
    /// @param account The account.
    /// @return True once it has.
    function isRegistered(address account) external view returns (bool);

    /// @notice The nonce that the account's next entry must name.
    /// @param account The account.
    /// @return The nonce, from 0; one sequence for both kinds of entries.
    function entryNonceOf(address account) external view returns (uint256);

    /// @notice The EIP-712 digest of an entry that the signer signs.
    /// @param intent The entry.
    /// @return The digest of this chain and this vault.
    function entryIntentDigest(EntryIntent calldata intent) external view returns (bytes32);
}
