import type { PlayTotals } from "#domain/api/statistics.ts";
import type { PlaySession } from "@/lib/play/playSession";

/** An answer that comes so soon after a bet may have left the house before it. */
const SETTLED_AFTER_MS = 3_000;

/** What the house has said, to whom, and when the answer came. */
type Told = { readonly userId: string; readonly totals: PlayTotals; readonly atMs: number };

/**
 * A visit with everything that the house has settled since it began: also bets that ended while nobody looked, such as a
 * round left alone, or crash on another page.
 */
export function withTotals(visit: PlaySession, { userId, totals, atMs }: Told): PlaySession {
  const { currency, bets, staked, paid } = totals;
  const now = { bets: Number(bets), netMinor: BigInt(paid) - BigInt(staked) };
  const { base } = visit;
  if (base === null || base.userId !== userId || base.currency !== currency) {
    const { betCount, netMinor } = visit;
    return {
      ...visit,
      base: { userId, currency, bets: now.bets - betCount, netMinor: now.netMinor - netMinor },
    };
  }
  if (atMs - visit.countedAtMs < SETTLED_AFTER_MS) return visit;
  return { ...visit, betCount: now.bets - base.bets, netMinor: now.netMinor - base.netMinor };
}
