import type { CrashBetView, CrashRoundView } from "#domain/api/crash.ts";
import { automaticExit, LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";

/** How a bet stands. Multipliers in hundredths. */
export type BetStanding =
  /** Its round takes bets still, or it is about to be settled. */
  | { readonly kind: "waiting" | "settling" | "riding" | "lost" | "returned" }
  | { readonly kind: "out"; readonly hundredths: number };

/**
 * @param round the table's newest round
 * @param toldHundredths how far the house has said that the curve has come, while it rises
 */
export function betStanding(
  bet: CrashBetView,
  round: CrashRoundView | null,
  toldHundredths: number,
): BetStanding {
  const committed = bet.exitHundredths ?? bet.cashedOutHundredths;
  if (committed !== null) return { kind: "out", hundredths: committed };
  if (bet.payout !== null) return { kind: bet.payout === "0" ? "lost" : "returned" };
  if (round === null || round.roundId !== bet.roundId) return { kind: "settling" };
  const { autoCashOutHundredths: autoHundredths, highestHundredths } = bet;
  const exit = automaticExit({ autoHundredths, highestHundredths }, round.ceilingHundredths);
  switch (round.phase) {
    case "betting":
      return { kind: "waiting" };
    case "running":
      return toldHundredths >= exit ? { kind: "out", hundredths: exit } : { kind: "riding" };
    case "cancelled":
      return { kind: "returned" };
    default: {
      const { pointHundredths: point } = round;
      if (point !== null && exit <= point) return { kind: "out", hundredths: exit };
      // A cash-out by hand may be on its way, or was granted on another device: only the house knows yet.
      return { kind: point !== null && point < LOWEST_CASH_OUT ? "lost" : "settling" };
    }
  }
}
