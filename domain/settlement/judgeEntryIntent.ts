import type { EvmAddress } from "#domain/chain/hex.ts";
import { ENTRY_KINDS, type EntryIntent, NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { requireDeadline } from "#domain/settlement/judgeBatch.ts";
import { type EntryAmounts, type EntryCaps, isEntryAmountAllowed } from "#domain/settlement/signingPolicy.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";

/** An entry to be signed for one vault; addresses and hashes are in lower case. */
export type EntrySigningRequest = {
  readonly chainId: number;
  readonly vault: EvmAddress;
  readonly intent: EntryIntent;
};

/** When the judgement is made, and under which limits. */
export type EntryCircumstances = {
  readonly caps: EntryCaps;
  /** Entries that were signed already on this UTC day, for the vault. */
  readonly signedToday: number;
  readonly nowSeconds: bigint;
};

/** An entry that was signed before under the same account and nonce. */
export type StandingEntry = {
  /** In Unix seconds. */
  readonly deadline: bigint;
  readonly signerEpoch: bigint;
};

/** How far a chain's clock may be behind the signer's, in seconds, before a passed deadline is trusted. */
export const CHAIN_CLOCK_MARGIN_SECONDS = 900n;

/**
 * Holds an entry against the policy.
 *
 * @throws SigningRefused ENTRY_ACCOUNT_INVALID, ENTRY_KIND_NOT_ALLOWED, ENTRY_AMOUNT_NOT_ALLOWED, DEADLINE_PASSED,
 *   DEADLINE_TOO_FAR, ENTRY_DAY_CAP_EXCEEDED
 */
export function judgeEntryIntent({ vault, intent }: EntrySigningRequest, given: EntryCircumstances): void {
  const { caps } = given;
  requireParties(intent, vault);
  const amounts = requireKind(intent, caps);
  if (!isEntryAmountAllowed(amounts, intent.amount)) {
    const message = `The policy allows no entry of kind ${intent.kind} for ${intent.amount} quanta.`;
    throw new SigningRefused("ENTRY_AMOUNT_NOT_ALLOWED", message);
  }
  const { maxDeadlineSeconds } = caps;
  requireDeadline(intent.deadline, { nowSeconds: given.nowSeconds, maxDeadlineSeconds });
  if (given.signedToday >= caps.maxPerDay) {
    throw new SigningRefused("ENTRY_DAY_CAP_EXCEEDED", `${caps.maxPerDay} entries were signed today.`);
  }
}

/**
 * Whether a signed entry can never be used again: then its account, whose nonce on-chain has not moved, may have
 * another one under the same nonce. Without this, a member who let a deadline pass could never enter.
 */
export function isEntryOver(
  standing: StandingEntry,
  { nowSeconds, signerEpoch }: { nowSeconds: bigint; signerEpoch: bigint },
): boolean {
  return signerEpoch > standing.signerEpoch || nowSeconds > standing.deadline + CHAIN_CLOCK_MARGIN_SECONDS;
}

function requireParties({ account, sponsor }: EntryIntent, vault: EvmAddress): void {
  if (account === NATIVE_TOKEN || account === vault) {
    throw new SigningRefused("ENTRY_ACCOUNT_INVALID", `${account} is no member's wallet.`);
  }
  if (sponsor === account || sponsor === vault) {
    throw new SigningRefused("ENTRY_ACCOUNT_INVALID", `${sponsor} cannot sponsor ${account}.`);
  }
}

function requireKind({ kind }: EntryIntent, { kinds }: EntryCaps): EntryAmounts {
  const allowed = [
    kind === ENTRY_KINDS.registration ? kinds.registration : undefined,
    kind === ENTRY_KINDS.retopup ? kinds.retopup : undefined,
  ].find((amounts) => amounts !== undefined);
  if (allowed !== undefined) return allowed;
  throw new SigningRefused("ENTRY_KIND_NOT_ALLOWED", `The policy allows no entry of kind ${kind}.`);
}
