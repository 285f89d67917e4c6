// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IVaultExit} from "../interfaces/IVaultExit.sol";
import {SumTree} from "../libraries/SumTree.sol";
import {TokenTransfer} from "../libraries/TokenTransfer.sol";
import {BatchPayouts} from "./BatchPayouts.sol";
import {Inflow} from "./Inflow.sol";
import {Liabilities} from "./Liabilities.sol";

/// @title The way out when the house stops
/// @notice Needs nobody but the player: a proof, or nothing at all for what the vault itself remembers.
abstract contract Exit is Inflow, Liabilities, BatchPayouts {
    /// @inheritdoc IVaultExit
    uint256 public constant override EXIT_DELAY = 7 days;

    /// @inheritdoc IVaultExit
    uint256 public constant override MAX_PROOF_STEPS = SumTree.MAX_STEPS;

    /// @inheritdoc IVaultExit
    mapping(address token => mapping(bytes32 leafHash => bool)) public override isExited;

    /// @inheritdoc IVaultExit
    function activateExit() external nonReentrant {
        _requireNoExit();
        uint256 availableAt = exitAvailableAt();
        if (block.timestamp < availableAt) revert ExitNotAvailable(availableAt);
        exitActive = true;
        for (uint256 i = 0; i < _tokens.length; i++) _fixTerms(_tokens[i]);
    }

    /// @inheritdoc IVaultExit
    function exit(
        address token,
        ExitLeaf calldata leaf,
        SumProofStep[] calldata proof,
        address to
    ) external nonReentrant {
        _requireExit();
        _requireReceiver(to);
        if (leaf.account != msg.sender) revert NotTheAccount(msg.sender, leaf.account);
        if (leaf.batchId != 0 && executed(leaf.batchId)) revert LeafWasPaid(leaf.batchId);
        bytes32 leafHash = SumTree.leafHash(token, leaf);
        if (isExited[token][leafHash]) revert AlreadyExited(leafHash);
        Books storage books = _books[token];
        if (!SumTree.holds(books.checkpointRoot, books.checkpointTotal, leafHash, leaf.quanta, proof)) {
            revert InvalidProof();
        }

        isExited[token][leafHash] = true;
        uint256 paid = _takeReserve(books, leaf.quanta);
        emit Exited(msg.sender, token, leaf.batchId, to, leaf.quanta, paid);
        _send(token, to, paid);
    }

    /// @inheritdoc IVaultExit
    function exitDeposits(address token, address to) external nonReentrant {
        _requireExit();
        _requireReceiver(to);
        uint256 quanta = _takeUncovered(msg.sender, token);
        uint256 paid = _takeReserve(_books[token], quanta);
        emit DepositsExited(msg.sender, token, to, quanta, paid);
        _send(token, to, paid);
    }

    /// @inheritdoc IVaultExit
    function exitTermsOf(address token) external view returns (uint256 payableQuanta, uint256 claimQuanta) {
        return (_books[token].exitPayable, _books[token].exitClaims);
    }

    /// @inheritdoc IVaultExit
    function exitReserveOf(address token) external view returns (uint256) {
        return _books[token].exitReserve;
    }

    /// @inheritdoc IVaultExit
    function exitAvailableAt() public view returns (uint256 availableAt) {
        availableAt = type(uint256).max;
        for (uint256 i = 0; i < _tokens.length; i++) {
            Books storage books = _books[_tokens[i]];
            uint256 lastSign = books.checkpointEpoch == 0 ? books.listedAt : books.checkpointAt;
            availableAt = Math.min(availableAt, lastSign + EXIT_DELAY);
        }
    }

    function _fixTerms(address token) private {
        Books storage books = _books[token];
        uint256 claims = _claims(books);
        uint256 held = Math.saturatingSub(_balanceAtExit(token), books.unclaimedCredits);
        uint256 payableQuanta = Math.min(claims, held);
        // What is owed fits 128 bits: nothing here may fail, or one token would keep all others in.
        books.exitClaims = uint128(claims);
        books.exitPayable = uint128(payableQuanta);
        books.exitReserve = uint128(payableQuanta);
        emit ExitActivated(token, books.checkpointEpoch, payableQuanta, claims);
    }

    /// @dev A token that answers no more holds nothing for anyone, and must not keep the other tokens from leaving.
    function _balanceAtExit(address token) private view returns (uint256) {
        if (token == NATIVE) return _balanceOf(NATIVE);
        return TokenTransfer.balanceOrZero(token, address(this)) / _books[token].quantum;
    }

    /// @dev Never more than what is left: should a batch have paid what was no leaf, the sum of all claims is above
    /// `exitClaims`. Both factors fit 128 bits.
    function _takeReserve(Books storage books, uint256 quanta) private returns (uint256 paid) {
        uint256 claims = books.exitClaims;
        if (claims == 0) return 0;
        uint128 reserve = books.exitReserve;
        paid = Math.min((quanta * books.exitPayable) / claims, reserve);
        books.exitReserve = reserve - uint128(paid);
    }
}
