// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Checkpoints} from "./parts/Checkpoints.sol";
import {Deposits} from "./parts/Deposits.sol";
import {Entries} from "./parts/Entries.sol";
import {Exit} from "./parts/Exit.sol";
import {Listing} from "./parts/Listing.sol";
import {Signer} from "./parts/Signer.sol";
import {Treasury} from "./parts/Treasury.sol";

/// @title Vault
/// @notice Custody and final settlement of a house; `IVault` says what it does and whom it trusts with what.
/// @custom:security-contact See SECURITY.md in the project's repository.
contract Vault is Entries, Deposits, Listing, Checkpoints, Treasury, Exit {
    /// @notice Deploys a vault that is open for entries and payouts, and carries the native coin.
    /// @param accessManager The AccessManager that says who may do what.
    /// @param firstSigner Who signs batches and entries at first.
    /// @param nativeLimits What may leave the vault, for the native coin.
    constructor(
        address accessManager,
        address firstSigner,
        OutflowLimits memory nativeLimits
    ) AccessManaged(accessManager) Signer(firstSigner) Listing(nativeLimits) {}
}
