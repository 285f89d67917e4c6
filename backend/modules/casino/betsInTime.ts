/**
 * A condition on `bets` and `seeds`: bets of the seed, in the months in which it was used and in no others. A bet's time is
 * that of its transaction's beginning, which may have waited a few seconds for the rotation that made the seed active.
 */
export const BETS_IN_TIME = `
  bets.created_at >= seeds.activated_at - interval '1 minute' AND bets.created_at <= coalesce(seeds.revealed_at, 'infinity')`;
