/** A progressive prize that stakes feed. */
export type JackpotPot = {
  /** The house's account that holds the prize. */
  readonly accountId: bigint;
  readonly currency: string;
  /** The share of each stake that the house puts into the pot, in hundredths of a percent. */
  readonly shareBps: number;
  /** The games that feed it; null: all. */
  readonly games: readonly string[] | null;
};

/** What one bet adds to a pot; minor units, above 0. */
export type JackpotShare = { readonly accountId: bigint; readonly amountMinor: bigint };

/**
 * What a bet adds to each pot: stake · share, rounded down, out of the house's money and not of the player's. Shares
 * that round down to nothing are left out; without pots there is nothing to share.
 */
export function jackpotShares(
  bet: { readonly game: string; readonly currency: string; readonly stakeMinor: bigint },
  pots: readonly JackpotPot[],
): JackpotShare[] {
  return pots
    .filter(
      ({ currency, games }) => currency === bet.currency && (games === null || games.includes(bet.game)),
    )
    .map(({ accountId, shareBps }) => ({
      accountId,
      amountMinor: (bet.stakeMinor * BigInt(shareBps)) / 10_000n,
    }))
    .filter(({ amountMinor }) => amountMinor > 0n);
}
