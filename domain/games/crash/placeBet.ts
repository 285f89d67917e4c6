import { FairhouseError } from "#domain/errors.ts";
import { LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";
import { highestCashOut, maxStakedDown } from "#domain/games/crash/maximumWin.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import { maxProfitDown } from "#domain/limits/maxRisk.ts";
import { checkStake } from "#domain/limits/stake.ts";

/** Bets that one player may have in one round. */
const MAX_BETS_PER_PLAYER = 2;
/** Bets of one round; all of them are settled in one commit. */
const MAX_BETS_PER_ROUND = 10_000;

/** Everything that the decision about one bet depends on, as it stands after the bets decided before. */
export type CrashBetContext = {
  readonly stakeMinor: bigint;
  /** Where the player wants to be cashed out without asking, in hundredths; null: by hand. */
  readonly autoHundredths: number | null;
  readonly balanceMinor: bigint;
  readonly minStakeMinor: bigint;
  readonly bankrollMinor: bigint;
  /** The shares of the bankroll that one bet, and one whole round, may win; in hundredths of a percent. */
  readonly riskBps: number;
  readonly roundRiskBps: number;
  /** The highest multiplier of the table, in hundredths. */
  readonly ceilingHundredths: number;
  readonly round: {
    readonly isBettingOpen: boolean;
    readonly betCount: number;
    readonly stakedMinor: bigint;
    readonly betsOfPlayer: number;
  };
};

/**
 * Admits a bet to a round that takes bets.
 *
 * @returns where the bet is cashed out at the latest, in hundredths: it has won all that one bet may win
 * @throws BettingClosed, GameParamsInvalid, StakeTooSmall, InsufficientBalance, RoundFull, MaxRiskExceeded
 */
export function admitCrashBet(context: CrashBetContext): number {
  const { stakeMinor, autoHundredths, balanceMinor, bankrollMinor, ceilingHundredths, round } = context;
  if (!round.isBettingOpen) throw new BettingClosed();
  checkAuto(autoHundredths, ceilingHundredths);
  checkStake(stakeMinor, context.minStakeMinor);
  if (balanceMinor < stakeMinor) throw new InsufficientBalance(balanceMinor, stakeMinor);
  if (round.betsOfPlayer >= MAX_BETS_PER_PLAYER || round.betCount >= MAX_BETS_PER_ROUND)
    throw new RoundFull(0n);
  const maxProfitMinor = maxProfitDown(bankrollMinor, context.riskBps);
  const highest = highestCashOut({ stakeMinor, maxProfitMinor, ceilingHundredths });
  const roomMinor = maxStakedDown(maxProfitDown(bankrollMinor, context.roundRiskBps)) - round.stakedMinor;
  if (stakeMinor > roomMinor) throw new RoundFull(roomMinor > 0n ? roomMinor : 0n);
  return highest;
}

function checkAuto(autoHundredths: number | null, ceilingHundredths: number): void {
  if (autoHundredths === null) return;
  if (
    Number.isInteger(autoHundredths) &&
    autoHundredths >= LOWEST_CASH_OUT &&
    autoHundredths <= ceilingHundredths
  )
    return;
  const range = `must be a whole number from ${LOWEST_CASH_OUT} to ${ceilingHundredths}`;
  throw new GameParamsInvalid("crash", "autoCashOutHundredths", range);
}

/** The round takes no bets any more, or is not the one that takes them. */
export class BettingClosed extends FairhouseError {
  readonly code = "BETTING_CLOSED";

  constructor() {
    super("This round takes no more bets: bet on the next one.");
  }
}

/** The round has as many bets, from this player or in all, as it can carry. */
export class RoundFull extends FairhouseError {
  readonly code = "ROUND_FULL";
  /** The largest stake that still fits; 0 when none does. */
  readonly roomMinor: bigint;

  constructor(roomMinor: bigint) {
    super(
      roomMinor > 0n
        ? `This round has room for a stake of ${roomMinor} minor units: stake less, or bet on the next one.`
        : "This round takes no more bets of yours: bet on the next one.",
    );
    this.roomMinor = roomMinor;
  }
}
