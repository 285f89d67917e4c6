// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vault} from "../../contracts/Vault.sol";
import {IVault} from "../../contracts/interfaces/IVault.sol";
import {GasBurningRecipient} from "../../contracts/mocks/GasBurningRecipient.sol";
import {ReturnBombingRecipient} from "../../contracts/mocks/ReturnBombingRecipient.sol";
import {RevertingRecipient} from "../../contracts/mocks/RevertingRecipient.sol";
import {SignedHouse} from "./support/SignedHouse.sol";

/// @title What holds after any sequence of calls
contract VaultInvariants is SignedHouse {
    VaultHandler private _handler;
    Vault private _vault;

    function setUp() external {
        _handler = new VaultHandler();
        _vault = _handler.vault();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @notice balance >= unclaimed credits
    function invariant_solvency() external view {
        require(address(_vault).balance >= _vault.unclaimedCredits(NATIVE) * 1e9, "insolvent");
    }

    /// @notice in = out + balance
    function invariant_conservation() external view {
        require(
            _handler.deposited() * 1e9 == _handler.sent() * 1e9 + address(_vault).balance,
            "money appeared or vanished"
        );
    }

    /// @notice sum over accounts of credit = unclaimed credits
    function invariant_creditsAddUp() external view {
        require(_handler.sumOfCredits() == _vault.unclaimedCredits(NATIVE), "credits do not add up");
    }

    /// @notice executions of one batch <= 1
    function invariant_singleExecution() external view {
        require(_handler.doubleExecutions() == 0, "a batch was executed twice");
    }

    /// @notice settled <= capacity + refill * elapsed
    function invariant_outflowCap() external view {
        uint256 elapsed = block.timestamp - _handler.startedAt();
        require(_handler.settled() <= uint256(COIN) * (2_000 + elapsed), "too much left");
    }

    /// @notice every claim of a credit succeeds, paused or not
    function invariant_claimsArePossible() external view {
        require(_handler.refusedClaims() == 0, "a claim was refused");
    }
}

/// @title Acts on a vault at random and keeps its own books beside it
/// @notice Every call must go through: what must be refused is tried inside, and counted when it is not refused.
contract VaultHandler is SignedHouse {
    uint256 private constant MAX_ENTRIES = 8;

    Vault public immutable vault;
    uint256 public immutable startedAt;
    address[] public accounts;

    uint256 public deposited;
    uint256 public sent;
    uint256 public settled;
    uint256 public doubleExecutions;
    uint256 public refusedClaims;

    IVault.PayoutBatch private _lastBatch;
    bytes private _lastEntries;
    bytes private _lastSignature;
    uint256 private _batches;
    uint256 private _now;

    constructor() {
        vault = _deployVault();
        startedAt = block.timestamp;
        _now = block.timestamp;
        for (uint160 i = 1; i <= 4; i++) accounts.push(address(i << 80));
        for (uint256 i = 0; i < 3; i++) accounts.push(address(new RevertingRecipient()));
        accounts.push(address(new GasBurningRecipient()));
        accounts.push(address(new ReturnBombingRecipient(true)));
        accounts.push(address(new ReturnBombingRecipient(false)));
    }

    function deposit(uint256 seed, uint64 quanta) external {
        if (vault.depositsPaused() || quanta == 0) return;
        address account = accounts[seed % 4];
        uint256 wei_ = uint256(quanta % (10_000 * COIN)) * 1e9 + 1e9;
        vm.deal(account, account.balance + wei_);
        vm.prank(account);
        vault.deposit{value: wei_}();
        deposited += wei_ / 1e9;
    }

    function execute(uint256 seed, uint8 count) external {
        if (vault.payoutsPaused()) return;
        uint256 room = _min(
            vault.outflowAvailable(NATIVE),
            address(vault).balance / 1e9 - vault.unclaimedCredits(NATIVE)
        );
        room = _min(room, vault.outflowLimits(NATIVE).batchCap);
        uint256 entriesCount = (count % MAX_ENTRIES) + 1;
        if (room < entriesCount) return;

        (bytes memory entries, uint256 total) = _entries(seed, entriesCount, room / entriesCount);
        _lastBatch = _batch(vault, _nextId(seed), entries, total);
        _lastEntries = entries;
        _lastSignature = _sign(vault, _lastBatch);
        uint256 before = address(vault).balance;
        vault.executeBatchPayouts(_lastBatch, _lastEntries, _lastSignature);
        sent += (before - address(vault).balance) / 1e9;
        settled += total;
    }

    /// @notice Tries to pay what only unclaimed credits could cover; books what went through all the same.
    function overspend(uint64 excess) external {
        if (vault.payoutsPaused()) return;
        uint256 total = address(vault).balance / 1e9 - vault.unclaimedCredits(NATIVE) + (excess % COIN) + 1;
        bytes memory entries = abi.encodePacked(accounts[0], uint96(total));
        IVault.PayoutBatch memory batch = _batch(vault, _nextId(excess), entries, total);
        try vault.executeBatchPayouts(batch, entries, _sign(vault, batch)) {
            sent += total;
            settled += total;
        } catch {}
    }

    function replay() external {
        if (_batches == 0) return;
        try vault.executeBatchPayouts(_lastBatch, _lastEntries, _lastSignature) {
            doubleExecutions += 1;
        } catch {}
    }

    function claim(uint256 seed) external {
        address account = accounts[seed % accounts.length];
        uint256 credit = vault.creditOf(account, NATIVE);
        if (credit == 0) return;
        vm.prank(account);
        try vault.claimCredit(NATIVE, accounts[0]) {
            sent += credit;
        } catch {
            refusedClaims += 1;
        }
    }

    function changeMind(uint256 seed, bool accepts) external {
        RevertingRecipient(payable(accounts[4 + (seed % 3)])).setAccepts(accepts);
    }

    function rotate() external {
        vault.rotateSigner(vm.addr(SIGNER_KEY));
    }

    function pause(uint8 seed) external {
        if (seed % 8 == 0) vault.pausePayouts();
        else if (seed % 8 == 1) vault.pauseDeposits();
        else if (seed % 2 == 0) vault.unpausePayouts();
        else vault.unpauseDeposits();
    }

    function wait(uint16 elapsed) external {
        _now += elapsed;
        vm.warp(_now);
    }

    function sumOfCredits() external view returns (uint256 sum) {
        for (uint256 i = 0; i < accounts.length; i++) sum += vault.creditOf(accounts[i], NATIVE);
    }

    /// @dev Neighbouring ids and far ones, so that bits of the same word and of other words are set.
    function _nextId(uint256 seed) private returns (bytes32) {
        _batches += 1;
        return seed % 2 == 0 ? bytes32(_batches) : keccak256(abi.encode(_batches));
    }

    function _entries(
        uint256 seed,
        uint256 count,
        uint256 largest
    ) private view returns (bytes memory entries, uint256 total) {
        for (uint256 i = 0; i < count; i++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            uint96 quanta = uint96(((draw >> 8) % largest) + 1);
            entries = abi.encodePacked(entries, accounts[draw % accounts.length], quanta);
            total += quanta;
        }
    }
}
