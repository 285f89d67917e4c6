import type pg from "pg";
import { invariant } from "#domain/errors.ts";
import { NOW_MS, ROUND_COLUMNS, type RoundRow } from "./roundRow.ts";
import type { Lead, TableKey } from "./table.ts";

/** A round with its secret, for the engine. */
export interface SecretRound extends RoundRow {
  readonly sealed_hash: Buffer;
  /** Of its chain. */
  readonly salt: string;
}

const SECRET_COLUMNS = `${ROUND_COLUMNS}, round.sealed_hash,
  (SELECT salt FROM crash_chains WHERE tenant_id = round.tenant_id AND id = round.chain_id) AS salt`;

/** The table's newest round, and the database's time. */
export async function findNewestRound(
  client: pg.Pool | pg.ClientBase,
  { tenantId, currency }: TableKey,
): Promise<{ round: SecretRound | undefined; nowMs: number }> {
  const { rows } = await client.query<SecretRound & { now_ms: number }>(
    `SELECT ${SECRET_COLUMNS}, clock.now_ms
     FROM (SELECT ${NOW_MS}) AS clock
     LEFT JOIN LATERAL (
       SELECT * FROM crash_rounds WHERE tenant_id = $1 AND currency = $2 ORDER BY number DESC LIMIT 1
     ) AS round ON true`,
    [tenantId, currency],
  );
  const [row] = rows;
  invariant(row !== undefined, "a left join answers");
  return { round: row.id === null ? undefined : row, nowMs: row.now_ms };
}

/** Locks the rounds in id order, so that neither their phase nor their totals change until the transaction ends. */
export async function lockRounds(
  client: pg.ClientBase,
  tenantId: number,
  ids: readonly string[],
): Promise<SecretRound[]> {
  const { rows } = await client.query<SecretRound>({
    name: "crash_lock_rounds",
    text: `SELECT ${SECRET_COLUMNS} FROM crash_rounds AS round
           WHERE tenant_id = $1 AND id = ANY($2::bigint[]) ORDER BY id FOR NO KEY UPDATE`,
    values: [tenantId, `{${ids.join(",")}}`],
  });
  return rows;
}

/** Locks a round as its leader, who may have been deposed while waiting. */
export async function lockRound(client: pg.ClientBase, { tenantId }: Lead, id: bigint): Promise<SecretRound> {
  const [round] = await lockRounds(client, tenantId, [id.toString()]);
  invariant(round !== undefined, "a round is kept for ever");
  return round;
}

export interface NewRound extends Lead {
  readonly chainId: bigint;
  readonly game: number;
  readonly commitment: string;
  readonly sealedHash: Buffer;
  readonly edgeBps: number;
  readonly ceiling: number;
  readonly bettingMs: number;
}

export async function insertRound(client: pg.ClientBase, round: NewRound): Promise<void> {
  const { tenantId, currency, fence, chainId, game, commitment, sealedHash, edgeBps, ceiling, bettingMs } =
    round;
  await client.query(
    `INSERT INTO crash_rounds (tenant_id, currency, number, chain_id, game, commitment, sealed_hash, edge_bps, phase,
                               fence, ceiling, betting_ends_at)
     SELECT $1, $2, 1 + coalesce(max(number), 0), $3, $4, $5, $6, $7, 'betting', $8, $9,
       clock_timestamp() + make_interval(secs => $10::double precision / 1000)
     FROM crash_rounds WHERE tenant_id = $1 AND currency = $2`,
    [tenantId, currency, chainId, game, commitment, sealedHash, edgeBps, fence, ceiling, bettingMs],
  );
}

/** Lets the curve begin, now. Whole milliseconds, so that the published time says it all. */
export async function startRound(
  client: pg.ClientBase,
  { tenantId, fence }: Lead,
  { id, ceiling }: { readonly id: bigint; readonly ceiling: number },
): Promise<void> {
  await client.query(
    `UPDATE crash_rounds
     SET phase = 'running', fence = $3, ceiling = $4, started_at = date_trunc('milliseconds', clock_timestamp())
     WHERE tenant_id = $1 AND id = $2 AND phase = 'betting'`,
    [tenantId, id, fence, ceiling],
  );
}

/** The database's clock, to be read when everything that had to be waited for is locked. */
export async function readNowMs(client: pg.Pool | pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ now_ms: number }>({ name: "crash_now", text: `SELECT ${NOW_MS}` });
  const nowMs = rows[0]?.now_ms;
  invariant(nowMs !== undefined, "a clock answers");
  return nowMs;
}
