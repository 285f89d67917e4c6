import type { CrashRoundView } from "#domain/api/crash.ts";
import { invariant } from "#domain/errors.ts";

/** A round as it is stored, without its secret. Times in milliseconds since the Unix epoch, multipliers in hundredths. */
export interface RoundRow {
  readonly id: bigint;
  readonly tenant_id: number;
  readonly currency: string;
  readonly number: bigint;
  readonly chain_id: bigint;
  readonly game: number;
  readonly commitment: string;
  readonly edge_bps: number;
  readonly phase: "betting" | "running" | "settled" | "cancelled";
  readonly ceiling: number;
  readonly bet_count: number;
  readonly staked: bigint;
  readonly paid: bigint | null;
  readonly betting_ends_ms: number;
  readonly started_ms: number | null;
  readonly settled_ms: number | null;
  readonly game_hash: string | null;
  readonly point: bigint | null;
}

/** What anybody may see of `crash_rounds AS round`. */
export const ROUND_COLUMNS = `
  round.id, round.tenant_id, round.currency, round.number, round.chain_id, round.game, round.commitment,
  round.edge_bps, round.phase, round.ceiling, round.bet_count, round.staked, round.paid, round.game_hash, round.point,
  (extract(epoch FROM round.betting_ends_at) * 1000)::double precision AS betting_ends_ms,
  (extract(epoch FROM round.started_at) * 1000)::double precision AS started_ms,
  (extract(epoch FROM round.settled_at) * 1000)::double precision AS settled_ms`;

/** Milliseconds of the database's clock, which all times of a round are read from. */
export const NOW_MS = "(extract(epoch FROM clock_timestamp()) * 1000)::double precision AS now_ms";

/** A round as everyone may see it. */
export function roundViewOf(row: RoundRow): CrashRoundView {
  return {
    roundId: row.id.toString(),
    number: Number(row.number),
    currency: row.currency,
    phase: row.phase,
    commitment: row.commitment,
    edgeBps: row.edge_bps,
    ceilingHundredths: row.ceiling,
    bettingEndsAt: isoTime(row.betting_ends_ms),
    startedAt: row.started_ms === null ? null : isoTime(row.started_ms),
    betCount: row.bet_count,
    staked: row.staked.toString(),
    paid: row.paid?.toString() ?? null,
    settledAt: row.settled_ms === null ? null : isoTime(row.settled_ms),
    gameHash: row.game_hash,
    pointHundredths: row.point === null ? null : Number(row.point),
  };
}

/** A running round that has crashed, before it is settled: its hash needs to be secret no more. */
export function crashedViewOf(
  row: RoundRow,
  { gameHash, pointHundredths }: { readonly gameHash: string; readonly pointHundredths: bigint },
): CrashRoundView {
  return { ...roundViewOf(row), phase: "crashed", gameHash, pointHundredths: Number(pointHundredths) };
}

export function isoTime(ms: number): string {
  return new Date(Math.floor(ms)).toISOString();
}

/** When a running round began. */
export function startOf({ started_ms: startedMs }: RoundRow): number {
  invariant(startedMs !== null, "a running round has started");
  return startedMs;
}
