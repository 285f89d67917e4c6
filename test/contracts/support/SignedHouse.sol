// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Vault} from "../../../contracts/Vault.sol";
import {IVault} from "../../../contracts/interfaces/IVault.sol";
import {IVaultEvents} from "../../../contracts/interfaces/IVaultEvents.sol";
import {Vm} from "./Vm.sol";

/// @title A vault that the test administers, with a signer whose key it knows
abstract contract SignedHouse {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 internal constant SIGNER_KEY = 0xA11CE;
    uint64 internal constant COIN = 1e9;
    address internal constant NATIVE = address(0);

    function _deployVault() internal returns (Vault) {
        AccessManager manager = new AccessManager(address(this));
        IVaultEvents.OutflowLimits memory limits = IVaultEvents.OutflowLimits({
            batchCap: 1_000 * COIN,
            outflowCapacity: 2_000 * COIN,
            outflowRefillPerSecond: COIN
        });
        return new Vault(address(manager), vm.addr(SIGNER_KEY), limits);
    }

    function _batch(
        Vault vault,
        bytes32 batchId,
        bytes memory entries,
        uint256 total
    ) internal view returns (IVault.PayoutBatch memory) {
        return
            IVault.PayoutBatch({
                batchId: batchId,
                token: NATIVE,
                entriesHash: keccak256(entries),
                total: total,
                count: uint32(entries.length / 32),
                checkpointEpoch: 0,
                signerEpoch: vault.signerEpoch(),
                deadline: type(uint64).max
            });
    }

    function _sign(Vault vault, IVault.PayoutBatch memory batch) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SIGNER_KEY, vault.payoutBatchDigest(batch));
        return abi.encodePacked(r, s, v);
    }

    function _min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }
}
