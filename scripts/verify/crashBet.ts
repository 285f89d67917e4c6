import type { z } from "zod";
import { publicBetView } from "#domain/api/casino.ts";
import { publicCrashRound } from "#domain/api/crash.ts";
import { FairhouseError } from "#domain/errors.ts";
import { readCrashOutcome, verifyCrashBet } from "#domain/games/crash/verifyCrashBet.ts";
import { verifyRound } from "#domain/games/crash/verifyRound.ts";
import { multiplyDown } from "#domain/money/fraction.ts";

/** What was found out about a bet on crash. */
export interface CrashBetFinding {
  readonly betId: string;
  readonly roundId: string;
  /** Where the round crashed, by the edge that its chain has committed to. */
  readonly outcome: number;
  readonly commitment: string;
  readonly edgeBps: number;
  /** To be compared with `rootOf(kind, epoch)` of the registry, which nobody can change. */
  readonly anchored: string;
  readonly epoch: string;
  readonly kind: string;
  /** False for chains that were anchored by their root alone: then the edge is only what the house says. */
  readonly isEdgeCommitted: boolean;
  readonly checks: Readonly<Record<"commitment" | "chain" | "terms" | "point" | "exit" | "payout", boolean>>;
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
  if (bet.game !== "crash" || bet.serverSeed === null) throw new RoundNotOver(betId);
  const recorded = readCrashOutcome(bet.outcome);
  const { roundId } = recorded;
  const told = await ask(house, `crash/rounds/${roundId}`, publicCrashRound);
  const verdict = verifyRound(told);
  if (verdict === null) throw new RoundNotOver(betId);

  const { edgeBps, epoch } = told.chain;
  const again = verifyCrashBet({ ...bet, edgeBps, serverSeed: bet.serverSeed });
  const isOfRound = again.commitment === verdict.commitment && bet.clientSeed === told.chain.salt;
  return {
    ...{ betId, roundId, edgeBps, epoch, kind: verdict.kind, anchored: `0x${verdict.anchored}` },
    outcome: Number(verdict.pointHundredths) / 100,
    commitment: verdict.commitment,
    isEdgeCommitted: verdict.isEdgeCommitted,
    checks: {
      ...verdict.checks,
      commitment: verdict.checks.commitment && isOfRound,
      point: verdict.checks.point && again.outcome.pointHundredths === recorded.pointHundredths,
      exit: again.outcome.exitHundredths === recorded.exitHundredths,
      payout: multiplyDown(BigInt(bet.stake), again.multiplier) === BigInt(bet.payout),
    },
  };
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
