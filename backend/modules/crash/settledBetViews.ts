import type { BetView, PublicBetView } from "#domain/api/casino.ts";
import { invariant } from "#domain/errors.ts";
import {
  type CrashBetOutcome,
  type CrashBetParams,
  crashMultiplier,
} from "#domain/games/crash/verifyCrashBet.ts";
import { formatMajor } from "#domain/money/amount.ts";
import type { CrashBetRow } from "./bets.store.ts";
import { isoTime, type RoundRow } from "./roundRow.ts";
import type { RoundSecret } from "./roundSecret.ts";
import type { SecretRound } from "./rounds.store.ts";
import type { EndedRound } from "./settleRound.ts";

/** A bet with the round that decided it, and the salt of its chain. */
export interface SettledBetRow {
  readonly bet: CrashBetRow;
  readonly round: RoundRow;
  readonly salt: string;
}

/**
 * A bet on crash as any other bet is shown: the game's hash is its server seed, the chain's salt its client seed, the number
 * of the game in its chain its nonce. Its time is the end of its round.
 */
export function settledBetViewOf({ bet, round, salt }: SettledBetRow): BetView {
  const { settled_ms: settledMs, point } = round;
  invariant(settledMs !== null && point !== null && bet.payout !== null, "the round is over");
  const outcome: CrashBetOutcome = {
    roundId: round.id.toString(),
    number: Number(round.number),
    pointHundredths: Number(point),
    exitHundredths: bet.exit,
    highestHundredths: bet.highest,
    ceilingHundredths: round.ceiling,
    isCancelled: round.phase === "cancelled",
  };
  const params: CrashBetParams = { autoCashOutHundredths: bet.auto };
  const { numerator, denominator } = crashMultiplier(outcome);
  return {
    ...{ betId: bet.id, game: "crash", currency: bet.currency, stake: bet.stake.toString() },
    payout: bet.payout.toString(),
    multiplier: { numerator: numerator.toString(), denominator: denominator.toString() },
    ...{ edgeBps: round.edge_bps, params, outcome, description: describe(outcome) },
    ...{ seedId: round.id.toString(), commitment: round.commitment, clientSeed: salt, nonce: round.game },
    createdAt: isoTime(settledMs),
  };
}

/** As `settledBetViewOf`, for anybody: with when its stake was laid, and what decided it. */
export function publicBetViewOf(row: SettledBetRow): PublicBetView {
  const { bet, round } = row;
  const startedAt = bet.created_at.toISOString();
  return { ...settledBetViewOf(row), startedAt, serverSeed: round.game_hash };
}

/** A bet of a round that has just ended, from what its leader knows. */
export function endedBetViewOf(
  bet: CrashBetRow,
  {
    round,
    secret,
    ended,
  }: { readonly round: SecretRound; readonly secret: RoundSecret; readonly ended: EndedRound },
): BetView {
  const over: RoundRow = {
    ...round,
    phase: ended.isCancelled ? "cancelled" : "settled",
    settled_ms: ended.endedAtMs,
    point: secret.pointHundredths,
    game_hash: secret.gameHash,
  };
  return settledBetViewOf({ bet, round: over, salt: round.salt });
}

function describe({ pointHundredths, exitHundredths, isCancelled }: CrashBetOutcome): string {
  if (isCancelled) return "The round was cancelled before it started: the stake was returned.";
  const crash = `crashed at ${multiplier(pointHundredths)}`;
  return exitHundredths === null ? crash : `out at ${multiplier(exitHundredths)}, ${crash}`;
}

function multiplier(hundredths: number): string {
  return `${formatMajor(BigInt(hundredths), 2)}×`;
}
