import type { EvmAddress } from "#domain/chain/hex.ts";

/** A token that a vault has listed, with its latest checkpoint. */
export type ListedToken = {
  readonly token: EvmAddress;
  /** 0 before the first checkpoint. */
  readonly epoch: bigint;
  /** In Unix seconds; 0 before the first checkpoint. */
  readonly publishedAt: bigint;
};

/** What decides when anyone may open a vault's exit; times in Unix seconds. */
export type ExitClock = {
  readonly tokens: readonly ListedToken[];
  readonly isExitActive: boolean;
  readonly exitAvailableAt: bigint;
  readonly exitDelaySeconds: bigint;
};

/** A token that brings the exit nearer: its checkpoint is late, or none will ever be made for it. */
export type ExitThreat =
  | {
      readonly kind: "checkpoint_late";
      readonly token: EvmAddress;
      readonly epoch: bigint;
      readonly ageSeconds: bigint;
    }
  | { readonly kind: "token_without_currency"; readonly token: EvmAddress };

/**
 * Names each listed token that the house lets the exit's clock run for. Nothing, once the exit is open.
 *
 * The vault does not say when a token was listed, only since when the longest silence lasts. So a token without any
 * checkpoint is late when that silence is too long and no other token's checkpoint explains it.
 *
 * @param known the tokens that the house has a currency for, in lower case like `clock.tokens`
 * @param nowSeconds the time that the next block may bear
 * @param lateAfterSeconds how old a checkpoint may become
 */
export function exitThreats(
  clock: ExitClock,
  { known, nowSeconds, lateAfterSeconds }: ExitWatch,
): ExitThreat[] {
  if (clock.isExitActive) return [];
  const silentSince = clock.exitAvailableAt - clock.exitDelaySeconds;
  const isExplained = clock.tokens.some(
    ({ epoch, publishedAt }) => epoch > 0n && publishedAt === silentSince,
  );
  return clock.tokens.flatMap(({ token, epoch, publishedAt }): ExitThreat[] => {
    if (!known.has(token)) return [{ kind: "token_without_currency", token }];
    if (epoch === 0n && isExplained) return [];
    const ageSeconds = nowSeconds - (epoch === 0n ? silentSince : publishedAt);
    return ageSeconds > lateAfterSeconds ? [{ kind: "checkpoint_late", token, epoch, ageSeconds }] : [];
  });
}

export type ExitWatch = {
  readonly known: ReadonlySet<EvmAddress>;
  readonly nowSeconds: bigint;
  readonly lateAfterSeconds: bigint;
};
