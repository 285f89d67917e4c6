import type pg from "pg";
import { uuidColumn } from "#backend/db/columns.ts";
import { BETS_IN_TIME } from "#backend/modules/casino/betsInTime.ts";
import { type NewestBet, type NewestBetsWanted, newestByPlayer } from "#backend/modules/casino/sharedBets.ts";

interface NewestBetRow {
  readonly user_id: string;
  readonly id: string;
  readonly game: string;
  readonly currency: string;
  readonly stake: bigint;
  readonly payout: bigint;
  readonly multiplier_numerator: bigint;
  readonly multiplier_denominator: bigint;
  readonly created_at: Date;
}

/** The newest bets of each of many players, newest first, by one statement however many they are. */
export async function listNewestBets(
  client: pg.ClientBase,
  { tenantId, userIds, limit }: NewestBetsWanted,
): Promise<Map<string, NewestBet[]>> {
  const { rows } = await client.query<NewestBetRow>(
    `SELECT newest.user_id, newest.id, newest.game, newest.currency, newest.stake, newest.payout,
       newest.multiplier_numerator, newest.multiplier_denominator, newest.created_at
     FROM unnest($2::uuid[]) WITH ORDINALITY AS player (id, place)
     CROSS JOIN LATERAL (
       SELECT player.id AS user_id, bets.id, bets.game, bets.currency, bets.stake, bets.payout,
         bets.multiplier_numerator, bets.multiplier_denominator, bets.created_at, bets.seed_id, bets.nonce
       FROM seeds
       CROSS JOIN LATERAL (
         SELECT * FROM bets WHERE bets.tenant_id = $1 AND bets.seed_id = seeds.id AND ${BETS_IN_TIME}
         ORDER BY bets.nonce DESC LIMIT $3
       ) AS bets
       WHERE seeds.tenant_id = $1 AND seeds.user_id = player.id AND seeds.nonce > 0
       ORDER BY seeds.id DESC, bets.nonce DESC LIMIT $3
     ) AS newest
     ORDER BY player.place, newest.seed_id DESC, newest.nonce DESC`,
    [tenantId, uuidColumn(userIds), limit],
  );
  return newestByPlayer(rows.map((row) => [row.user_id, toNewestBet(row)]));
}

function toNewestBet(row: NewestBetRow): NewestBet {
  return {
    ...{ betId: row.id, game: row.game, currency: row.currency },
    ...{ stake: row.stake.toString(), payout: row.payout.toString() },
    multiplier: {
      numerator: row.multiplier_numerator.toString(),
      denominator: row.multiplier_denominator.toString(),
    },
    createdAt: row.created_at.toISOString(),
  };
}
