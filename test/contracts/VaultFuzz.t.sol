// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../../contracts/interfaces/IVault.sol";
import {IVaultErrors} from "../../contracts/interfaces/IVaultErrors.sol";
import {IVaultExit} from "../../contracts/interfaces/IVaultExit.sol";
import {LeakyBucket} from "../../contracts/libraries/LeakyBucket.sol";
import {RevertingRecipient} from "../../contracts/mocks/RevertingRecipient.sol";
import {LiabilitiesTree} from "./invariants/LiabilitiesTree.sol";
import {SignedHouse} from "./support/SignedHouse.sol";

/// @title Properties of single calls, for any input
contract VaultFuzz is SignedHouse {
    IVault private _vault;

    function setUp() external {
        _vault = _deployVault();
        vm.deal(address(this), 5_000 ether);
        _vault.deposit{value: 5_000 ether}();
        _publishEmptyCheckpoint(_vault, NATIVE);
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
            uint96 quanta = uint96(amounts[i] % (BATCH_CAP / 5));
            entries = abi.encodePacked(entries, accounts[i], quanta);
            total += quanta;
        }
        IVault.PayoutBatch memory batch = _batch(_vault, NATIVE, "batch", entries, total);
        _vault.executeBatchPayouts(batch, entries, _sign(_vault, batch));

        for (uint256 i = 0; i < 5; i++) {
            uint256 quanta = amounts[i] % (BATCH_CAP / 5);
            uint256 reached = accounts[i].balance / 1e9 + _vault.creditOf(accounts[i], NATIVE);
            require(reached == quanta, "payment lost or doubled");
        }
        require(_vault.executed("batch"), "batch not marked");
    }

    /// @notice No change to what was signed survives: not in the entries, not in the signature.
    function testFuzz_refusesTampering(uint256 position, uint8 difference, bool inSignature) external {
        if (difference == 0) difference = 1;
        bytes memory entries = abi.encodePacked(address(uint160(7) << 90), uint96(COIN));
        IVault.PayoutBatch memory batch = _batch(_vault, NATIVE, "batch", entries, COIN);
        bytes memory signature = _sign(_vault, batch);
        bytes memory target = inSignature ? signature : entries;
        position %= target.length;
        target[position] = bytes1(uint8(target[position]) ^ difference);
        try _vault.executeBatchPayouts(batch, entries, signature) {
            revert("tampering went through");
        } catch {}
    }

    /// @notice No change to an entry's terms survives.
    function testFuzz_refusesChangedEntry(uint8 field, uint64 difference) external {
        if (difference == 0) difference = 1;
        IVault.EntryIntent memory intent = _entry(_vault, address(this), COIN);
        bytes memory signature = _sign(_vault, intent);
        if (field % 4 == 0) intent.sponsor = address(uint160(difference));
        else if (field % 4 == 1) intent.placementHint = bytes32(uint256(difference));
        else if (field % 4 == 2) intent.deadline -= difference;
        else intent.amount += difference;
        uint256 price = intent.amount * 1e9;
        vm.deal(address(this), price);
        try _vault.register{value: price}(intent, signature) {
            revert("a changed entry went through");
        } catch {}
    }

    /// @notice A batch signed for this vault is worth nothing at another.
    function testFuzz_refusesOtherVault(bytes32 batchId) external {
        IVault other = _deployVault();
        _publishEmptyCheckpoint(other, NATIVE);
        bytes memory entries = abi.encodePacked(address(uint160(7) << 90), uint96(COIN));
        IVault.PayoutBatch memory batch = _batch(_vault, NATIVE, batchId, entries, COIN);
        bytes memory signature = _sign(_vault, batch);
        vm.expectRevert(abi.encodeWithSelector(IVaultErrors.InvalidSignature.selector));
        other.executeBatchPayouts(batch, entries, signature);
    }

    /// @notice Wherever a checkpoint cuts the line of what came in, the vault remembers all that lies beyond.
    function testFuzz_everyCutIsRemembered(uint32[6] calldata amounts, uint256 cut) external {
        uint256 start = _vault.enteredTotal(NATIVE);
        for (uint160 i = 0; i < 6; i++) _depositAs(_player(i), uint256(amounts[i]) + 1);
        uint256 end = _vault.enteredTotal(NATIVE);
        cut = start + (cut % (end - start + 1));
        _vault.publishCheckpoint(NATIVE, 2, bytes32(0), 0, cut, 0);

        require(_remembered() == end - cut, "a part of a payment was forgotten, or remembered twice");
        _depositAs(_player(0), 1);
        require(_remembered() == end - cut + 1, "the next payment changed what was remembered");
    }

    /// @notice A leaf exits only from a tree whose leaves sum up to the published total, and never with another amount.
    function testFuzz_treeMustSumToTotal(uint64 quanta, uint64 sibling, uint64 excess, bool isLeft) external {
        IVaultExit.ExitLeaf memory leaf = IVaultExit.ExitLeaf(address(this), uint256(quanta) + 1, "batch");
        LiabilitiesTree.Node[] memory nodes = new LiabilitiesTree.Node[](2);
        uint256 own = isLeft ? 1 : 0;
        nodes[own] = LiabilitiesTree.nodeOf(NATIVE, leaf);
        nodes[1 - own] = LiabilitiesTree.nodeOf(
            NATIVE,
            IVaultExit.ExitLeaf(_player(0), uint256(sibling) + 1, bytes32(0))
        );
        LiabilitiesTree.Node memory root = LiabilitiesTree.rootOf(nodes);
        uint256 total = root.sum + excess;
        vm.deal(address(_vault), (total + 1) * 1e9);
        _vault.publishCheckpoint(NATIVE, 2, root.hash, total, _vault.enteredTotal(NATIVE), 0);
        vm.warp(_vault.exitAvailableAt());
        _vault.activateExit();

        IVaultExit.SumProofStep[] memory proof = LiabilitiesTree.proofOf(nodes, own);
        if (excess != 0) vm.expectRevert(abi.encodeWithSelector(IVaultErrors.InvalidProof.selector));
        _vault.exit(NATIVE, leaf, proof, _player(0));
        require(
            _player(0).balance == (excess == 0 ? leaf.quanta * 1e9 : 0),
            "another amount than the leaf's"
        );
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

    function _player(uint160 seed) private pure returns (address) {
        return address(((seed % 3) + 1) << 90);
    }

    function _remembered() private view returns (uint256 sum) {
        for (uint160 i = 0; i < 3; i++) sum += _vault.uncoveredDepositsOf(_player(i), NATIVE);
    }

    function _depositAs(address account, uint256 quanta) private {
        vm.deal(account, quanta * 1e9);
        vm.prank(account);
        _vault.deposit{value: quanta * 1e9}();
    }
}
