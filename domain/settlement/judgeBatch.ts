import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { type PayoutEntry, packEntries, unpackEntries } from "#domain/chain/payoutEntries.ts";
import type { PayoutBatch } from "#domain/chain/typedData.ts";
import { FairhouseError } from "#domain/errors.ts";
import {
  capsFor,
  headroomUnder,
  type SigningPolicy,
  type SpentToday,
  type TokenCaps,
} from "#domain/settlement/signingPolicy.ts";

/** Why a signer refuses; stable codes that a worker may switch on. */
export const REFUSAL_REASONS = [
  "REQUEST_MALFORMED",
  "SIGNER_STOPPED",
  "BATCH_ID_REUSED",
  "VAULT_NOT_ALLOWED",
  "ENTRIES_INVALID",
  "ENTRIES_HASH_MISMATCH",
  "COUNT_MISMATCH",
  "TOTAL_MISMATCH",
  "VAULT_PAYS_ITSELF",
  "DEADLINE_PASSED",
  "DEADLINE_TOO_FAR",
  "BATCH_CAP_EXCEEDED",
  "DAY_CAP_EXCEEDED",
  "RECIPIENT_BATCH_CAP_EXCEEDED",
  "RECIPIENT_DAY_CAP_EXCEEDED",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** A batch to be signed for one vault; addresses and hashes are in lower case. */
export type SigningRequest = {
  readonly chainId: number;
  readonly vault: EvmAddress;
  readonly batch: PayoutBatch;
  /** The packed entries that `batch.entriesHash` stands for. */
  readonly entries: Hex;
};

/** The signer will not sign this. */
export class SigningRefused extends FairhouseError {
  readonly code = "SIGNING_REFUSED";
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

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

/** The caps that a request falls under. @throws SigningRefused VAULT_NOT_ALLOWED */
export function requireCaps(policy: SigningPolicy, { chainId, vault, batch }: SigningRequest): TokenCaps {
  const caps = capsFor(policy, { chainId, vault, token: batch.token });
  if (caps !== undefined) return caps;
  const named = `token ${batch.token} of vault ${vault} on chain ${chainId}`;
  throw new SigningRefused("VAULT_NOT_ALLOWED", `The policy does not list ${named}.`);
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
  const { caps, spent, nowSeconds } = given;
  if (batch.deadline <= nowSeconds) {
    throw new SigningRefused("DEADLINE_PASSED", `The deadline ${batch.deadline} has passed.`);
  }
  if (batch.deadline > nowSeconds + given.maxDeadlineSeconds) {
    const limit = `${given.maxDeadlineSeconds} s ahead`;
    throw new SigningRefused("DEADLINE_TOO_FAR", `The deadline ${batch.deadline} is more than ${limit}.`);
  }
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
