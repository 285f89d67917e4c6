// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the house commits to before it matters
/// @notice A public, append-only list of roots: per kind (server-seed hashes, crash chains, paytables, plan
/// configuration, weekly draws) one root per epoch, in order, none twice and none skipped. A root that stands here at a
/// block was known at that block; it says nothing about whether what it commits to is true or good.
/// The registry holds no money, and no other contract reads it.
/// @custom:trust The operator's role anchors; whoever holds it can anchor a wrong root, yet can never change, remove or
/// backdate one. The AccessManager's admin decides who holds the role and may replace the AccessManager; it can no
/// more change a root than anybody else.
interface IFairnessRegistry {
    /// @notice A root was anchored.
    /// @param kind What the root commits to; the keccak256 of its name.
    /// @param epoch The root's place in its kind, from 1.
    /// @param root The root.
    event Anchored(bytes32 indexed kind, uint64 indexed epoch, bytes32 root);

    /// @notice Epochs of a kind follow each other without a gap, and none is written twice.
    /// @param kind The kind.
    /// @param epoch The refused epoch.
    /// @param expected The only epoch that can be anchored now.
    error NotNextEpoch(bytes32 kind, uint64 epoch, uint64 expected);

    /// @notice A zero root would look like an epoch that was never anchored.
    /// @param kind The kind.
    /// @param epoch The epoch.
    error ZeroRoot(bytes32 kind, uint64 epoch);

    /// @notice Anchors the next root of a kind, for ever. Operator only.
    /// @param kind What the root commits to.
    /// @param epoch The kind's last epoch plus one.
    /// @param root The root; not zero.
    function anchor(bytes32 kind, uint64 epoch, bytes32 root) external;

    /// @notice The root of a kind's epoch.
    /// @param kind The kind.
    /// @param epoch The epoch, from 1.
    /// @return The root; zero when that epoch is not anchored.
    function rootOf(bytes32 kind, uint64 epoch) external view returns (bytes32);

    /// @notice The latest epoch of a kind.
    /// @param kind The kind.
    /// @return The epoch; zero before the first root.
    function lastEpochOf(bytes32 kind) external view returns (uint64);
}
