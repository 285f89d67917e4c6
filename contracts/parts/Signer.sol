// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IVaultAdministration} from "../interfaces/IVaultAdministration.sol";
import {IVaultEntries} from "../interfaces/IVaultEntries.sol";
import {IVaultPayouts} from "../interfaces/IVaultPayouts.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title Whose signature moves money
/// @notice One signer at a time; rotating it voids everything that it signed.
abstract contract Signer is AccessManaged, EIP712, IVault {
    bytes32 private constant PAYOUT_BATCH_TYPEHASH = keccak256(
        "PayoutBatch(bytes32 batchId,address token,bytes32 entriesHash,uint256 total,uint32 count,"
        "uint64 checkpointEpoch,uint256 signerEpoch,uint64 deadline)"
    );
    bytes32 private constant ENTRY_INTENT_TYPEHASH = keccak256(
        "EntryIntent(uint8 kind,address account,address sponsor,uint256 amount,bytes32 placementHint,"
        "uint256 nonce,uint256 signerEpoch,uint64 deadline)"
    );

    /// @inheritdoc IVaultAdministration
    address public override signer;

    /// @inheritdoc IVaultAdministration
    uint64 public override signerEpoch;

    constructor(address firstSigner) EIP712("Fairhouse", "1") {
        _rotateSigner(firstSigner);
    }

    /// @inheritdoc IVaultAdministration
    function rotateSigner(address newSigner) external restricted {
        _rotateSigner(newSigner);
    }

    /// @inheritdoc IVaultPayouts
    function payoutBatchDigest(PayoutBatch calldata batch) public view returns (bytes32) {
        uint256 position;
        assembly ("memory-safe") {
            position := batch
        }
        return _digest(PAYOUT_BATCH_TYPEHASH, position);
    }

    /// @inheritdoc IVaultEntries
    function entryIntentDigest(EntryIntent calldata intent) public view returns (bytes32) {
        uint256 position;
        assembly ("memory-safe") {
            position := intent
        }
        return _digest(ENTRY_INTENT_TYPEHASH, position);
    }

    /// @dev A key is tried before a contract, because asking whether the signer has code costs 2,600 gas. Recovery
    /// fails for a high s and for anything but 65 bytes, and the signer is never zero; a signer without code answers
    /// an ERC-1271 question with nothing, which is no.
    function _requireSigned(bytes32 digest, uint256 epoch, bytes calldata signature) internal view {
        (address expected, uint64 currentEpoch) = (signer, signerEpoch);
        if (epoch != currentEpoch) revert StaleSignerEpoch(epoch, currentEpoch);
        (address recovered, ECDSA.RecoverError fault, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (fault == ECDSA.RecoverError.NoError && recovered == expected) return;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(expected, digest, signature)) {
            revert InvalidSignature();
        }
    }

    /// @dev Both structs are eight values, which calldata holds as EIP-712 hashes them. A value with bits set that its
    /// type does not have gives a digest that nobody signed.
    function _digest(bytes32 typehash, uint256 position) private view returns (bytes32) {
        bytes32 structHash;
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, typehash)
            calldatacopy(add(words, 0x20), position, 0x100)
            structHash := keccak256(words, 0x120)
        }
        return _hashTypedDataV4(structHash);
    }

    function _rotateSigner(address newSigner) private {
        if (newSigner == address(0)) revert ZeroAddress();
        address oldSigner = signer;
        uint64 newEpoch = signerEpoch + 1;
        signer = newSigner;
        signerEpoch = newEpoch;
        emit SignerRotated(oldSigner, newSigner, newEpoch);
    }
}
