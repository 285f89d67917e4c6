// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVault} from "../../../contracts/interfaces/IVault.sol";
import {GasBurningRecipient} from "../../../contracts/mocks/GasBurningRecipient.sol";
import {ReturnBombingRecipient} from "../../../contracts/mocks/ReturnBombingRecipient.sol";
import {RevertingRecipient} from "../../../contracts/mocks/RevertingRecipient.sol";
import {LiabilitiesTree} from "./LiabilitiesTree.sol";
import {OutflowWindows} from "./OutflowWindows.sol";

/// @title What happens while a house runs
/// @notice Every call must go through; it does nothing where the vault would rightly refuse.
abstract contract HouseActions is OutflowWindows {
    uint256 private constant MAX_PAYMENT = 600 * uint256(COIN);
    uint256 private constant MAX_ENTRIES = 3;
    uint256 private constant ENTRY_BYTES = 32;
    uint256 private constant MAX_BATCHES_UNDERWAY = 6;
    uint256 private constant FIRST_REVERTING = 4;
    uint256 private constant REVERTING = 2;

    /// @notice Takes whatever anyone sends it.
    address internal constant SINK = address(uint160(0x51) << 80);

    /// @notice Claims of credits that the vault did not pay.
    uint256 public refusedClaims;

    constructor() {
        for (uint160 i = 1; i <= FIRST_REVERTING; i++) accounts.push(address(i << 80));
        for (uint256 i = 0; i < REVERTING; i++) accounts.push(address(new RevertingRecipient()));
        accounts.push(address(new GasBurningRecipient()));
        accounts.push(address(new ReturnBombingRecipient(true)));
        accounts.push(address(new ReturnBombingRecipient(false)));
    }

    /// @dev Once the exit is open the house runs no more, and people leave instead.
    modifier whileOpen(uint256 seed) {
        if (vault.exitActive()) _leave(seed);
        else _;
    }

    function deposit(uint256 seed, uint64 amount) external whileOpen(seed) {
        if (vault.entriesPaused()) return;
        address account = _account(seed);
        uint256 quanta = (amount % MAX_PAYMENT) + 1;
        vm.deal(account, account.balance + quanta * WEI_PER_QUANTUM);
        vm.prank(account);
        vault.deposit{value: quanta * WEI_PER_QUANTUM}();
        _bookPaidIn(NATIVE_ASSET, account, quanta);
    }

    function depositToken(uint256 seed, uint64 amount) external whileOpen(seed) {
        address account = _account(seed);
        if (vault.entriesPaused() || _token.isBlacklisted(account)) return;
        uint256 quanta = (amount % MAX_PAYMENT) + 1;
        _token.mint(account, quanta * TOKEN_QUANTUM);
        vm.prank(account);
        _token.approve(address(vault), quanta * TOKEN_QUANTUM);
        vm.prank(account);
        vault.depositToken(address(_token), quanta * TOKEN_QUANTUM);
        _bookPaidIn(TOKEN_ASSET, account, quanta);
    }

    function enter(uint256 seed, uint64 amount) external whileOpen(seed) {
        if (vault.entriesPaused()) return;
        IVault.EntryIntent memory intent = _entry(vault, _account(seed), (amount % MAX_PAYMENT) + 1);
        _pay(intent, _sign(vault, intent));
        _bookPaidIn(NATIVE_ASSET, intent.account, intent.amount);
    }

    /// @notice A player wins from the house what the house has, or loses what it has itself.
    function play(uint256 seed, uint64 stake, bool isWin) external whileOpen(seed) {
        uint256 asset = seed % ASSETS;
        address account = _account(seed / ASSETS);
        uint256 most = isWin ? _bankrollOf(asset) : _books[asset].free[account];
        if (most != 0) _bookLuck(asset, account, (stake % most) + 1, isWin);
    }

    /// @notice Some who hold something withdraw all or a part: the batch waits for a checkpoint that carries it.
    function withdraw(uint256 seed, uint64 share) external whileOpen(seed) {
        if (_underway() == MAX_BATCHES_UNDERWAY) return;
        uint256 asset = seed % ASSETS;
        bytes memory entries;
        uint256 total;
        uint256 length = ENTRY_BYTES * ((share % MAX_ENTRIES) + 1);
        for (uint256 i = 0; i < accounts.length && entries.length < length; i++) {
            address account = _account(seed / ASSETS + i);
            uint256 free = _books[asset].free[account];
            if (free == 0) continue;
            uint256 wanted = share % 2 == 0 ? free : (share % free) + 1;
            uint256 quanta = _min(wanted, BATCH_CAP / MAX_ENTRIES);
            _books[asset].free[account] -= quanta;
            entries = abi.encodePacked(entries, account, uint96(quanta));
            total += quanta;
        }
        if (total != 0) _batches.push(Batch(asset, _nextId(seed), entries, total, 0, false));
    }

    function cut(uint256 seed) external whileOpen(seed) {
        _takeCut(seed % ASSETS);
    }

    /// @notice Publishes the cuts, however long ago they were taken; new ones where there are none. Most often the
    /// house then pays at once.
    function publish(uint256 seed) external whileOpen(seed) {
        for (uint256 asset = 0; asset < ASSETS; asset++) _publish(asset);
        if (seed % 4 != 0) _executeDue();
    }

    /// @notice Executes every batch that may run now.
    function execute(uint256 seed) external whileOpen(seed) {
        _executeDue();
    }

    /// @notice One of those who have a credit claims it, whatever state the vault is in.
    function claim(uint256 seed) external {
        for (uint256 i = 0; i < ASSETS * accounts.length; i++) {
            uint256 asset = ((seed % ASSETS) + i) % ASSETS;
            address account = _account(seed / ASSETS + i / ASSETS);
            uint256 credit = vault.creditOf(account, tokenOf(asset));
            if (credit != 0) return _claim(asset, account, credit);
        }
    }

    /// @notice The treasury takes what the vault lets it take and the house's own books call its own.
    function takeSurplus(uint256 seed, uint64 share) external whileOpen(seed) {
        uint256 asset = seed % ASSETS;
        (, uint64 publishedAt, , , , ) = vault.checkpointOf(tokenOf(asset));
        if (_now > publishedAt + vault.TREASURY_FRESHNESS()) return;
        uint256 most = _min(vault.surplus(tokenOf(asset)), _bankrollOf(asset));
        if (most == 0) return;
        uint256 quanta = (share % most) + 1;
        vault.treasuryTransfer(tokenOf(asset), SINK, quanta);
        _books[asset].paidOut += quanta;
        // What was cut before may owe more than is left.
        _cuts[asset].isPending = false;
    }

    function changeMind(uint256 seed, bool accepts) external {
        RevertingRecipient(payable(accounts[FIRST_REVERTING + (seed % REVERTING)])).setAccepts(accepts);
        _token.setBlacklisted(_account(seed / REVERTING), !accepts);
    }

    /// @notice Pauses seldom, so that the house mostly runs; rotates the signer to itself, which voids signatures.
    function administer(uint256 seed) external {
        if (seed % 8 == 0) vault.pausePayouts();
        else if (seed % 16 == 1) vault.pauseEntries();
        else if (seed % 4 == 2) vault.unpausePayouts();
        else if (seed % 4 == 3) vault.unpauseEntries();
        else vault.rotateSigner(vm.addr(SIGNER_KEY));
    }

    function wait(uint16 elapsed) external {
        _wait(elapsed);
    }

    /// @dev What people do once the exit is open.
    function _leave(uint256 seed) internal virtual;

    function _account(uint256 seed) internal view returns (address) {
        return accounts[seed % accounts.length];
    }

    function _pay(IVault.EntryIntent memory intent, bytes memory signature) internal {
        uint256 price = intent.amount * WEI_PER_QUANTUM;
        vm.deal(intent.account, intent.account.balance + price);
        vm.prank(intent.account);
        if (intent.kind == REGISTRATION) vault.register{value: price}(intent, signature);
        else vault.retopup{value: price}(intent, signature);
    }

    function _publish(uint256 asset) private {
        Cut storage books = _cuts[asset];
        if (!books.isPending) _takeCut(asset);
        LiabilitiesTree.Node memory root = LiabilitiesTree.rootOf(_nodes(asset, books.leaves));
        uint64 epoch = vault.checkpointEpoch(tokenOf(asset)) + 1;
        vault.publishCheckpoint(tokenOf(asset), epoch, root.hash, root.sum, books.entered, books.executed);
        _bookPublished(asset, epoch);
    }

    function _executeDue() private {
        if (vault.payoutsPaused()) return;
        for (uint256 i = 0; i < _batches.length; i++) {
            if (_isDue(_batches[i])) _execute(_batches[i], tokenOf(_batches[i].asset));
        }
    }

    function _isDue(Batch storage underway) private view returns (bool) {
        bool isReady = !underway.isExecuted && underway.epoch != 0;
        return isReady && underway.total <= vault.outflowAvailable(tokenOf(underway.asset));
    }

    function _claim(uint256 asset, address account, uint256 credit) private {
        vm.prank(account);
        try vault.claimCredit(tokenOf(asset), SINK) {
            _books[asset].paidOut += credit;
        } catch {
            refusedClaims += 1;
        }
    }

    function _execute(Batch storage underway, address token) private {
        _bookOutflow(underway.asset, underway.total);
        IVault.PayoutBatch memory batch = _batch(vault, token, underway.id, underway.entries, underway.total);
        batch.checkpointEpoch = underway.epoch;
        uint256 credits = vault.unclaimedCredits(token);
        vault.executeBatchPayouts(batch, underway.entries, _sign(vault, batch));
        _bookExecuted(underway, vault.unclaimedCredits(token) - credits);
    }

    function _underway() private view returns (uint256 count) {
        for (uint256 i = 0; i < _batches.length; i++) {
            if (!_batches[i].isExecuted) count += 1;
        }
    }

    /// @dev Neighbouring ids and far ones, so that bits of the same word and of other words are set.
    function _nextId(uint256 seed) private view returns (bytes32) {
        uint256 number = _batches.length + 1;
        return seed % 2 == 0 ? bytes32(number) : keccak256(abi.encode(number));
    }
}
