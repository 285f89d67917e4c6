// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../../contracts/interfaces/IVault.sol";
import {ExitActions} from "./invariants/ExitActions.sol";

/// @title Acts on a vault at random, as everybody that a house has to do with
contract VaultHandler is ExitActions {}

/// @title What holds after any sequence of calls
contract VaultInvariants {
    uint256 private constant ASSETS = 2;

    VaultHandler private _handler;
    IVault private _vault;

    function setUp() external {
        _handler = new VaultHandler();
        _vault = _handler.vault();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @notice While the house runs: balance >= liabilities = balances off-chain - luck since the cut + unclaimed
    /// credits. After: balance >= exit reserve + unclaimed credits. Always: balance = paid in - paid out - lost; sum of
    /// credits = unclaimed credits; sum of uncovered deposits = entered - entered at the cut.
    function invariant_solvency() external view {
        require(_handler.insolventCheckpoints() == 0, "an insolvent checkpoint was published");
        require(_handler.uncoveredBatches() == 0, "credits were spent");
        require(_handler.greedyTransfers() == 0, "the treasury took more than the surplus");
        for (uint256 asset = 0; asset < ASSETS; asset++) {
            _requireSolvent(asset);
            _requireConserved(asset);
        }
    }

    /// @notice Executions of one batch <= 1, uses of one entry nonce <= 1, checkpoints of one epoch <= 1, payments of
    /// one leaf or deposit <= 1, and exits paid <= payable <= claims. Once the exit is open nothing else moves.
    function invariant_once() external view {
        require(_handler.doubleExecutions() == 0, "a batch was executed twice");
        require(_handler.reusedNonces() == 0, "an entry's nonce was used twice");
        require(_handler.misplacedEpochs() == 0, "a checkpoint was published out of turn");
        require(_handler.doubleExits() == 0, "the same money left twice");
        require(_handler.forgedExits() == 0, "an exit was forged");
        require(_handler.afterlife() == 0, "the house ran on after the exit");
        for (uint256 asset = 0; asset < ASSETS; asset++) {
            (uint256 payableQuanta, uint256 claimQuanta) = _vault.exitTermsOf(_handler.tokenOf(asset));
            require(payableQuanta <= claimQuanta, "the exit pays more than was owed");
            require(_handler.exitPaid(asset) <= payableQuanta, "the exit paid more than it may");
        }
    }

    /// @notice Batch <= batch cap; in any window of time: settled <= capacity + refill * length. Every claim and every
    /// exit that is due succeeds, paused or not, and pays its share.
    function invariant_bounds() external view {
        require(_handler.oversizedBatches() == 0, "a batch was above the cap");
        require(_handler.overflows() == 0, "too much left in some window of time");
        require(_handler.refusedClaims() == 0, "a claim was refused");
        require(_handler.refusedExits() == 0, "an exit was refused, or paid another share");
    }

    function _requireSolvent(uint256 asset) private view {
        uint256 liabilities = _vault.liabilities(_handler.tokenOf(asset));
        require(_handler.heldOf(asset) >= liabilities, "insolvent");
        require(
            _vault.exitActive() || liabilities == _handler.expectedLiabilitiesOf(asset),
            "liabilities are not what the house owes"
        );
    }

    function _requireConserved(uint256 asset) private view {
        address token = _handler.tokenOf(asset);
        require(_handler.heldOf(asset) == _handler.expectedHeldOf(asset), "money appeared or vanished");
        require(_handler.creditsOf(asset) == _vault.unclaimedCredits(token), "credits do not add up");
        (, , , , uint256 entered, ) = _vault.checkpointOf(token);
        uint256 uncovered = _vault.enteredTotal(token) - entered;
        require(_vault.exitActive() || _handler.uncoveredOf(asset) == uncovered, "deposits were forgotten");
    }
}
