// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultExit} from "../../../contracts/interfaces/IVaultExit.sol";
import {Attacks} from "./Attacks.sol";
import {LiabilitiesTree} from "./LiabilitiesTree.sol";

/// @title What happens when the house falls silent
abstract contract ExitActions is Attacks {
    /// @notice How often a silence is one, so that most sequences see the house run first.
    uint256 private constant SILENCE_ODDS = 16;

    /// @notice What was paid by the exit, in quanta.
    uint256[ASSETS] public exitPaid;
    /// @notice Exits that were due and that the vault did not pay, or not in full.
    uint256 public refusedExits;
    /// @notice Leaves and deposits that were paid a second time, and leaves that a batch had paid before.
    uint256 public doubleExits;
    /// @notice Exits against the exit's rules: too early, by another account, with another amount.
    uint256 public forgedExits;
    /// @notice What went through although the exit is open.
    uint256 public afterlife;

    mapping(uint256 asset => mapping(uint256 leaf => bool)) private _hasExited;

    /// @notice The house falls silent, sometimes because money vanished; anyone opens the exit.
    function fallSilent(uint256 seed, uint64 loss) external whileOpen(seed) {
        if (seed % SILENCE_ODDS != 0) return;
        _tryTooEarly();
        if (vault.exitActive()) return;
        if (loss % 2 == 0) _lose((seed / SILENCE_ODDS) % ASSETS, loss / 2);
        _openExit();
    }

    /// @dev Does one thing after the other, so that a few calls empty a vault.
    function _leave(uint256 draw) internal override {
        uint256 asset = draw % ASSETS;
        uint256 seed = draw / ASSETS;
        _exitDeposits(asset, _account(seed));
        _takeMoreThanSurplus(draw);
        _carryOn(asset, seed);
        uint256 leaves = _books[asset].publishedLeaves.length;
        if (leaves == 0) return;
        _forgeExit(asset, seed % leaves, seed);
        _exitLeaf(asset, seed % leaves);
    }

    /// @dev Every leaf and every deposit, as after a house that really stopped.
    function _everyoneLeaves() internal {
        for (uint256 asset = 0; asset < ASSETS; asset++) {
            uint256 leaves = _books[asset].publishedLeaves.length;
            for (uint256 i = 0; i < leaves; i++) _exitLeaf(asset, i);
            for (uint256 i = 0; i < accounts.length; i++) _exitDeposits(asset, accounts[i]);
        }
    }

    function _openExit() internal {
        if (_now < vault.exitAvailableAt()) _wait(vault.exitAvailableAt() - _now);
        vm.prank(SINK);
        vault.activateExit();
    }

    /// @dev Money vanishes, but for what was credited.
    function _lose(uint256 asset, uint256 percent) internal {
        uint256 most = heldOf(asset) - vault.unclaimedCredits(tokenOf(asset));
        if (most == 0) return;
        uint256 quanta = (most * ((percent % 100) + 1)) / 100;
        _takeAway(asset, quanta);
        _books[asset].lost += quanta;
    }

    function _exitLeaf(uint256 asset, uint256 index) private {
        IVaultExit.ExitLeaf memory leaf = _books[asset].publishedLeaves[index];
        bool wasPaid = leaf.batchId != 0 && vault.executed(leaf.batchId);
        bool isDue = !wasPaid && !_hasExited[asset][index];
        uint256 before = heldOf(asset);
        bool isPaid = _tryExit(asset, leaf, index, leaf.account);
        if (isPaid && !isDue) doubleExits += 1;
        if (!isDue) return;
        _hasExited[asset][index] = true;
        _bookExit(asset, leaf.quanta, isPaid, before);
    }

    function _exitDeposits(uint256 asset, address account) private {
        uint256 quanta = vault.uncoveredDepositsOf(account, tokenOf(asset));
        uint256 before = heldOf(asset);
        bool isPaid = _tryExitDeposits(asset, account);
        if (quanta == 0 && isPaid) doubleExits += 1;
        if (quanta != 0) _bookExit(asset, quanta, isPaid, before);
        if (_tryExitDeposits(asset, account)) doubleExits += 1;
    }

    /// @dev Books what must have been paid: the claim's share, rounded down.
    function _bookExit(uint256 asset, uint256 quanta, bool isPaid, uint256 before) private {
        (uint256 payableQuanta, uint256 claimQuanta) = vault.exitTermsOf(tokenOf(asset));
        uint256 share = (quanta * payableQuanta) / claimQuanta;
        if (!isPaid || before - heldOf(asset) != share) refusedExits += 1;
        exitPaid[asset] += before - heldOf(asset);
        _books[asset].paidOut += share;
        _books[asset].owed -= _min(quanta, _books[asset].owed);
    }

    function _forgeExit(uint256 asset, uint256 index, uint256 seed) private {
        IVaultExit.ExitLeaf memory leaf = _books[asset].publishedLeaves[index];
        address caller = leaf.account;
        if (seed % 3 == 0) leaf.quanta += 1;
        else if (seed % 3 == 1) leaf.batchId = ~leaf.batchId;
        else caller = SINK;
        if (_tryExit(asset, leaf, index, caller)) forgedExits += 1;
    }

    function _carryOn(uint256 asset, uint256 seed) private {
        bytes memory entries = abi.encodePacked(SINK, uint96(1));
        if (_tryToPay(asset, keccak256(abi.encode("afterlife", seed)), entries, 1)) afterlife += 1;
        vm.deal(address(this), WEI_PER_QUANTUM);
        try vault.deposit{value: WEI_PER_QUANTUM}() {
            afterlife += 1;
        } catch {}
        try vault.activateExit() {
            afterlife += 1;
        } catch {}
    }

    function _tryExit(
        uint256 asset,
        IVaultExit.ExitLeaf memory leaf,
        uint256 index,
        address caller
    ) private returns (bool) {
        LiabilitiesTree.Node[] memory nodes = _nodes(asset, _books[asset].publishedLeaves);
        IVaultExit.SumProofStep[] memory proof = LiabilitiesTree.proofOf(nodes, index);
        vm.prank(caller);
        try vault.exit(tokenOf(asset), leaf, proof, SINK) {
            return true;
        } catch {
            return false;
        }
    }

    function _tryExitDeposits(uint256 asset, address account) private returns (bool) {
        vm.prank(account);
        try vault.exitDeposits(tokenOf(asset), SINK) {
            return true;
        } catch {
            return false;
        }
    }

    function _tryTooEarly() private {
        if (_now >= vault.exitAvailableAt()) return;
        try vault.activateExit() {
            forgedExits += 1;
        } catch {}
    }
}
