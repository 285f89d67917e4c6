import type pg from "pg";
import { BET_COLUMNS, type BetRow } from "#backend/modules/casino/bet.store.ts";
import { BETS_IN_TIME } from "#backend/modules/casino/betsInTime.ts";

/** A place in a player's bets, which are ordered by seed and nonce. */
export interface BetPosition {
  readonly seedId: string;
  readonly nonce: number;
}

export interface BetListing {
  readonly tenantId: number;
  readonly userId: string;
  readonly before: BetPosition | null;
  readonly limit: number;
}

/**
 * The player's bets, newest first. Goes from seed to seed and takes no more than a page of each, so that it
 * reads one index from its end and sorts next to nothing, however many bets there are.
 */
export async function listBets(
  client: pg.ClientBase,
  { tenantId, userId, before, limit }: BetListing,
): Promise<BetRow[]> {
  const { rows } = await client.query<BetRow>(
    `SELECT ${BET_COLUMNS}
     FROM seeds
     CROSS JOIN LATERAL (
       SELECT * FROM bets
       WHERE bets.tenant_id = $1 AND bets.seed_id = seeds.id AND ${BETS_IN_TIME}
         AND ($3::bigint IS NULL OR seeds.id < $3 OR bets.nonce < $4)
       ORDER BY bets.nonce DESC LIMIT $5
     ) AS bets
     WHERE seeds.tenant_id = $1 AND seeds.user_id = $2 AND seeds.nonce > 0 AND ($3::bigint IS NULL OR seeds.id <= $3)
     ORDER BY seeds.id DESC, bets.nonce DESC LIMIT $5`,
    [tenantId, userId, before?.seedId ?? null, before?.nonce ?? 0, limit],
  );
  return rows;
}

/** A bet as anybody may see it. */
export interface PublicBetRow extends BetRow {
  readonly started_at: Date;
  /** Null until it is revealed. */
  readonly server_seed: string | null;
}

/**
 * Any bet of the tenant. Its postings tell in which month it is, and the first of them, its stake, when it was begun;
 * OFFSET 0 keeps the planner from looking for the bet first, through all months.
 */
export async function findBet(
  client: pg.ClientBase,
  tenantId: number,
  betId: string,
): Promise<PublicBetRow | undefined> {
  const { rows } = await client.query<PublicBetRow>(
    `SELECT ${BET_COLUMNS}, seeds.server_seed,
       (SELECT created_at FROM transfers WHERE tenant_id = $1 AND cause_id = $2 AND leg = 0) AS started_at
     FROM (SELECT DISTINCT created_at FROM transfers WHERE tenant_id = $1 AND cause_id = $2) AS posted
     CROSS JOIN LATERAL (
       SELECT * FROM bets WHERE tenant_id = $1 AND id = $2 AND created_at = posted.created_at OFFSET 0
     ) AS bets
     JOIN seeds ON seeds.tenant_id = bets.tenant_id AND seeds.id = bets.seed_id`,
    [tenantId, betId],
  );
  return rows[0];
}
