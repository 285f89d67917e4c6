import { databaseSettings, readConfig } from "#backend/config.ts";
import { createPool } from "#backend/db/pool.ts";
import { replayRange } from "#indexer/replay.ts";
import { findVaults } from "#indexer/store/vault.store.ts";

/** A process that replays everything a database has recorded, and writes how long it took as its last line. */
const pool = createPool({
  url: readConfig(databaseSettings).DATABASE_URL,
  role: "fairhouse_indexer",
  maxConnections: 2,
});
const [vault] = await findVaults(pool);
const startedAt = performance.now();
const { rows } = await pool.query<{ last: bigint }>("SELECT max(block_number) AS last FROM chain_cursors");
const { events } = await replayRange(pool, vault!, { from: vault!.deployBlock, to: rows[0]!.last });
process.stdout.write(`${JSON.stringify({ events, ms: performance.now() - startedAt })}\n`);
await pool.end();
