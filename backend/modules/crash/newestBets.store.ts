import type pg from "pg";
import { uuidColumn } from "#backend/db/columns.ts";
import { type NewestBet, type NewestBetsWanted, newestByPlayer } from "#backend/modules/casino/sharedBets.ts";
import { crashMultiplier } from "#domain/games/crash/verifyCrashBet.ts";
import { isoTime } from "./roundRow.ts";

interface NewestRow {
  readonly user_id: string;
  readonly id: string;
  readonly currency: string;
  readonly stake: bigint;
  readonly payout: bigint;
  readonly exit: number | null;
  readonly is_cancelled: boolean;
  readonly settled_ms: number;
}

/** The newest bets on crash of each of many players, of rounds that are over, newest first, by one statement. */
export async function listNewestCrashBets(
  client: pg.ClientBase,
  { tenantId, userIds, limit }: NewestBetsWanted,
): Promise<Map<string, NewestBet[]>> {
  const { rows } = await client.query<NewestRow>(
    `SELECT bet.user_id, bet.id, bet.currency, bet.stake, bet.payout, bet.exit, round.phase = 'cancelled' AS is_cancelled,
       (extract(epoch FROM round.settled_at) * 1000)::double precision AS settled_ms
     FROM unnest($2::uuid[]) WITH ORDINALITY AS player (id, place)
     CROSS JOIN LATERAL (
       SELECT * FROM crash_bets WHERE tenant_id = $1 AND user_id = player.id AND payout IS NOT NULL
       ORDER BY round_id DESC, id DESC LIMIT $3
     ) AS bet
     JOIN crash_rounds AS round ON round.tenant_id = $1 AND round.id = bet.round_id
     ORDER BY player.place, bet.round_id DESC, bet.id DESC`,
    [tenantId, uuidColumn(userIds), limit],
  );
  return newestByPlayer(rows.map((row) => [row.user_id, toNewestBet(row)]));
}

function toNewestBet(row: NewestRow): NewestBet {
  const { id: betId, currency, stake, payout, exit, is_cancelled: isCancelled } = row;
  const { numerator, denominator } = crashMultiplier({ exitHundredths: exit, isCancelled });
  return {
    ...{ betId, game: "crash", currency, stake: stake.toString(), payout: payout.toString() },
    multiplier: { numerator: numerator.toString(), denominator: denominator.toString() },
    createdAt: isoTime(row.settled_ms),
  };
}
