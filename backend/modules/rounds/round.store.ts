import type pg from "pg";
import type { PlayerKey } from "#backend/modules/rounds/roundPlayer.store.ts";
import { invariant } from "#domain/errors.ts";

/** A round with the public part of its seed, and what it was begun under. */
export interface RoundRow {
  readonly id: string;
  readonly user_id: string;
  readonly game: string;
  readonly currency: string;
  readonly stake: bigint;
  readonly staked: bigint;
  readonly edge_bps: number;
  readonly config_id: bigint | null;
  /** What the rules, edge and paytable of its version hash to; null before versions were kept. */
  readonly config_hash: string | null;
  readonly params: string;
  readonly actions: string;
  readonly seed_id: bigint;
  readonly nonce: number;
  readonly status: "open" | "settled" | "voided";
  readonly started_at: Date;
  /** When something happened in it last, or bets went on again after a stop, in which its player could do nothing. */
  readonly quiet_since: Date;
  readonly commitment: string;
  readonly client_seed: string;
}

/** SQL: when a round in `rounds` was last its player's to play. */
export const QUIET_SINCE = `greatest(rounds.acted_at, (
    SELECT max(resumed_at) FROM activity_resumptions AS resumed
    WHERE resumed.tenant_id = rounds.tenant_id AND resumed.name = 'bets'))`;

const ROUND = `
  SELECT rounds.id, rounds.user_id, rounds.game, rounds.currency, rounds.stake, rounds.staked, rounds.edge_bps,
    rounds.config_id, rounds.params, rounds.actions, rounds.seed_id, rounds.nonce, rounds.status, rounds.started_at,
    ${QUIET_SINCE} AS quiet_since, seeds.commitment, seeds.client_seed, version.hash AS config_hash
  FROM rounds JOIN seeds ON seeds.tenant_id = rounds.tenant_id AND seeds.id = rounds.seed_id
  LEFT JOIN game_configs AS version ON version.tenant_id = rounds.tenant_id AND version.id = rounds.config_id`;

export async function findRound(
  client: pg.ClientBase,
  tenantId: number,
  roundId: string,
): Promise<RoundRow | undefined> {
  const { rows } = await client.query<RoundRow>({
    name: "rounds_find",
    text: `${ROUND} WHERE rounds.tenant_id = $1 AND rounds.id = $2`,
    values: [tenantId, roundId],
  });
  return rows[0];
}

/** The player's open rounds, at most one of each game. */
export async function listOpenRounds(
  client: pg.ClientBase,
  { tenantId, userId }: PlayerKey,
): Promise<RoundRow[]> {
  const { rows } = await client.query<RoundRow>({
    name: "rounds_open",
    text: `${ROUND} WHERE rounds.tenant_id = $1 AND rounds.user_id = $2 AND rounds.status = 'open' ORDER BY rounds.game`,
    values: [tenantId, userId],
  });
  return rows;
}

/** True when anything was ever posted under this id. */
export async function isKnownCause(
  client: pg.ClientBase,
  tenantId: number,
  causeId: string,
): Promise<boolean> {
  const { rows } = await client.query({
    name: "rounds_cause",
    text: "SELECT FROM transfers WHERE tenant_id = $1 AND cause_id = $2 LIMIT 1",
    values: [tenantId, causeId],
  });
  return rows.length > 0;
}

export interface NewRound {
  readonly id: string;
  readonly userId: string;
  readonly game: string;
  readonly currency: string;
  readonly stakeMinor: bigint;
  readonly edgeBps: number;
  readonly configId: bigint;
  readonly paramsText: string;
  readonly seedId: bigint;
  readonly nonce: number;
}

/** Writes the round down and takes its nonce. Call with the player's cash account locked. */
export async function insertRound(client: pg.ClientBase, tenantId: number, round: NewRound): Promise<void> {
  const { rows } = await client.query({
    name: "rounds_insert",
    text: `
      WITH taken AS (
        UPDATE seeds SET nonce = nonce + 1
        WHERE tenant_id = $1 AND id = $9 AND status = 'active' AND nonce = $10 RETURNING 1
      )
      INSERT INTO rounds (tenant_id, id, user_id, game, currency, stake, staked, edge_bps, config_id, params, seed_id, nonce)
      SELECT $1, $2::uuid, $3::uuid, $4, $5, $6::bigint, $6::bigint, $7::integer, $8::bigint, $11, $9::bigint, $10::integer
      FROM taken RETURNING 1`,
    values: [
      tenantId,
      round.id,
      round.userId,
      round.game,
      round.currency,
      round.stakeMinor,
      round.edgeBps,
      round.configId,
      round.seedId,
      round.nonce,
      round.paramsText,
    ],
  });
  invariant(rows.length === 1, "behind the lock of its player's cash account a seed is as it was read");
}

export interface RoundProgress {
  readonly roundId: string;
  readonly stakedMinor: bigint;
  readonly actionsText: string;
  readonly status: "open" | "settled";
}

/**
 * Call with the player's cash account locked, and the round read behind that lock.
 * @returns the round as it is now
 */
export async function updateRound(
  client: pg.ClientBase,
  tenantId: number,
  { roundId, stakedMinor, actionsText, status }: RoundProgress,
): Promise<RoundRow> {
  const { rowCount } = await client.query({
    name: "rounds_update",
    text: `
      UPDATE rounds SET staked = $3, actions = $4, status = $5, acted_at = now()
      WHERE tenant_id = $1 AND id = $2 AND status = 'open'`,
    values: [tenantId, roundId, stakedMinor, actionsText, status],
  });
  const row = await findRound(client, tenantId, roundId);
  invariant(rowCount === 1 && row !== undefined, "behind the lock an open round stays open");
  return row;
}
