// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The way out when the house stops
/// @notice Without a new checkpoint for `EXIT_DELAY` anyone may open the exit, which is final and for the whole vault.
/// From then on each leaf of the last checkpoint, and each payment since, is paid out to its account once: in full, or
/// pro rata where the vault holds too little. Credits are senior. No exit can be paused.
interface IVaultExit {
    /// @notice One leaf of a checkpoint's tree.
    /// @param account Who is owed the money.
    /// @param quanta The amount.
    /// @param batchId The batch that the amount waits in; zero for a free balance.
    struct ExitLeaf {
        address account;
        uint256 quanta;
        bytes32 batchId;
    }

    /// @notice One step from a leaf to the root: the node's sibling.
    /// @param hash The sibling's hash.
    /// @param sum The sum of the leaves below the sibling, in quanta.
    /// @param isLeft Whether the sibling stands on the left.
    struct SumProofStep {
        bytes32 hash;
        uint256 sum;
        bool isLeft;
    }

    /// @notice Opens the exit for good: stops deposits, entries, batches and checkpoints, and fixes what each token
    /// pays. Anyone may call, once the last checkpoint of any listed token (or its listing, before the first) is
    /// `EXIT_DELAY` old.
    function activateExit() external;

    /// @notice Pays out a leaf of the last checkpoint, once, to whom its account says.
    /// Refused where the leaf waited in a batch that was executed.
    /// @param token The token.
    /// @param leaf The caller's leaf.
    /// @param proof The siblings from the leaf to the root.
    /// @param to The receiver; any address but zero and the vault that accepts the transfer.
    function exit(address token, ExitLeaf calldata leaf, SumProofStep[] calldata proof, address to) external;

    /// @notice Pays out what the caller paid in after the cut of the last checkpoint.
    /// @param token The token.
    /// @param to The receiver; any address but zero and the vault that accepts the transfer.
    function exitDeposits(address token, address to) external;

    /* solhint-disable func-name-mixedcase */

    /// @notice How long the house may go without a checkpoint.
    /// @return The time in seconds.
    function EXIT_DELAY() external view returns (uint256);

    /// @notice The most steps that a proof may have.
    /// @return The number of steps.
    function MAX_PROOF_STEPS() external view returns (uint256);

    /* solhint-enable func-name-mixedcase */

    /// @notice Whether the exit is open.
    /// @return True once it was activated.
    function exitActive() external view returns (bool);

    /// @notice From when on the exit can be activated, if no checkpoint is published before.
    /// @return The time in Unix seconds.
    function exitAvailableAt() external view returns (uint256);

    /// @notice What the exit pays of what it owes; both are fixed when it is activated, and zero before.
    /// A claim of `n` quanta is paid `n * payableQuanta / claimQuanta`, rounded down.
    /// @param token The token.
    /// @return payableQuanta What the exit pays in sum.
    /// @return claimQuanta What was owed in sum, without credits.
    function exitTermsOf(address token) external view returns (uint256 payableQuanta, uint256 claimQuanta);

    /// @notice What is still reserved for exits.
    /// @param token The token.
    /// @return The part of `payableQuanta` that is not paid yet.
    function exitReserveOf(address token) external view returns (uint256);

    /// @notice Whether a leaf was paid out.
    /// @param token The token.
    /// @param leafHash The leaf's hash: keccak256 of keccak256(abi.encode(account, token, quanta, batchId)).
    /// @return True once it was.
    function isExited(address token, bytes32 leafHash) external view returns (bool);
}
