// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultExit} from "../../../contracts/interfaces/IVaultExit.sol";
import {SumTree} from "../../../contracts/libraries/SumTree.sol";

/// @title What an accepted proof says, whatever its hashes are
contract SumTreeProof {
    /// @notice No leaf is worth more than the total.
    function noLeafIsAboveTheTotal(
        bytes32 root,
        uint256 total,
        bytes32 hash,
        uint256 quanta,
        IVaultExit.SumProofStep[] calldata proof
    ) external pure {
        if (SumTree.holds(root, total, hash, quanta, proof)) assert(quanta <= total);
    }

    /// @notice Without siblings the leaf is the tree.
    function aLoneLeafIsTheTree(
        bytes32 root,
        uint256 total,
        bytes32 hash,
        uint256 quanta,
        IVaultExit.SumProofStep[] calldata proof
    ) external pure {
        require(proof.length == 0);
        assert(SumTree.holds(root, total, hash, quanta, proof) == (hash == root && quanta == total));
    }

    /// @notice With one sibling the two of them are worth the total.
    function twoLeavesSumUp(
        bytes32 root,
        uint256 total,
        bytes32 hash,
        uint256 quanta,
        IVaultExit.SumProofStep[] calldata proof
    ) external pure {
        require(proof.length == 1);
        if (SumTree.holds(root, total, hash, quanta, proof)) assert(quanta + proof[0].sum == total);
    }

    /// @notice A proof that is longer than any tree is high proves nothing.
    function endlessProofsProveNothing(
        bytes32 root,
        uint256 total,
        bytes32 hash,
        uint256 quanta,
        IVaultExit.SumProofStep[] calldata proof
    ) external pure {
        require(proof.length > SumTree.MAX_STEPS);
        assert(!SumTree.holds(root, total, hash, quanta, proof));
    }
}
