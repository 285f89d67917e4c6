// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ExitActions} from "./invariants/ExitActions.sol";

/// @title A house that ran for a while, stopped, and was left by everybody
contract VaultExit is ExitActions {
    uint256 private constant STEPS = 80;
    uint256 private constant ACTIONS = 13;

    /// @notice Everyone is paid all that the last checkpoint and the vault's memory owe; nothing is left of it.
    function testFuzz_everyoneLeavesInFull(uint256 seed) external {
        _run(seed);
        _openExit();
        _everyoneLeaves();
        _everyoneClaims();
        _requireExitHeld(0);
    }

    /// @notice Where money vanished, everyone is paid the same share; what rounding leaves is less than a quantum each.
    function testFuzz_everyoneLeavesProRata(uint256 seed, uint64 loss) external {
        _run(seed);
        _lose(seed % ASSETS, loss);
        _openExit();
        _everyoneClaims();
        _everyoneLeaves();
        uint256 payments =
            _books[NATIVE_ASSET].publishedLeaves.length +
                _books[TOKEN_ASSET].publishedLeaves.length +
                ASSETS * accounts.length;
        _requireExitHeld(payments);
    }

    function _requireExitHeld(uint256 mostDust) private view {
        require(refusedExits == 0, "an exit was refused, or paid another share");
        require(refusedClaims == 0, "a claim was refused");
        require(doubleExits == 0, "the same money left twice");
        for (uint256 asset = 0; asset < ASSETS; asset++) {
            (uint256 payableQuanta, uint256 claimQuanta) = vault.exitTermsOf(tokenOf(asset));
            uint256 left = vault.exitReserveOf(tokenOf(asset));
            require(exitPaid[asset] + left == payableQuanta, "the reserve does not add up");
            require(left <= mostDust, "money was left behind");
            require(mostDust != 0 || payableQuanta == claimQuanta, "a solvent house did not pay in full");
            require(vault.liabilities(tokenOf(asset)) == left, "something is still owed");
        }
    }

    function _everyoneClaims() private {
        for (uint256 i = 0; i < ASSETS * accounts.length; i++) this.claim(i);
    }

    function _run(uint256 seed) private {
        for (uint256 i = 0; i < STEPS; i++) _act(uint256(keccak256(abi.encode(seed, i))));
    }

    function _act(uint256 draw) private {
        uint256 action = draw % ACTIONS;
        uint256 seed = draw >> 8;
        uint64 amount = uint64(draw >> 192);
        if (action == 0) this.deposit(seed, amount);
        else if (action == 1) this.depositToken(seed, amount);
        else if (action == 2) this.enter(seed, amount);
        else if (action == 3) this.play(seed, amount, draw & 128 == 0);
        else if (action == 4) this.withdraw(seed, amount);
        else if (action <= 6) this.cut(seed);
        else if (action <= 8) this.publish(seed);
        else if (action == 9) this.execute(seed);
        else if (action == 10) this.claim(seed);
        else if (action == 11) this.takeSurplus(seed, amount);
        else this.changeMind(seed, draw & 128 == 0);
    }
}
