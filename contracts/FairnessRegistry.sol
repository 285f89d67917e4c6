// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IFairnessRegistry} from "./interfaces/IFairnessRegistry.sol";

/// @title FairnessRegistry
/// @notice An append-only list of commitments; `IFairnessRegistry` says what it promises.
/// @custom:security-contact See SECURITY.md in the project's repository.
contract FairnessRegistry is IFairnessRegistry, AccessManaged {
    mapping(bytes32 kind => uint64 epoch) private _lastEpochs;
    mapping(bytes32 kind => mapping(uint64 epoch => bytes32 root)) private _roots;

    /// @notice Deploys an empty registry.
    /// @param accessManager The AccessManager that says who may anchor.
    constructor(address accessManager) AccessManaged(accessManager) {}

    /// @inheritdoc IFairnessRegistry
    function anchor(bytes32 kind, uint64 epoch, bytes32 root) external restricted {
        // After the last epoch that a number can name the sum overflows, and the call is refused.
        uint64 expected = _lastEpochs[kind] + 1;
        if (epoch != expected) revert NotNextEpoch(kind, epoch, expected);
        if (root == bytes32(0)) revert ZeroRoot(kind, epoch);

        _lastEpochs[kind] = epoch;
        _roots[kind][epoch] = root;
        emit Anchored(kind, epoch, root);
    }

    /// @inheritdoc IFairnessRegistry
    function rootOf(bytes32 kind, uint64 epoch) external view returns (bytes32) {
        return _roots[kind][epoch];
    }

    /// @inheritdoc IFairnessRegistry
    function lastEpochOf(bytes32 kind) external view returns (uint64) {
        return _lastEpochs[kind];
    }
}
