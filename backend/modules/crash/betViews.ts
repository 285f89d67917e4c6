import type { CrashBetView } from "#domain/api/crash.ts";
import type { CrashBetRow } from "./bets.store.ts";

/** A bet as its player sees it. */
export function crashBetViewOf(row: CrashBetRow): CrashBetView {
  return {
    betId: row.id,
    roundId: row.round_id.toString(),
    currency: row.currency,
    stake: row.stake.toString(),
    autoCashOutHundredths: row.auto,
    highestHundredths: row.highest,
    cashedOutHundredths: row.cashed_out,
    exitHundredths: row.exit,
    payout: row.payout?.toString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
