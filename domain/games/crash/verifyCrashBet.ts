import { FairhouseError } from "#domain/errors.ts";
import { automaticExit, LOWEST_CASH_OUT } from "#domain/games/crash/cashOut.ts";
import { HIGHEST_MULTIPLIER } from "#domain/games/crash/curve.ts";
import { nextLink } from "#domain/games/crash/hashChain.ts";
import { crashDigest, crashPointHundredths } from "#domain/games/crash/point.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** What is recorded of a bet on crash, as its outcome. Multipliers in hundredths. */
export type CrashBetOutcome = {
  readonly roundId: string;
  readonly number: number;
  /** Where the round crashed, or would have. */
  readonly pointHundredths: number;
  /** Where the bet got out; null: it did not. */
  readonly exitHundredths: number | null;
  /** Where the bet had won all that it may, as its player was told when it was placed. */
  readonly highestHundredths: number;
  /** Where everyone who was left was cashed out, as it was published when the round started. */
  readonly ceilingHundredths: number;
  /** True: the round never started, and the stake was given back. */
  readonly isCancelled: boolean;
};

export type CrashBetParams = {
  readonly autoCashOutHundredths: number | null;
};

/** A bet of a round that is over, as `/casino/bets/{id}` tells it; nothing in it has been checked yet. */
export type RecordedCrashBet = {
  /** The game's hash. */
  readonly serverSeed: string;
  /** The chain's salt. */
  readonly clientSeed: string;
  readonly edgeBps: number;
  readonly params: unknown;
  readonly outcome: unknown;
};

/** What must have been recorded, if the house was fair. */
export type RecomputedCrashBet = {
  /** SHA-256 of the game's hash: what was published before the round. */
  readonly commitment: string;
  /** HMAC-SHA-256 of the salt under the game's hash, in hex: its first 13 digits are the draw. */
  readonly digest: string;
  readonly outcome: CrashBetOutcome;
  readonly multiplier: Fraction;
};

/**
 * Works a bet on crash out again: where its round crashed follows from hash, salt and edge. A bet that reached its automatic
 * cash-out, the most that it might win or the round's ceiling was paid there at the latest. A cash-out by hand stands as it was
 * recorded, from 1.01× to whatever came first of those and the crash: its moment follows from nothing.
 *
 * @throws CrashBetUnreadable
 */
export function verifyCrashBet(bet: RecordedCrashBet): RecomputedCrashBet {
  const recorded = readCrashOutcome(bet.outcome);
  const source = { gameHash: bet.serverSeed, salt: bet.clientSeed, edgeBps: bet.edgeBps };
  const point = crashPointHundredths(source);
  const outcome = {
    ...recorded,
    pointHundredths: Number(point),
    exitHundredths: exitOf(recorded, readParams(bet.params), point),
  };
  return {
    commitment: nextLink(bet.serverSeed),
    digest: crashDigest(source),
    outcome,
    multiplier: crashMultiplier(outcome),
  };
}

/** A recorded outcome. @throws CrashBetUnreadable */
export function readCrashOutcome(outcome: unknown): CrashBetOutcome {
  const { roundId, number, pointHundredths, exitHundredths, isCancelled, ...limits } = fieldsOf(outcome);
  const { highestHundredths, ceilingHundredths } = limits;
  if (
    typeof roundId !== "string" ||
    typeof number !== "number" ||
    typeof pointHundredths !== "number" ||
    !(exitHundredths === null || isWhole(exitHundredths)) ||
    !isCashOut(highestHundredths) ||
    !isCashOut(ceilingHundredths) ||
    typeof isCancelled !== "boolean"
  )
    throw new CrashBetUnreadable();
  const told = { roundId, number, pointHundredths, exitHundredths, isCancelled };
  return { ...told, highestHundredths, ceilingHundredths };
}

function readParams(params: unknown): CrashBetParams {
  const { autoCashOutHundredths } = fieldsOf(params);
  if (autoCashOutHundredths !== null && !isCashOut(autoCashOutHundredths)) throw new CrashBetUnreadable();
  return { autoCashOutHundredths };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new CrashBetUnreadable();
  return { ...value };
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

/** A multiplier at which a bet can be cashed out at all. */
function isCashOut(value: unknown): value is number {
  return isWhole(value) && value >= LOWEST_CASH_OUT && value <= HIGHEST_MULTIPLIER;
}

/** What the stake was multiplied by. */
export function crashMultiplier({
  exitHundredths,
  isCancelled,
}: Pick<CrashBetOutcome, "exitHundredths" | "isCancelled">): Fraction {
  if (isCancelled) return { numerator: 1n, denominator: 1n };
  return { numerator: BigInt(exitHundredths ?? 0), denominator: 100n };
}

/** The recorded exit if it can be one; otherwise what the bet comes to when its player does nothing. */
function exitOf(
  { exitHundredths: exit, highestHundredths, ceilingHundredths, isCancelled }: CrashBetOutcome,
  { autoCashOutHundredths: autoHundredths }: CrashBetParams,
  point: bigint,
): number | null {
  if (isCancelled) return null;
  const automatic = automaticExit({ autoHundredths, highestHundredths }, ceilingHundredths);
  const isPossible = exit !== null && exit >= LOWEST_CASH_OUT && exit <= automatic && BigInt(exit) <= point;
  if (isPossible) return exit;
  return BigInt(automatic) <= point ? automatic : null;
}

/** What is recorded of the bet is not what is recorded of bets on crash. */
export class CrashBetUnreadable extends FairhouseError {
  readonly code = "CRASH_BET_UNREADABLE";

  constructor() {
    super("This is no bet on crash of a round that is over.");
  }
}
