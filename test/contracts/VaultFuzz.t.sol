// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vault} from "../../contracts/Vault.sol";
import {IVault} from "../../contracts/interfaces/IVault.sol";
import {IVaultErrors} from "../../contracts/interfaces/IVaultErrors.sol";
import {LeakyBucket} from "../../contracts/libraries/LeakyBucket.sol";
import {RevertingRecipient} from "../../contracts/mocks/RevertingRecipient.sol";
import {SignedHouse} from "./support/SignedHouse.sol";

/// @title Properties of single calls, for any input
contract VaultFuzz is SignedHouse {
    Vault private _vault;

    function setUp() external {
        _vault = _deployVault();
        vm.deal(address(this), 5_000 ether);
        _vault.deposit{value: 5_000 ether}();
    }

    /// @notice A deposit is taken exactly when it is whole quanta, and then in full.
    function testFuzz_depositTakesWholeQuanta(uint96 wei_) external {
        vm.deal(address(this), wei_);
        uint256 before = address(_vault).balance;
        if (wei_ == 0) vm.expectRevert(abi.encodeWithSelector(IVaultErrors.ZeroAmount.selector));
        else if (wei_ % 1e9 != 0)
            vm.expectRevert(abi.encodeWithSelector(IVaultErrors.NotWholeQuanta.selector, wei_));
        _vault.deposit{value: wei_}();
        bool isTaken = wei_ != 0 && wei_ % 1e9 == 0;
        require(address(_vault).balance == before + (isTaken ? wei_ : 0), "deposit taken in part");
    }

    /// @notice Each payment reaches its account, or becomes its credit, to the last quantum.
    function testFuzz_paysOrCredits(uint64[5] calldata amounts, uint8 refusals) external {
        address[5] memory accounts;
        bytes memory entries;
        uint256 total;
        for (uint256 i = 0; i < 5; i++) {
            bool refuses = (refusals >> i) & 1 == 1;
            accounts[i] = refuses ? address(new RevertingRecipient()) : address(uint160(i + 1) << 90);
            uint96 quanta = uint96(amounts[i] % (200 * COIN));
            entries = abi.encodePacked(entries, accounts[i], quanta);
            total += quanta;
        }
        IVault.PayoutBatch memory batch = _batch(_vault, "batch", entries, total);
        _vault.executeBatchPayouts(batch, entries, _sign(_vault, batch));

        for (uint256 i = 0; i < 5; i++) {
            uint256 quanta = amounts[i] % (200 * COIN);
            uint256 reached = accounts[i].balance / 1e9 + _vault.creditOf(accounts[i], NATIVE);
            require(reached == quanta, "payment lost or doubled");
        }
        require(_vault.executed("batch"), "batch not marked");
    }

    /// @notice No change to what was signed survives: not in the entries, not in the signature.
    function testFuzz_refusesTampering(uint256 position, uint8 difference, bool inSignature) external {
        if (difference == 0) difference = 1;
        bytes memory entries = abi.encodePacked(address(uint160(7) << 90), uint96(COIN));
        IVault.PayoutBatch memory batch = _batch(_vault, "batch", entries, COIN);
        bytes memory signature = _sign(_vault, batch);
        bytes memory target = inSignature ? signature : entries;
        position %= target.length;
        target[position] = bytes1(uint8(target[position]) ^ difference);
        try _vault.executeBatchPayouts(batch, entries, signature) {
            revert("tampering went through");
        } catch {}
    }

    /// @notice A batch signed for this vault is worth nothing at another.
    function testFuzz_refusesOtherVault(bytes32 batchId) external {
        Vault other = _deployVault();
        bytes memory entries = abi.encodePacked(address(uint160(7) << 90), uint96(COIN));
        IVault.PayoutBatch memory batch = _batch(_vault, batchId, entries, COIN);
        bytes memory signature = _sign(_vault, batch);
        vm.expectRevert(abi.encodeWithSelector(IVaultErrors.InvalidSignature.selector));
        other.executeBatchPayouts(batch, entries, signature);
    }

    /// @notice A bucket never drains below zero nor offers more room than its capacity.
    function testFuzz_bucketStaysWithinBounds(
        uint64 level,
        uint64 elapsed,
        uint64 drain,
        uint64 capacity
    ) external pure {
        uint256 now_ = LeakyBucket.drained(level, elapsed, drain);
        require(now_ <= level, "the level rose by itself");
        uint256 room = LeakyBucket.room(now_, capacity);
        require(room <= capacity, "more room than capacity");
        require(now_ > capacity || now_ + room == capacity, "level and room are not the capacity");
    }
}
