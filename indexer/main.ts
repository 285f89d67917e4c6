import { pino } from "pino";
import { alertReceiverOf, indexerSettings, readConfig } from "#backend/config.ts";
import { createPool } from "#backend/db/pool.ts";
import { FairhouseError } from "#domain/errors.ts";
import { chainsOf } from "#indexer/chainConfig.ts";
import { openChains } from "#indexer/chains.ts";
import { startFleet } from "#indexer/fleet.ts";
import { startHealthServer } from "#indexer/healthServer.ts";
import { createMetrics } from "#indexer/metrics.ts";
import { createAlertWebhook } from "#indexer/source/alertWebhook.ts";

/** Two for every back-fill, one for every follower that commits, and some for checks of the books. */
const MAX_CONNECTIONS = 12;
/** Stopping waits so long for transactions that are under way. */
const STOP_TIMEOUT_MS = 10_000;

/** The indexer: follows the vaults of its chains, keeps the books in step with them, and checks that they are. */
async function main(): Promise<void> {
  const config = readConfig(indexerSettings);
  const log = pino({
    level: config.LOG_LEVEL,
    base: { process: "indexer" },
    // Block numbers and amounts are bigints, which JSON does not know.
    formatters: { log: (facts) => Object.fromEntries(Object.entries(facts).map(writeBigint)) },
  });
  const metrics = createMetrics();
  const chains = await openChains(chainsOf(config), { log, metrics, now: Date.now });

  const pool = createPool({
    url: config.DATABASE_URL,
    role: "fairhouse_indexer",
    maxConnections: MAX_CONNECTIONS,
    onIdleError: (error) => log.warn({ err: error }, "a database connection broke"),
  });
  const receiver = alertReceiverOf(config);
  const stopping = new AbortController();
  const fleet = startFleet({
    pool,
    chains,
    maxReorgDepth: config.MAX_REORG_DEPTH,
    log,
    metrics,
    now: Date.now,
    signal: stopping.signal,
    reconcileIntervalMs: config.RECONCILE_INTERVAL_MS,
    webhook: receiver && createAlertWebhook({ ...receiver, now: Date.now }),
  });
  const server = await startHealthServer(config.INDEXER_PORT, {
    faults: fleet.faults,
    notes: fleet.notes,
    metrics: metrics.registry,
  });
  log.info({ port: config.INDEXER_PORT, chainIds: [...chains.keys()] }, "indexer started");

  await nextStopSignal();
  log.info("stopping");
  stopping.abort();
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  server.close();
  server.closeAllConnections();
  await fleet.done;
  await pool.end();
}

function nextStopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
}

function writeBigint([name, value]: [string, unknown]): [string, unknown] {
  return [name, typeof value === "bigint" ? String(value) : value];
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof FairhouseError ? error.message : String(error)}\n`);
  // At once: loops that were started already would keep the process alive.
  process.exit(1);
}
