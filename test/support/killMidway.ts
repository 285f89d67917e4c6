import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { inTransaction } from "#backend/db/transaction.ts";

/** Starts a process, or sets one to work, that is going to move money. */
export type Begin = () => ChildProcess | Promise<ChildProcess>;

const COMMIT_HELD = 8_150_001;
const ROW_HELD = 8_150_002;
const LOOK_EVERY_MS = 5;

/** Kills with SIGKILL, and waits until the process is gone. */
export async function killNow(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/**
 * Kills a process whose transaction waits to write to the table: what it wrote to others before is there, uncommitted.
 * Returns when Postgres has undone it.
 */
export async function killBeforeWriting(owner: pg.Pool, table: string, begin: Begin): Promise<void> {
  const backend = await inTransaction(owner, async (client) => {
    // Lets others read the table and lock its rows, not write to it.
    await client.query(`LOCK TABLE ${table} IN SHARE MODE`);
    const child = await begin();
    const pid = await waitingFor(owner, "relation = $1::regclass", table);
    await killNow(child);
    return pid;
  });
  await untilGone(owner, backend);
}

/**
 * Kills a process whose transaction is about to write such a row, with whatever it wrote before uncommitted. For
 * transactions that write to one table several times.
 * @param row what a trigger is made of: its event, its table, and a condition on the row
 */
export async function killBeforeRow(
  owner: pg.Pool,
  row: { readonly event: string; readonly table: string; readonly when: string },
  begin: Begin,
): Promise<void> {
  const { event, table, when } = row;
  await owner.query(
    `CREATE FUNCTION hold_row() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${ROW_HELD}); RETURN NEW; END $$`,
  );
  await owner.query(
    `CREATE TRIGGER row_is_held BEFORE ${event} ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION hold_row()`,
  );
  await killWhileHeld(owner, ROW_HELD, begin);
  await owner.query(`DROP TRIGGER row_is_held ON ${table}`);
  await owner.query("DROP FUNCTION hold_row");
}

/**
 * Kills a process that has asked for its commit and knows nothing of the answer, which is yes. The table is one to which
 * its transaction adds a row. Returns when the commit is done.
 */
export async function killWhileCommitting(owner: pg.Pool, table: string, begin: Begin): Promise<void> {
  await owner.query(
    `CREATE FUNCTION hold_commit() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${COMMIT_HELD}); RETURN NULL; END $$`,
  );
  await owner.query(
    `CREATE CONSTRAINT TRIGGER commit_is_held AFTER INSERT OR UPDATE ON ${table} DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION hold_commit()`,
  );
  await killWhileHeld(owner, COMMIT_HELD, begin);
  await owner.query(`DROP TRIGGER commit_is_held ON ${table}`);
  await owner.query("DROP FUNCTION hold_commit");
}

/** Kills a process that waits for the advisory lock. */
async function killWhileHeld(owner: pg.Pool, lock: number, begin: Begin): Promise<void> {
  const backend = await inTransaction(owner, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [lock]);
    const child = await begin();
    const pid = await waitingFor(owner, "locktype = 'advisory' AND objid = $1::oid", lock);
    await killNow(child);
    return pid;
  });
  await untilGone(owner, backend);
}

/** The backend that waits for the lock, as soon as there is one. */
async function waitingFor(owner: pg.Pool, lock: string, value: unknown): Promise<number> {
  for (;;) {
    const { rows } = await owner.query<{ pid: number }>(
      `SELECT pid FROM pg_locks WHERE NOT granted AND ${lock}
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [value],
    );
    if (rows[0] !== undefined) return rows[0].pid;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Until Postgres has noticed that the process is gone, and ended what it had begun one way or the other. */
async function untilGone(owner: pg.Pool, pid: number): Promise<void> {
  const query = "SELECT FROM pg_stat_activity WHERE pid = $1";
  while (((await owner.query(query, [pid])).rowCount ?? 0) > 0) await sleep(LOOK_EVERY_MS);
}
