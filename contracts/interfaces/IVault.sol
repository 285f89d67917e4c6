// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVaultAdministration} from "./IVaultAdministration.sol";
import {IVaultCheckpoints} from "./IVaultCheckpoints.sol";
import {IVaultEntries} from "./IVaultEntries.sol";
import {IVaultErrors} from "./IVaultErrors.sol";
import {IVaultEvents} from "./IVaultEvents.sol";
import {IVaultExit} from "./IVaultExit.sol";
import {IVaultPayouts} from "./IVaultPayouts.sol";

/* solhint-disable no-empty-blocks */

/// @title The vault: custody and final settlement of a house
/// @notice Holds what players paid in and pays what the house owes. The code is final: no proxy, no upgrade.
///
/// Amounts. Money enters and leaves in whole quanta; one quantum of the native coin is 1e9 wei, and a token's is set
/// for ever when it is listed. All amounts in events, batches, credits, checkpoints and limits are in quanta. The
/// zero address stands for the native coin.
///
/// Solvency. For each token the vault counts what ever came in and what batches ever paid. A checkpoint says what the
/// house owed at a point of those two lines (its cut); what moved after the cut the vault knows by itself, so
/// `liabilities` is never out of date. The house can take `surplus` and nothing else.
///
/// Roles and trust. Permissions come from an OpenZeppelin AccessManager, `authority()`:
/// - the admin (acting after a delay that anyone can watch) lists tokens, rotates the signer, sets limits, resumes what
///   was paused and replaces the authority. It is trusted not to appoint a dishonest signer or list a dishonest token,
///   and cannot move money by itself;
/// - the guardian (acting at once) can only pause. It is trusted not to stop the house without cause;
/// - the operator publishes checkpoints. It is trusted to publish what the house owes, which every player can check
///   by a proof of their own leaf; it can neither take money nor claim more than the vault holds;
/// - the treasury (acting after a delay) takes surplus, while the checkpoint is fresh;
/// - the signer authorises batches and entries. It is trusted with at most what the outflow limits let leave before
///   the guardian pauses and the admin rotates it;
/// - whoever relays a batch is not trusted at all: it cannot change, repeat, split or starve a payment.
/// Nothing and nobody can stop an account from claiming its credit, or from leaving with what the last checkpoint and
/// the vault's own memory owe it once the house stopped publishing checkpoints.
interface IVault is
    IVaultEvents,
    IVaultErrors,
    IVaultEntries,
    IVaultPayouts,
    IVaultCheckpoints,
    IVaultExit,
    IVaultAdministration
{}
