// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultExit} from "../interfaces/IVaultExit.sol";
import {SumTree} from "../libraries/SumTree.sol";

/// @title Asks the library about trees that no vault could hold
contract SumTreeProbe {
    function leafHash(address token, IVaultExit.ExitLeaf calldata leaf) external pure returns (bytes32) {
        return SumTree.leafHash(token, leaf);
    }

    function holds(
        bytes32 root,
        uint256 total,
        bytes32 hash,
        uint256 sum,
        IVaultExit.SumProofStep[] calldata proof
    ) external pure returns (bool) {
        return SumTree.holds(root, total, hash, sum, proof);
    }
}
