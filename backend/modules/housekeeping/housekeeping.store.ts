import type pg from "pg";

/** Rows deleted by one statement, so that none holds its locks for long. */
const ROWS_PER_STATEMENT = 5_000;
const MAX_STATEMENTS = 200;
/** An answer is replayed for a day; after that a repeated key counts as new. */
const IDEMPOTENCY_KEYS_KEPT = "24 hours";
/** An ended session stays visible to its user for a while. */
const SESSIONS_KEPT = "7 days";
/** A settled round is its bet, which stays; the round answers requests that are repeated, and shows how it was played. */
const ROUNDS_KEPT = "30 days";
/** Nobody counts again in minutes that are over; longer ago than a month nobody asks for minutes either. */
const COUNTER_DAYS_KEPT = 31;

/** Deletes sign-in nonces that were never used in time. @returns how many */
export function deleteExpiredNonces(pool: pg.Pool): Promise<number> {
  return deleteInPortions(
    pool,
    `DELETE FROM auth_nonces WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM auth_nonces WHERE expires_at < now() LIMIT $1))`,
  );
}

/** Deletes remembered answers that are too old to be asked for again. @returns how many */
export function deleteOldIdempotencyKeys(pool: pg.Pool): Promise<number> {
  return deleteInPortions(
    pool,
    `DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM idempotency_keys
       WHERE created_at < now() - interval '${IDEMPOTENCY_KEYS_KEPT}' AND locked_until < now() LIMIT $1))`,
  );
}

/** Deletes sessions that ended long ago, with their refresh tokens. @returns how many */
export function deleteExpiredSessions(pool: pg.Pool): Promise<number> {
  return deleteInPortions(
    pool,
    `DELETE FROM sessions WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM sessions WHERE expires_at < now() - interval '${SESSIONS_KEPT}' LIMIT $1))`,
  );
}

/** Deletes rounds that were settled long ago; their bets tell all of them. @returns how many */
export function deleteOldRounds(pool: pg.Pool): Promise<number> {
  return deleteInPortions(
    pool,
    `DELETE FROM rounds WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM rounds WHERE status = 'settled' AND acted_at < now() - interval '${ROUNDS_KEPT}' LIMIT $1))`,
  );
}

/** Adds up counters by the minute of days that are long over, to one row a day. @returns how many rows went into others */
export async function thinPlayCounters(pool: pg.Pool): Promise<number> {
  let thinned = 0;
  for (let round = 0; round < MAX_STATEMENTS; round += 1) {
    const { rows } = await pool.query<{ rows: number }>("SELECT thin_play_counters($1, $2) AS rows", [
      COUNTER_DAYS_KEPT,
      ROWS_PER_STATEMENT,
    ]);
    const [{ rows: count } = { rows: 0 }] = rows;
    thinned += count;
    if (count < ROWS_PER_STATEMENT) break;
  }
  return thinned;
}

async function deleteInPortions(pool: pg.Pool, statement: string): Promise<number> {
  let deleted = 0;
  for (let round = 0; round < MAX_STATEMENTS; round += 1) {
    const { rowCount } = await pool.query(statement, [ROWS_PER_STATEMENT]);
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < ROWS_PER_STATEMENT) break;
  }
  return deleted;
}
