import { pino } from "pino";
import { finalityDepthOf, indexerSettings, readConfig } from "#backend/config.ts";
import { createPool } from "#backend/db/pool.ts";
import { FairhouseError } from "#domain/errors.ts";
import { startFleet } from "#indexer/fleet.ts";
import { startHealthServer } from "#indexer/healthServer.ts";
import { createMetrics } from "#indexer/metrics.ts";
import { createEndpoint, requireRightChain } from "#indexer/source/endpoint.ts";
import { createFailover } from "#indexer/source/failover.ts";
import { createRpcReader } from "#indexer/source/rpcReader.ts";

/** One per loop that may write, and some for checks: each vault has two loops. */
const MAX_CONNECTIONS = 8;
/** Stopping waits so long for transactions that are under way. */
const STOP_TIMEOUT_MS = 10_000;

/** The indexer: follows the vaults of one chain, keeps the books in step with them, and checks that they are. */
async function main(): Promise<void> {
  const config = readConfig(indexerSettings);
  const log = pino({
    level: config.LOG_LEVEL,
    base: { process: "indexer" },
    // Block numbers and amounts are bigints, which JSON does not know.
    formatters: { log: (facts) => Object.fromEntries(Object.entries(facts).map(writeBigint)) },
  });
  const metrics = createMetrics();
  const endpoints = config.RPC_URLS.map((url) => createEndpoint(url, config.CHAIN_ID));
  await requireRightChain(endpoints, (failure, host) =>
    log.warn({ host, err: failure }, "a node does not answer"),
  );

  const pool = createPool({
    url: config.DATABASE_URL,
    role: "fairhouse_indexer",
    maxConnections: MAX_CONNECTIONS,
    onIdleError: (error) => log.warn({ err: error }, "a database connection broke"),
  });
  const nodes = createFailover(endpoints, metrics.rpcFailed);
  const stopping = new AbortController();
  const fleet = startFleet({
    pool,
    reader: createRpcReader(nodes, config.CHAIN_ID),
    chainId: config.CHAIN_ID,
    rules: {
      maxReorgDepth: config.MAX_REORG_DEPTH,
      finalityDepth: finalityDepthOf(config.CHAIN_ID, config.FINALITY_DEPTH),
    },
    log,
    metrics,
    now: Date.now,
    signal: stopping.signal,
    reconcileIntervalMs: config.RECONCILE_INTERVAL_MS,
  });
  const server = await startHealthServer(config.INDEXER_PORT, {
    faults: fleet.faults,
    metrics: metrics.registry,
  });
  log.info({ port: config.INDEXER_PORT, chainId: config.CHAIN_ID }, "indexer started");

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
