import { FairhouseError } from "#domain/errors.ts";
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
 * Works a bet on crash out again: where its round crashed follows from hash, salt and edge; no exit lies above that, and an
 * automatic cash-out at or below it was paid. A cash-out by hand stands as it was recorded: its moment follows from nothing.
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
  const { roundId, number, pointHundredths, exitHundredths, isCancelled } = fieldsOf(outcome);
  if (
    typeof roundId !== "string" ||
    typeof number !== "number" ||
    typeof pointHundredths !== "number" ||
    !isHundredths(exitHundredths) ||
    typeof isCancelled !== "boolean"
  )
    throw new CrashBetUnreadable();
  return { roundId, number, pointHundredths, exitHundredths, isCancelled };
}

function readParams(params: unknown): CrashBetParams {
  const { autoCashOutHundredths } = fieldsOf(params);
  if (!isHundredths(autoCashOutHundredths)) throw new CrashBetUnreadable();
  return { autoCashOutHundredths };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new CrashBetUnreadable();
  return { ...value };
}

function isHundredths(value: unknown): value is number | null {
  return value === null || (typeof value === "number" && Number.isSafeInteger(value));
}

/** What the stake was multiplied by. */
export function crashMultiplier({
  exitHundredths,
  isCancelled,
}: Pick<CrashBetOutcome, "exitHundredths" | "isCancelled">): Fraction {
  if (isCancelled) return { numerator: 1n, denominator: 1n };
  return { numerator: BigInt(exitHundredths ?? 0), denominator: 100n };
}

function exitOf(
  { exitHundredths, isCancelled }: CrashBetOutcome,
  { autoCashOutHundredths: auto }: CrashBetParams,
  point: bigint,
): number | null {
  if (isCancelled) return null;
  if (exitHundredths !== null) return BigInt(exitHundredths) <= point ? exitHundredths : null;
  return auto !== null && BigInt(auto) <= point ? auto : null;
}

/** What is recorded of the bet is not what is recorded of bets on crash. */
export class CrashBetUnreadable extends FairhouseError {
  readonly code = "CRASH_BET_UNREADABLE";

  constructor() {
    super("This is no bet on crash of a round that is over.");
  }
}
