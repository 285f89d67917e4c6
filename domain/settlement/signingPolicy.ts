import type { EvmAddress } from "#domain/chain/hex.ts";
import type { EntryKind } from "#domain/chain/typedData.ts";

/** What a signer can be allowed to sign, by the name of the EIP-712 type. */
export const SIGNED_TYPES = ["PayoutBatch", "EntryIntent"] as const;
export type SignedType = (typeof SIGNED_TYPES)[number];

/** The most that may be signed away of one token of one vault, in quanta. Days are UTC days. */
export type TokenCaps = {
  readonly token: EvmAddress;
  readonly maxBatchQuanta: bigint;
  readonly maxDayQuanta: bigint;
  readonly maxRecipientBatchQuanta: bigint;
  readonly maxRecipientDayQuanta: bigint;
};

/** The amounts, in quanta, that an entry may have: listed ones, or all of a range (both ends included). */
export type EntryAmounts =
  | { readonly amounts: readonly bigint[] }
  | { readonly minQuanta: bigint; readonly maxQuanta: bigint };

/** What entries may be signed for one vault. A kind without amounts is not signed at all. */
export type EntryCaps = {
  readonly maxPerDay: number;
  /** How far ahead of the signer's clock an entry's deadline may lie, in seconds. */
  readonly maxDeadlineSeconds: bigint;
  readonly kinds: { readonly [Kind in EntryKind]?: EntryAmounts | undefined };
};

/** A vault that the signer serves; addresses are in lower case. */
export type VaultPolicy = {
  readonly chainId: number;
  readonly vault: EvmAddress;
  /** Set when the vault's signer is an ERC-1271 contract, which asks for this signer's key. */
  readonly signerContract?: EvmAddress | undefined;
  readonly types: readonly SignedType[];
  readonly tokens: readonly TokenCaps[];
  readonly entries?: EntryCaps | undefined;
};

/** What a signer is willing to sign: what is not listed is refused. */
export type SigningPolicy = {
  /** How far ahead of the signer's clock a batch's deadline may lie, in seconds. */
  readonly maxDeadlineSeconds: bigint;
  readonly vaults: readonly VaultPolicy[];
};

/** What was signed already on the present day, in quanta, for one token of one vault. */
export type SpentToday = {
  readonly totalQuanta: bigint;
  /** By recipient in lower case; who is missing got nothing. */
  readonly byRecipient: ReadonlyMap<string, bigint>;
};

/** What may still be signed now: for one batch, and in it for one recipient. */
export type Headroom = {
  readonly batchQuanta: bigint;
  recipientQuanta(account: EvmAddress): bigint;
};

/** What the policy says of a vault, or undefined when it does not list it. */
export function vaultPolicyFor(
  policy: SigningPolicy,
  { chainId, vault }: { chainId: number; vault: EvmAddress },
): VaultPolicy | undefined {
  return policy.vaults.find((allowed) => allowed.chainId === chainId && allowed.vault === vault);
}

/** The caps for paying one token of one vault, or undefined when the policy does not allow it. */
export function capsFor(
  policy: SigningPolicy,
  { token, ...place }: { chainId: number; vault: EvmAddress; token: EvmAddress },
): TokenCaps | undefined {
  const vault = vaultPolicyFor(policy, place);
  if (vault === undefined || !vault.types.includes("PayoutBatch")) return undefined;
  return vault.tokens.find((caps) => caps.token === token);
}

/** Whether an entry of that kind may cost that much, in quanta. */
export function isEntryAmountAllowed(amounts: EntryAmounts, quanta: bigint): boolean {
  if ("amounts" in amounts) return amounts.amounts.includes(quanta);
  return quanta >= amounts.minQuanta && quanta <= amounts.maxQuanta;
}

/** What the caps leave after what was spent; never below zero. */
export function headroomUnder(caps: TokenCaps, spent: SpentToday): Headroom {
  return {
    batchQuanta: lesser(caps.maxBatchQuanta, caps.maxDayQuanta - spent.totalQuanta),
    recipientQuanta(account) {
      const spentQuanta = spent.byRecipient.get(account) ?? 0n;
      return lesser(caps.maxRecipientBatchQuanta, caps.maxRecipientDayQuanta - spentQuanta);
    },
  };
}

/** The most that one payment can ever be under the caps, on a day on which nothing else is signed. */
export function largestPayment(caps: TokenCaps): bigint {
  const forOne = lesser(caps.maxRecipientBatchQuanta, caps.maxRecipientDayQuanta);
  return lesser(forOne, lesser(caps.maxBatchQuanta, caps.maxDayQuanta));
}

/** The number of a UTC day since 1970-01-01, from Unix seconds. */
export function utcDayOf(unixSeconds: bigint): bigint {
  return unixSeconds / 86_400n;
}

function lesser(cap: bigint, left: bigint): bigint {
  const least = left < cap ? left : cap;
  return least < 0n ? 0n : least;
}
