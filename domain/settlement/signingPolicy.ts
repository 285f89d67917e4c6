import type { EvmAddress } from "#domain/chain/hex.ts";

/** The most that may be signed away of one token of one vault, in quanta. Days are UTC days. */
export type TokenCaps = {
  readonly token: EvmAddress;
  readonly maxBatchQuanta: bigint;
  readonly maxDayQuanta: bigint;
  readonly maxRecipientBatchQuanta: bigint;
  readonly maxRecipientDayQuanta: bigint;
};

/** A vault that the signer serves, with its tokens; addresses are in lower case. */
export type VaultPolicy = {
  readonly chainId: number;
  readonly vault: EvmAddress;
  readonly tokens: readonly TokenCaps[];
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

/** The caps for one token of one vault, or undefined when the policy does not list it. */
export function capsFor(
  policy: SigningPolicy,
  { chainId, vault, token }: { chainId: number; vault: EvmAddress; token: EvmAddress },
): TokenCaps | undefined {
  return policy.vaults
    .find((allowed) => allowed.chainId === chainId && allowed.vault === vault)
    ?.tokens.find((caps) => caps.token === token);
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
