import type { z } from "zod";
import { publicBetView } from "#domain/api/casino.ts";
import { publicCrashRound } from "#domain/api/crash.ts";
import { FairhouseError } from "#domain/errors.ts";
import { type CrashBetVerdict, verifyBetOfRound } from "#domain/games/crash/verifyBetOfRound.ts";
import { readCrashOutcome } from "#domain/games/crash/verifyCrashBet.ts";

/** What was found out about a bet on crash. */
export interface CrashBetFinding {
  readonly betId: string;
  readonly roundId: string;
  /** When its stake was laid, as the house says. */
  readonly startedAt: string;
  /** Where the round crashed, by the edge that its chain has committed to. */
  readonly outcome: number;
  readonly commitment: string;
  readonly edgeBps: number;
  /** To be compared with `rootOf(kind, epoch)` of the registry, which nobody can change. */
  readonly anchored: string;
  readonly epoch: string;
  readonly kind: string;
  readonly anchorTx: string | null;
  readonly anchorBlock: string | null;
  /** The block whose hash must be the salt, with 0x. */
  readonly saltBlock: string | null;
  readonly salt: string;
  /** False for chains that were anchored by their root alone: then the edge is only what the house says. */
  readonly isEdgeCommitted: boolean;
  readonly checks: CrashBetVerdict["checks"];
  /** In words, what any node of the chain must say, which is not asked here: without it the checks prove nothing. */
  readonly onChain: readonly string[];
}

/** Longer than any sensible house takes. */
const TIMEOUT_MS = 10_000;

/**
 * Asks a house for a bet and its round, and works both out again.
 * @param house where its API is, such as https://api.example.com
 * @throws HouseSilent, CrashBetUnreadable, RoundNotOver
 */
export async function verifyCrashBetById(house: string, betId: string): Promise<CrashBetFinding> {
  const bet = await ask(house, `casino/bets/${encodeURIComponent(betId)}`, publicBetView);
  if (bet.betId !== betId.toLowerCase()) throw new HouseSilent(house, `casino/bets/${betId}`);
  const { serverSeed } = bet;
  if (bet.game !== "crash" || serverSeed === null) throw new RoundNotOver(betId);
  const { roundId } = readCrashOutcome(bet.outcome);
  const told = await ask(house, `crash/rounds/${encodeURIComponent(roundId)}`, publicCrashRound);
  const verdict = verifyBetOfRound({ ...bet, serverSeed }, told);
  if (verdict === null) throw new RoundNotOver(betId);
  const { edgeBps, epoch, anchorTx, anchorBlock, saltBlock } = told.chain;
  const { pointHundredths, commitment, isEdgeCommitted, kind } = verdict.round;
  const finding = {
    ...{
      betId,
      roundId,
      startedAt: bet.startedAt,
      outcome: Number(pointHundredths) / 100,
      commitment,
      edgeBps,
    },
    ...{ anchored: `0x${verdict.round.anchored}`, epoch, kind, anchorTx, anchorBlock },
    ...{ saltBlock, salt: bet.clientSeed, isEdgeCommitted, checks: verdict.checks },
  };
  return { ...finding, onChain: toCompare(finding) };
}

function toCompare({
  startedAt,
  anchored,
  epoch,
  kind,
  anchorTx,
  anchorBlock,
  saltBlock,
  salt,
}: Omit<CrashBetFinding, "onChain">): string[] {
  return [
    `rootOf(${kind}, ${epoch}) of the FairnessRegistry must be ${anchored}`,
    `it must have been anchored in block ${anchorBlock ?? "unknown"}, by transaction ${anchorTx ?? "unknown"}`,
    `the hash of block ${saltBlock ?? "unknown"} must be the salt, 0x${salt}`,
    `both blocks must be older than the bet, whose stake was laid at ${startedAt}`,
  ];
}

/** @throws HouseSilent */
async function ask<Schema extends z.ZodType>(
  house: string,
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  try {
    const url = new URL(`v1/${path}`, house.endsWith("/") ? house : `${house}/`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return schema.parse(await answer.json());
  } catch (cause) {
    throw new HouseSilent(house, path, { cause });
  }
}

/** The house did not answer, or not with what was asked for. */
export class HouseSilent extends FairhouseError {
  readonly code = "HOUSE_SILENT";

  constructor(house: string, path: string, options?: ErrorOptions) {
    super(`${house} does not answer /v1/${path} as a house does.`, options);
  }
}

/** There is nothing to verify yet. */
export class RoundNotOver extends FairhouseError {
  readonly code = "ROUND_NOT_OVER";

  constructor(betId: string) {
    super(`${betId} is no bet of a crash round that is over.`);
  }
}
