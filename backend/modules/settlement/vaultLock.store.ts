import type pg from "pg";
import { ADVISORY_LOCKS } from "#backend/db/advisoryLocks.ts";

/**
 * Runs `work` while no other worker settles the vault. Should the lock's connection break, Postgres frees the
 * lock while `work` still runs: then row locks and unique keys still keep two workers from doing the same twice.
 * @returns whether the lock was free and `work` ran
 */
export async function withVaultLock(
  pool: pg.Pool,
  vaultId: number,
  work: () => Promise<void>,
): Promise<boolean> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_lock($1, $2) AS locked",
      [ADVISORY_LOCKS.vault, vaultId],
    );
    if (!rows[0]?.locked) return false;
    try {
      await work();
    } finally {
      await client.query("SELECT pg_advisory_unlock($1, $2)", [ADVISORY_LOCKS.vault, vaultId]).catch(onError);
    }
    return true;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}
