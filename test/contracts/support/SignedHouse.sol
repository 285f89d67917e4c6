// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Vault} from "../../../contracts/Vault.sol";
import {IVault} from "../../../contracts/interfaces/IVault.sol";
import {IVaultEntries} from "../../../contracts/interfaces/IVaultEntries.sol";
import {IVaultEvents} from "../../../contracts/interfaces/IVaultEvents.sol";
import {IVaultPayouts} from "../../../contracts/interfaces/IVaultPayouts.sol";
import {Vm} from "./Vm.sol";

/// @title A vault that the test administers, with a signer whose key it knows
/// @notice The test holds every role, and acts without delay.
abstract contract SignedHouse {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 internal constant SIGNER_KEY = 0xA11CE;
    uint64 internal constant COIN = 1e9;
    uint256 internal constant WEI_PER_QUANTUM = 1e9;
    uint64 internal constant BATCH_CAP = 100 * COIN;
    uint64 internal constant OUTFLOW_CAPACITY = 150 * COIN;
    uint64 internal constant OUTFLOW_REFILL_PER_SECOND = COIN / 1_000;
    address internal constant NATIVE = address(0);
    uint8 internal constant REGISTRATION = 1;
    uint8 internal constant RETOPUP = 2;

    function _deployVault() internal returns (IVault) {
        AccessManager manager = new AccessManager(address(this));
        return new Vault(address(manager), vm.addr(SIGNER_KEY), _limits());
    }

    function _limits() internal pure returns (IVaultEvents.OutflowLimits memory) {
        return IVaultEvents.OutflowLimits(BATCH_CAP, OUTFLOW_CAPACITY, OUTFLOW_REFILL_PER_SECOND);
    }

    /// @notice Publishes a checkpoint that leaves room for everything: nothing is owed any more.
    function _publishEmptyCheckpoint(IVault vault, address token) internal {
        vault.publishCheckpoint(
            token,
            vault.checkpointEpoch(token) + 1,
            bytes32(0),
            0,
            vault.enteredTotal(token),
            vault.executedTotal(token)
        );
    }

    function _batch(
        IVault vault,
        address token,
        bytes32 batchId,
        bytes memory entries,
        uint256 total
    ) internal view returns (IVaultPayouts.PayoutBatch memory) {
        return
            IVaultPayouts.PayoutBatch({
                batchId: batchId,
                token: token,
                entriesHash: keccak256(entries),
                total: total,
                count: uint32(entries.length / 32),
                checkpointEpoch: vault.checkpointEpoch(token),
                signerEpoch: vault.signerEpoch(),
                deadline: type(uint64).max
            });
    }

    function _sign(
        IVault vault,
        IVaultPayouts.PayoutBatch memory batch
    ) internal view returns (bytes memory) {
        return _signDigest(vault.payoutBatchDigest(batch));
    }

    /// @notice The next entry of an account: its registration, or a retopup once it is registered.
    function _entry(
        IVault vault,
        address account,
        uint256 quanta
    ) internal view returns (IVaultEntries.EntryIntent memory) {
        return
            IVaultEntries.EntryIntent({
                kind: vault.isRegistered(account) ? RETOPUP : REGISTRATION,
                account: account,
                sponsor: address(0),
                amount: quanta,
                placementHint: bytes32(0),
                nonce: vault.entryNonceOf(account),
                signerEpoch: vault.signerEpoch(),
                deadline: type(uint64).max
            });
    }

    function _sign(
        IVault vault,
        IVaultEntries.EntryIntent memory intent
    ) internal view returns (bytes memory) {
        return _signDigest(vault.entryIntentDigest(intent));
    }

    function _min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }

    function _signDigest(bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SIGNER_KEY, digest);
        return abi.encodePacked(r, s, v);
    }
}
