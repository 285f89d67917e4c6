import { invariant } from "#domain/errors.ts";
import { automaticExit, type OpenBet } from "#domain/games/crash/cashOut.ts";
import type { RoundEnd } from "#domain/games/crash/curve.ts";
import { payoutDown } from "#domain/games/crash/maximumWin.ts";

/** A bet of a round that is over. */
export type RoundBet = OpenBet & {
  readonly stakeMinor: bigint;
  /** The multiplier of the player's own cash-out, in hundredths, as it was committed; null: there was none. */
  readonly cashedOutHundredths: number | null;
};

export type BetResult = {
  /** Where the bet got out, in hundredths; null: it crashed. */
  readonly exitHundredths: number | null;
  /** Stake · multiplier, rounded down; 0 for a lost bet. */
  readonly payoutMinor: bigint;
};

/** What becomes of every bet of a round, in the order given: from committed cash-outs and the crash point alone. */
export function settleRound(bets: readonly RoundBet[], round: RoundEnd): BetResult[] {
  return bets.map((bet) => {
    const exitHundredths = exitOf(bet, round);
    const payoutMinor = exitHundredths === null ? 0n : payoutDown(bet.stakeMinor, exitHundredths);
    return { exitHundredths, payoutMinor };
  });
}

function exitOf(bet: RoundBet, { pointHundredths, ceilingHundredths }: RoundEnd): number | null {
  const automatic = automaticExit(bet, ceilingHundredths);
  const { cashedOutHundredths } = bet;
  if (cashedOutHundredths === null) return BigInt(automatic) <= pointHundredths ? automatic : null;
  invariant(
    BigInt(cashedOutHundredths) <= pointHundredths && cashedOutHundredths <= automatic,
    "a cash-out is committed only below the crash point and below the bet's own limits",
  );
  return cashedOutHundredths;
}
