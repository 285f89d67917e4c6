import type pg from "pg";
import type { DatabaseClock } from "./databaseClock.ts";

/**
 * Reads something together with the database's time, and sets the clock by it. Waiting for a connection tells nothing of the
 * time, so it does not count: a busy process would else be in doubt about what it receives in time.
 */
export async function readTimed<Answer extends { readonly nowMs: number }>(
  { pool, clock }: { readonly pool: pg.Pool; readonly clock: DatabaseClock },
  read: (client: pg.PoolClient) => Promise<Answer>,
): Promise<Answer> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const askedAt = performance.now();
    const answer = await read(client);
    clock.observe({ askedAt, answeredAt: performance.now(), nowMs: answer.nowMs });
    return answer;
  } catch (error) {
    broken = error instanceof Error ? error : new Error("a reading failed", { cause: error });
    throw error;
  } finally {
    client.release(broken);
  }
}
