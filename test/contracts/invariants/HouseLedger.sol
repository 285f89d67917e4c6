// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultExit} from "../../../contracts/interfaces/IVaultExit.sol";
import {IVault} from "../../../contracts/interfaces/IVault.sol";
import {BlacklistingToken} from "../../../contracts/mocks/BlacklistingToken.sol";
import {SignedHouse} from "../support/SignedHouse.sol";
import {LiabilitiesTree} from "./LiabilitiesTree.sol";

/// @title The books of an honest house, kept beside the vault
/// @notice Two assets: the native coin and a token. Amounts are in quanta. What players hold off-chain changes by what
/// they pay in, what they win and lose, and what they withdraw; a cut of the books becomes a checkpoint later on.
abstract contract HouseLedger is SignedHouse {
    /// @notice A withdrawal on its way.
    /// @param epoch The checkpoint that carries its leaves; zero until that is published.
    struct Batch {
        uint256 asset;
        bytes32 id;
        bytes entries;
        uint256 total;
        uint64 epoch;
        bool isExecuted;
    }

    /// @notice The books at one moment, with the vault's two lines at that moment.
    /// @param luck What players had won from the house until then, less what they had lost.
    /// @param batches How many batches there were.
    struct Cut {
        bool isPending;
        IVaultExit.ExitLeaf[] leaves;
        uint256 entered;
        uint256 executed;
        int256 luck;
        uint256 batches;
    }

    /// @notice The books of one asset.
    /// @param free What each account holds off-chain, not counting withdrawals on their way.
    /// @param owed What all accounts hold, counting them.
    /// @param paidIn What ever went into the vault.
    /// @param paidOut What must have left the vault: payments, claims, exits, the treasury's share.
    /// @param lost What vanished from the vault by the fault of the asset itself.
    struct Books {
        mapping(address account => uint256) free;
        uint256 owed;
        int256 luck;
        int256 publishedLuck;
        IVaultExit.ExitLeaf[] publishedLeaves;
        uint256 paidIn;
        uint256 paidOut;
        uint256 lost;
    }

    uint256 internal constant NATIVE_ASSET = 0;
    uint256 internal constant TOKEN_ASSET = 1;
    uint256 internal constant ASSETS = 2;
    uint256 internal constant TOKEN_QUANTUM = 1e12;

    IVault public immutable vault;
    BlacklistingToken internal immutable _token;

    address[] public accounts;

    Batch[] internal _batches;
    Books[ASSETS] internal _books;
    Cut[ASSETS] internal _cuts;

    constructor() {
        vault = _deployVault();
        _token = new BlacklistingToken();
        vault.listToken(address(_token), TOKEN_QUANTUM, _limits());
    }

    function tokenOf(uint256 asset) public view returns (address) {
        return asset == NATIVE_ASSET ? NATIVE : address(_token);
    }

    /// @notice What the vault holds.
    function heldOf(uint256 asset) public view returns (uint256) {
        return
            asset == NATIVE_ASSET
                ? address(vault).balance / WEI_PER_QUANTUM
                : _token.balanceOf(address(vault)) / TOKEN_QUANTUM;
    }

    /// @notice What the vault must hold, by the books.
    function expectedHeldOf(uint256 asset) external view returns (uint256) {
        Books storage books = _books[asset];
        return books.paidIn - books.paidOut - books.lost;
    }

    /// @notice What the vault must say that it owes: it cannot know of luck since the checkpoint's cut.
    function expectedLiabilitiesOf(uint256 asset) external view returns (uint256) {
        Books storage books = _books[asset];
        int256 known = int256(books.owed) - (books.luck - books.publishedLuck);
        return uint256(known) + vault.unclaimedCredits(tokenOf(asset));
    }

    function creditsOf(uint256 asset) external view returns (uint256 sum) {
        for (uint256 i = 0; i < accounts.length; i++) sum += vault.creditOf(accounts[i], tokenOf(asset));
    }

    function uncoveredOf(uint256 asset) external view returns (uint256 sum) {
        for (uint256 i = 0; i < accounts.length; i++) {
            sum += vault.uncoveredDepositsOf(accounts[i], tokenOf(asset));
        }
    }

    /// @notice What the house itself has in the vault, by its own books.
    function _bankrollOf(uint256 asset) internal view returns (uint256) {
        return heldOf(asset) - _books[asset].owed - vault.unclaimedCredits(tokenOf(asset));
    }

    /// @dev Takes from the vault what the issuer of a token could take, and what no one can take of coins.
    function _takeAway(uint256 asset, uint256 quanta) internal {
        if (asset == TOKEN_ASSET) _token.confiscate(address(vault), quanta * TOKEN_QUANTUM);
        else vm.deal(address(vault), address(vault).balance - quanta * WEI_PER_QUANTUM);
    }

    function _bringBack(uint256 asset, uint256 quanta) internal {
        if (asset == TOKEN_ASSET) _token.mint(address(vault), quanta * TOKEN_QUANTUM);
        else vm.deal(address(vault), address(vault).balance + quanta * WEI_PER_QUANTUM);
    }

    function _bookPaidIn(uint256 asset, address account, uint256 quanta) internal {
        Books storage books = _books[asset];
        books.free[account] += quanta;
        books.owed += quanta;
        books.paidIn += quanta;
    }

    /// @dev `credited` stays in the vault, and is owed there.
    function _bookExecuted(Batch storage batch, uint256 credited) internal {
        batch.isExecuted = true;
        _books[batch.asset].owed -= batch.total;
        _books[batch.asset].paidOut += batch.total - credited;
    }

    function _bookLuck(uint256 asset, address account, uint256 quanta, bool isWin) internal {
        Books storage books = _books[asset];
        if (isWin) {
            books.free[account] += quanta;
            books.owed += quanta;
            books.luck += int256(quanta);
        } else {
            books.free[account] -= quanta;
            books.owed -= quanta;
            books.luck -= int256(quanta);
        }
    }

    /// @dev Remembers the books as they are now, for a checkpoint to come.
    function _takeCut(uint256 asset) internal {
        Cut storage cut = _cuts[asset];
        delete cut.leaves;
        for (uint256 i = 0; i < accounts.length; i++) {
            uint256 quanta = _books[asset].free[accounts[i]];
            if (quanta != 0) cut.leaves.push(IVaultExit.ExitLeaf(accounts[i], quanta, bytes32(0)));
        }
        for (uint256 i = 0; i < _batches.length; i++) {
            if (_batches[i].asset == asset && !_batches[i].isExecuted) _cutBatch(cut, _batches[i]);
        }
        cut.isPending = true;
        cut.entered = vault.enteredTotal(tokenOf(asset));
        cut.executed = vault.executedTotal(tokenOf(asset));
        cut.luck = _books[asset].luck;
        cut.batches = _batches.length;
    }

    /// @dev The batches that were in the cut can run from now on.
    function _bookPublished(uint256 asset, uint64 epoch) internal {
        Cut storage cut = _cuts[asset];
        cut.isPending = false;
        _books[asset].publishedLuck = cut.luck;
        delete _books[asset].publishedLeaves;
        for (uint256 i = 0; i < cut.leaves.length; i++) _books[asset].publishedLeaves.push(cut.leaves[i]);
        for (uint256 i = 0; i < cut.batches; i++) {
            if (_batches[i].asset == asset && _batches[i].epoch == 0) _batches[i].epoch = epoch;
        }
    }

    function _nodes(
        uint256 asset,
        IVaultExit.ExitLeaf[] storage leaves
    ) internal view returns (LiabilitiesTree.Node[] memory nodes) {
        nodes = new LiabilitiesTree.Node[](leaves.length);
        for (uint256 i = 0; i < nodes.length; i++) {
            nodes[i] = LiabilitiesTree.nodeOf(tokenOf(asset), leaves[i]);
        }
    }

    /// @dev A batch pays each recipient at most once, so each entry is a leaf of its own.
    function _cutBatch(Cut storage cut, Batch storage batch) private {
        bytes memory entries = batch.entries;
        for (uint256 offset = 32; offset <= entries.length; offset += 32) {
            uint256 entry;
            assembly ("memory-safe") {
                entry := mload(add(entries, offset))
            }
            cut.leaves.push(IVaultExit.ExitLeaf(address(uint160(entry >> 96)), uint96(entry), batch.id));
        }
    }
}
