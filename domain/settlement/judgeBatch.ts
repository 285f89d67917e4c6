import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { type PayoutEntry, packEntries, unpackEntries } from "#domain/chain/payoutEntries.ts";
import type { PayoutBatch } from "#domain/chain/typedData.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { SumProofStep, SumRoot } from "#domain/ledger/liabilitiesTreeProof.ts";
import {
  headroomUnder,
  type SignedType,
  type SigningPolicy,
  type SpentToday,
  type TokenCaps,
  type VaultPolicy,
  vaultPolicyFor,
} from "#domain/settlement/signingPolicy.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";

/** A batch to be signed for one vault; addresses and hashes are in lower case. */
export type SigningRequest = {
  readonly chainId: number;
  readonly vault: EvmAddress;
  readonly batch: PayoutBatch;
  /** The packed entries that `batch.entriesHash` stands for. */
  readonly entries: Hex;
  /** The published checkpoint that the proofs lead to. */
  readonly checkpoint: Checkpoint;
  /** For each recipient, in ascending order of address: that what it gets is a leaf of the checkpoint. */
  readonly proofs: readonly (readonly SumProofStep[])[];
};

/** A published root and total of everything that is owed in one token, in quanta. */
export type Checkpoint = SumRoot & { readonly epoch: bigint };

/**
 * Reads what a request asks to sign, and checks that the batch says the same as its entries. Nothing that the
 * caller computed is believed: hash, count and total are computed anew.
 *
 * @returns the payments
 * @throws SigningRefused ENTRIES_INVALID, ENTRIES_HASH_MISMATCH, COUNT_MISMATCH, TOTAL_MISMATCH, VAULT_PAYS_ITSELF
 */
export function decodeRequest({ batch, entries, vault }: SigningRequest): PayoutEntry[] {
  const payments = readEntries(entries);
  const packed = packEntries(payments);
  if (packed.entriesHash !== batch.entriesHash) {
    throw new SigningRefused("ENTRIES_HASH_MISMATCH", `The entries hash to ${packed.entriesHash}.`);
  }
  if (packed.count !== batch.count) {
    throw new SigningRefused("COUNT_MISMATCH", `There are ${packed.count} entries, not ${batch.count}.`);
  }
  if (packed.total !== batch.total) {
    throw new SigningRefused("TOTAL_MISMATCH", `The entries add up to ${packed.total}, not ${batch.total}.`);
  }
  if (payments.some(({ account }) => account === vault)) {
    throw new SigningRefused("VAULT_PAYS_ITSELF", "An entry pays the vault itself, which it would refuse.");
  }
  return payments;
}

/**
 * The part of the policy that a request for a vault falls under.
 *
 * @throws SigningRefused VAULT_NOT_ALLOWED, TYPE_NOT_ALLOWED
 */
export function requireVault(
  policy: SigningPolicy,
  { chainId, vault }: { chainId: number; vault: EvmAddress },
  type: SignedType,
): VaultPolicy {
  const allowed = vaultPolicyFor(policy, { chainId, vault });
  if (allowed === undefined) {
    throw new SigningRefused(
      "VAULT_NOT_ALLOWED",
      `The policy does not list vault ${vault} on chain ${chainId}.`,
    );
  }
  if (allowed.types.includes(type)) return allowed;
  throw new SigningRefused("TYPE_NOT_ALLOWED", `The policy allows no ${type} for vault ${vault}.`);
}

/** The caps that a batch falls under. @throws SigningRefused VAULT_NOT_ALLOWED, TYPE_NOT_ALLOWED */
export function requireCaps(policy: SigningPolicy, request: SigningRequest): TokenCaps {
  const { token } = request.batch;
  const caps = requireVault(policy, request, "PayoutBatch").tokens.find((listed) => listed.token === token);
  if (caps !== undefined) return caps;
  throw new SigningRefused(
    "VAULT_NOT_ALLOWED",
    `The policy does not list token ${token} of vault ${request.vault}.`,
  );
}

/** When the judgement is made, and under which limits. */
export type Circumstances = {
  readonly caps: TokenCaps;
  readonly maxDeadlineSeconds: bigint;
  readonly spent: SpentToday;
  readonly nowSeconds: bigint;
};

/**
 * Holds a decoded batch against the policy.
 *
 * @throws SigningRefused DEADLINE_PASSED, DEADLINE_TOO_FAR, BATCH_CAP_EXCEEDED, DAY_CAP_EXCEEDED,
 *   RECIPIENT_BATCH_CAP_EXCEEDED, RECIPIENT_DAY_CAP_EXCEEDED
 */
export function judgeBatch(batch: PayoutBatch, payments: readonly PayoutEntry[], given: Circumstances): void {
  const { caps, spent } = given;
  requireDeadline(batch.deadline, given);
  if (batch.total > caps.maxBatchQuanta) {
    throw new SigningRefused("BATCH_CAP_EXCEEDED", `${batch.total} is above ${caps.maxBatchQuanta} a batch.`);
  }
  const headroom = headroomUnder(caps, spent);
  if (batch.total > headroom.batchQuanta) {
    throw new SigningRefused("DAY_CAP_EXCEEDED", `Today ${headroom.batchQuanta} quanta may still be signed.`);
  }
  for (const [account, quanta] of quantaByRecipient(payments)) {
    if (quanta > caps.maxRecipientBatchQuanta) {
      const limit = `${caps.maxRecipientBatchQuanta} a batch`;
      throw new SigningRefused("RECIPIENT_BATCH_CAP_EXCEEDED", `${account} gets ${quanta}, above ${limit}.`);
    }
    const left = headroom.recipientQuanta(account);
    if (quanta > left) {
      throw new SigningRefused("RECIPIENT_DAY_CAP_EXCEEDED", `${account} may still get ${left} today.`);
    }
  }
}

/**
 * Holds a deadline against the signer's clock; both in Unix seconds.
 *
 * @throws SigningRefused DEADLINE_PASSED, DEADLINE_TOO_FAR
 */
export function requireDeadline(
  deadline: bigint,
  { nowSeconds, maxDeadlineSeconds }: { nowSeconds: bigint; maxDeadlineSeconds: bigint },
): void {
  if (deadline <= nowSeconds) {
    throw new SigningRefused("DEADLINE_PASSED", `The deadline ${deadline} has passed.`);
  }
  if (deadline > nowSeconds + maxDeadlineSeconds) {
    const limit = `${maxDeadlineSeconds} s ahead`;
    throw new SigningRefused("DEADLINE_TOO_FAR", `The deadline ${deadline} is more than ${limit}.`);
  }
}

/** What each recipient gets in all, because one may be named several times. */
export function quantaByRecipient(payments: readonly PayoutEntry[]): Map<EvmAddress, bigint> {
  const totals = new Map<EvmAddress, bigint>();
  for (const { account, quanta } of payments) totals.set(account, (totals.get(account) ?? 0n) + quanta);
  return totals;
}

function readEntries(entries: Hex): PayoutEntry[] {
  try {
    return unpackEntries(entries);
  } catch (error) {
    if (!(error instanceof FairhouseError)) throw error;
    throw new SigningRefused("ENTRIES_INVALID", error.message, { cause: error });
  }
}
