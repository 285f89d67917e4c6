// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IVault} from "../interfaces/IVault.sol";

/// @title Whose signature moves money
/// @notice One signer at a time; rotating it voids everything that it signed.
abstract contract Signer is AccessManaged, EIP712, IVault {
    bytes32 private constant PAYOUT_BATCH_TYPEHASH = keccak256(
        "PayoutBatch(bytes32 batchId,address token,bytes32 entriesHash,uint256 total,uint32 count,"
        "uint64 checkpointEpoch,uint256 signerEpoch,uint64 deadline)"
    );

    /// @inheritdoc IVault
    address public override signer;

    /// @inheritdoc IVault
    uint64 public override signerEpoch;

    constructor(address firstSigner) EIP712("Fairhouse", "1") {
        _rotateSigner(firstSigner);
    }

    /// @inheritdoc IVault
    function rotateSigner(address newSigner) external restricted {
        _rotateSigner(newSigner);
    }

    /// @inheritdoc IVault
    function payoutBatchDigest(PayoutBatch calldata batch) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(PAYOUT_BATCH_TYPEHASH, batch)));
    }

    function _requireSigned(PayoutBatch calldata batch, bytes calldata signature) internal view {
        if (batch.signerEpoch != signerEpoch) revert StaleSignerEpoch(batch.signerEpoch, signerEpoch);
        if (!_isSignature(payoutBatchDigest(batch), signature)) revert InvalidSignature();
    }

    /// @dev A key is tried before a contract, because asking whether the signer has code costs 2,600 gas. Recovery
    /// fails for a high s and for anything but 65 bytes, and the signer is never zero; a signer without code answers
    /// an ERC-1271 question with nothing, which is no.
    function _isSignature(bytes32 digest, bytes calldata signature) private view returns (bool) {
        (address recovered, ECDSA.RecoverError fault, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (fault == ECDSA.RecoverError.NoError && recovered == signer) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
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
