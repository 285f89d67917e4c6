// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the house owes, and what it may take
/// @notice A checkpoint is the root of a Merkle sum tree of all balances of one token. Its leaves are
/// (account, token, quanta, batch id): batch id zero is a free balance, another one waits in that batch.
interface IVaultCheckpoints {
    /// @notice Publishes a token's next checkpoint. Operator only. Refused once exit is active, and refused unless
    /// the vault holds all that it then owes.
    /// @param token The token.
    /// @param epoch The last epoch + 1.
    /// @param root The root of the tree; zero for an empty tree.
    /// @param total The sum of all leaves, in quanta.
    /// @param entered `enteredTotal` at the cut: everything that came in up to here is in the tree.
    /// @param executed `executedTotal` at the cut: everything that was paid up to here is not in the tree.
    function publishCheckpoint(
        address token,
        uint64 epoch,
        bytes32 root,
        uint256 total,
        uint256 entered,
        uint256 executed
    ) external;

    /// @notice Takes surplus out of the vault. Treasury only, after its delay.
    /// Needs a checkpoint not older than `TREASURY_FRESHNESS`, unless exit is active.
    /// @param token The token.
    /// @param to The receiver; any address but zero and the vault that accepts the transfer.
    /// @param quanta The amount; at most `surplus`.
    function treasuryTransfer(address token, address to, uint256 quanta) external;

    /* solhint-disable func-name-mixedcase */

    /// @notice How old a checkpoint may be for the treasury to take surplus.
    /// @return The age in seconds.
    function TREASURY_FRESHNESS() external view returns (uint256);

    /* solhint-enable func-name-mixedcase */

    /// @notice The latest published checkpoint of a token.
    /// @param token The token.
    /// @return epoch Its epoch; zero, like all the rest, before the first one.
    /// @return publishedAt When it was published, in Unix seconds.
    /// @return root The root of its tree.
    /// @return total The sum of its leaves, in quanta.
    /// @return entered `enteredTotal` at its cut.
    /// @return executed `executedTotal` at its cut.
    function checkpointOf(
        address token
    )
        external
        view
        returns (
            uint64 epoch,
            uint64 publishedAt,
            bytes32 root,
            uint256 total,
            uint256 entered,
            uint256 executed
        );

    /// @notice The epoch of the latest published checkpoint.
    /// @param token The token.
    /// @return The epoch; zero before the first checkpoint.
    function checkpointEpoch(address token) external view returns (uint64);

    /// @notice What the vault owes now: the checkpoint's total less what was paid since its cut, what came in since,
    /// and unclaimed credits. Once exit is active: what is still reserved for exits, and unclaimed credits.
    /// @param token The token.
    /// @return The amount in quanta.
    function liabilities(address token) external view returns (uint256);

    /// @notice What the vault holds beyond its liabilities.
    /// @param token The token.
    /// @return The amount in quanta; zero where it owes more than it holds.
    function surplus(address token) external view returns (uint256);
}
