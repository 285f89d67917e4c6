import {
  type RecomputedCrashBet,
  type RecordedCrashBet,
  readCrashOutcome,
  verifyCrashBet,
} from "#domain/games/crash/verifyCrashBet.ts";
import { type RoundVerdict, type ToldRound, verifyRound } from "#domain/games/crash/verifyRound.ts";
import { multiplyDown } from "#domain/money/fraction.ts";

/** A bet of a round that is over, as the house tells it; nothing in it has been checked yet. Amounts in minor units, decimal. */
export type ToldBet = RecordedCrashBet & {
  readonly currency: string;
  readonly stake: string;
  readonly payout: string;
  readonly commitment: string;
  /** The number of the game in its chain. */
  readonly nonce: number;
};

/** Its round, as the house tells it, too. */
export type ToldBetRound = ToldRound & {
  readonly round: {
    readonly roundId: string;
    readonly number: number;
    readonly phase: string;
    readonly ceilingHundredths: number;
  };
};

/** A bet and its round worked out again, and whether the house had said the same. */
export type CrashBetVerdict = {
  readonly round: RoundVerdict;
  readonly bet: RecomputedCrashBet;
  readonly checks: Readonly<Record<keyof RoundVerdict["checks"] | "round" | "exit" | "payout", boolean>>;
};

/**
 * Works a bet on crash out again together with its round, at the edge of the terms that the round's chain has committed to;
 * null while the round's hash or salt is not known. Whether a round was cancelled, and how high it could go, was told to
 * everybody: a bet cannot have been of another.
 *
 * @throws CrashBetUnreadable
 */
export function verifyBetOfRound(bet: ToldBet, told: ToldBetRound): CrashBetVerdict | null {
  const recorded = readCrashOutcome(bet.outcome);
  const verdict = verifyRound(told);
  if (verdict === null) return null;
  const again = verifyCrashBet({ ...bet, edgeBps: told.chain.edgeBps });
  const { phase, ceilingHundredths } = told.round;
  return {
    round: verdict,
    bet: again,
    checks: {
      ...verdict.checks,
      point: verdict.checks.point && again.outcome.pointHundredths === recorded.pointHundredths,
      round: again.commitment === verdict.commitment && isOfRound(bet, told),
      exit:
        again.outcome.exitHundredths === recorded.exitHundredths &&
        recorded.ceilingHundredths === ceilingHundredths &&
        phase === (recorded.isCancelled ? "cancelled" : "settled"),
      payout: multiplyDown(BigInt(bet.stake), again.multiplier) === BigInt(bet.payout),
    },
  };
}

function isOfRound(bet: ToldBet, { round, chain, game }: ToldBetRound): boolean {
  const { roundId, number } = readCrashOutcome(bet.outcome);
  return (
    roundId === round.roundId &&
    number === round.number &&
    bet.currency === round.currency &&
    bet.commitment === round.commitment &&
    bet.clientSeed === chain.salt &&
    bet.edgeBps === chain.edgeBps &&
    bet.nonce === game
  );
}
