// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultExit} from "../interfaces/IVaultExit.sol";

/// @title Merkle sum tree
/// @notice Every node carries the sum of the leaves below it, and hashes both its children's sums: a root and its
/// total bind each leaf and the sum of all. Leaves are hashed twice, so that no node can pass for a leaf.
library SumTree {
    /// @notice More than any tree is high: it would have 2^32 leaves.
    uint256 internal constant MAX_STEPS = 32;

    /// @notice The hash of a leaf; its sum is its amount.
    /// @param token The token of the tree.
    /// @param leaf The leaf.
    /// @return The hash.
    function leafHash(address token, IVaultExit.ExitLeaf calldata leaf) internal pure returns (bytes32) {
        bytes32 inner = keccak256(abi.encode(leaf.account, token, leaf.quanta, leaf.batchId));
        return keccak256(abi.encode(inner));
    }

    /// @notice Whether a tree holds a leaf.
    /// @param root The tree's root.
    /// @param total The sum of all leaves.
    /// @param hash The leaf's hash.
    /// @param sum The leaf's amount.
    /// @param proof The siblings from the leaf to the root.
    /// @return Whether the proof leads from the leaf to the root and the total.
    function holds(
        bytes32 root,
        uint256 total,
        bytes32 hash,
        uint256 sum,
        IVaultExit.SumProofStep[] calldata proof
    ) internal pure returns (bool) {
        if (proof.length > MAX_STEPS) return false;
        for (uint256 i = 0; i < proof.length; i++) {
            IVaultExit.SumProofStep calldata sibling = proof[i];
            // Sums that are above the total must not wrap around to it.
            if (sibling.sum > total || sum > total) return false;
            hash =
                sibling.isLeft
                    ? keccak256(abi.encode(sibling.hash, sibling.sum, hash, sum))
                    : keccak256(abi.encode(hash, sum, sibling.hash, sibling.sum));
            sum += sibling.sum;
        }
        return hash == root && sum == total;
    }
}
