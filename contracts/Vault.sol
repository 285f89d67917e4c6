// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {BatchPayouts} from "./parts/BatchPayouts.sol";
import {Deposits} from "./parts/Deposits.sol";
import {Outflow} from "./parts/Outflow.sol";
import {Signer} from "./parts/Signer.sol";

/// @title Vault
/// @notice Custody and final settlement of a house; `IVault` says what it does and whom it trusts with what.
/// @custom:security-contact See SECURITY.md in the project's repository.
contract Vault is Deposits, BatchPayouts {
    /// @notice Deploys a vault that is open for deposits and payouts.
    /// @param accessManager The AccessManager that says who may do what.
    /// @param firstSigner Who signs batches at first.
    /// @param nativeLimits What may leave the vault, for the native coin.
    constructor(
        address accessManager,
        address firstSigner,
        OutflowLimits memory nativeLimits
    ) AccessManaged(accessManager) Signer(firstSigner) Outflow(nativeLimits) {}
}
