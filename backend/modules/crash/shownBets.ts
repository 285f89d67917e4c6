import type { ShownCrashBet } from "#domain/api/crashBets.ts";
import { payoutDown } from "#domain/games/crash/maximumWin.ts";
import type { CrashBetRow } from "./bets.store.ts";

/** A bet as everybody may see it, but for its player's name. */
export interface BoardBet {
  readonly id: string;
  readonly userId: string;
  readonly stakeMinor: bigint;
  readonly standing: ShownCrashBet["standing"];
  /** In hundredths; null for all that did not get out. */
  readonly exit: number | null;
}

/** A bet as it stands by what is committed. */
export function boardBetOf(
  row: Pick<CrashBetRow, "id" | "user_id" | "stake" | "cashed_out" | "exit" | "payout">,
  isCancelled: boolean,
): BoardBet {
  const exit = row.exit ?? row.cashed_out;
  return { id: row.id, userId: row.user_id, stakeMinor: row.stake, standing: standingOf(), exit };

  function standingOf(): BoardBet["standing"] {
    if (exit !== null) return "out";
    if (row.payout === null) return "in";
    return isCancelled ? "returned" : "lost";
  }
}

export function shownBetOf({ id, stakeMinor, standing, exit }: BoardBet, player: string): ShownCrashBet {
  return {
    ...{ betId: id, player, stake: stakeMinor.toString(), standing, exitHundredths: exit },
    payout: payoutOf(stakeMinor, standing, exit)?.toString() ?? null,
  };
}

function payoutOf(stakeMinor: bigint, standing: BoardBet["standing"], exit: number | null): bigint | null {
  if (standing === "in") return null;
  if (standing === "returned") return stakeMinor;
  return exit === null ? 0n : payoutDown(stakeMinor, exit);
}
