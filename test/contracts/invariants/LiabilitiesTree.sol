// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultExit} from "../../../contracts/interfaces/IVaultExit.sol";

/// @title The tree that a checkpoint is the root of, as the house builds it
/// @notice Written without the contracts' own code, so that the two can contradict each other.
library LiabilitiesTree {
    struct Node {
        bytes32 hash;
        uint256 sum;
    }

    function nodeOf(address token, IVaultExit.ExitLeaf memory leaf) internal pure returns (Node memory) {
        bytes32 inner = keccak256(abi.encode(leaf.account, token, leaf.quanta, leaf.batchId));
        return Node(keccak256(bytes.concat(inner)), leaf.quanta);
    }

    /// @notice The root of a tree; both fields are zero for an empty one.
    function rootOf(Node[] memory leaves) internal pure returns (Node memory root) {
        if (leaves.length == 0) return root;
        while (leaves.length > 1) leaves = _levelAbove(leaves);
        return leaves[0];
    }

    /// @notice The siblings from a leaf to the root.
    function proofOf(
        Node[] memory leaves,
        uint256 index
    ) internal pure returns (IVaultExit.SumProofStep[] memory proof) {
        proof = new IVaultExit.SumProofStep[](_stepsOf(leaves.length, index));
        for (uint256 i = 0; leaves.length > 1; index /= 2) {
            uint256 sibling = index ^ 1;
            if (sibling < leaves.length) {
                Node memory node = leaves[sibling];
                proof[i] = IVaultExit.SumProofStep(node.hash, node.sum, sibling < index);
                i += 1;
            }
            leaves = _levelAbove(leaves);
        }
    }

    /// @dev An odd last node has no sibling and is carried up.
    function _stepsOf(uint256 size, uint256 index) private pure returns (uint256 steps) {
        for (; size > 1; index /= 2) {
            if (index ^ 1 < size) steps += 1;
            size = (size + 1) / 2;
        }
    }

    function _levelAbove(Node[] memory level) private pure returns (Node[] memory above) {
        above = new Node[]((level.length + 1) / 2);
        for (uint256 i = 0; i < above.length; i++) {
            bool isCarried = 2 * i + 1 == level.length;
            above[i] = isCarried ? level[2 * i] : _parentOf(level[2 * i], level[2 * i + 1]);
        }
    }

    function _parentOf(Node memory left, Node memory right) private pure returns (Node memory) {
        return Node(keccak256(abi.encode(left.hash, left.sum, right.hash, right.sum)), left.sum + right.sum);
    }
}
