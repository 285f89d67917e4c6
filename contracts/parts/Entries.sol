// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultEntries} from "../interfaces/IVaultEntries.sol";
import {Quanta} from "../libraries/Quanta.sol";
import {Inflow} from "./Inflow.sol";
import {ReentrancyLock} from "./ReentrancyLock.sol";
import {Signer} from "./Signer.sol";

/// @title Paid entries into the plan
/// @notice Paid by the member, on terms that the signer accepted.
abstract contract Entries is Signer, Inflow, ReentrancyLock {
    uint8 private constant REGISTRATION = 1;
    uint8 private constant RETOPUP = 2;

    /// @inheritdoc IVaultEntries
    mapping(address account => uint256 nonce) public override entryNonceOf;

    /// @inheritdoc IVaultEntries
    function register(EntryIntent calldata intent, bytes calldata signature) external payable nonReentrant {
        _requireInflowOpen();
        if (isRegistered(msg.sender)) revert AlreadyRegistered(msg.sender);
        _acceptEntry(REGISTRATION, intent, signature);
        emit RegistrationAccepted(
            intent.account,
            intent.sponsor,
            intent.amount,
            intent.placementHint,
            intent.nonce
        );
    }

    /// @inheritdoc IVaultEntries
    function retopup(EntryIntent calldata intent, bytes calldata signature) external payable nonReentrant {
        _requireInflowOpen();
        if (!isRegistered(msg.sender)) revert NotRegistered(msg.sender);
        _acceptEntry(RETOPUP, intent, signature);
        emit RetopupCompleted(
            intent.account,
            intent.sponsor,
            intent.amount,
            intent.placementHint,
            intent.nonce
        );
    }

    /// @inheritdoc IVaultEntries
    function isRegistered(address account) public view returns (bool) {
        // An account's first entry is always its registration.
        return entryNonceOf[account] != 0;
    }

    function _acceptEntry(uint8 kind, EntryIntent calldata intent, bytes calldata signature) private {
        if (intent.kind != kind) revert WrongEntryKind(intent.kind, kind);
        if (intent.account != msg.sender) revert NotTheAccount(msg.sender, intent.account);
        if (block.timestamp > intent.deadline) revert EntryExpired(intent.deadline, block.timestamp);
        uint256 nonce = entryNonceOf[msg.sender];
        if (intent.nonce != nonce) revert WrongEntryNonce(intent.nonce, nonce);
        if (intent.amount == 0) revert ZeroAmount();
        uint256 quanta = Quanta.fromUnits(msg.value, Quanta.WEI_PER_QUANTUM);
        if (quanta != intent.amount) revert WrongEntryAmount(quanta, intent.amount);
        _requireSigned(entryIntentDigest(intent), intent.signerEpoch, signature);

        entryNonceOf[msg.sender] = nonce + 1;
        _enter(msg.sender, NATIVE, quanta);
    }
}
