import { isHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createChainClient } from "#backend/adapters/chainClient.ts";
import { systemClock } from "#backend/adapters/clock.ts";
import { startHealthServer } from "#backend/adapters/healthServer.ts";
import { createLog } from "#backend/adapters/log.ts";
import { startRepeatedJobs } from "#backend/adapters/queue.ts";
import { stopOnSignal } from "#backend/adapters/shutdown.ts";
import { createSignerClient } from "#backend/adapters/signerClient.ts";
import { finalityDepthOf, InvalidConfig, readConfig, workerSettings } from "#backend/config.ts";
import { isMigrated } from "#backend/db/migrate.ts";
import { createPool } from "#backend/db/pool.ts";
import { housekeepingJob } from "#backend/modules/housekeeping/housekeeping.jobs.ts";
import { createAlerts } from "#backend/modules/settlement/alerts.ts";
import { createSettlementMetrics } from "#backend/modules/settlement/metrics.ts";
import { settleJob } from "#backend/modules/settlement/settlement.jobs.ts";
import { DEFAULT_SETTLEMENT_SETTINGS } from "#backend/modules/settlement/settlement.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";

/** The worker process: settles withdrawals on-chain and sweeps up. Any number of workers may run. */

const MAX_CONNECTIONS = 6;

try {
  await startWorker();
} catch (error) {
  if (!(error instanceof FairhouseError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

async function startWorker(): Promise<void> {
  const config = readConfig(workerSettings);
  const log = createLog({ name: "worker", level: config.LOG_LEVEL });
  const pool = createPool({
    url: config.DATABASE_URL,
    role: "fairhouse_worker",
    maxConnections: MAX_CONNECTIONS,
    onIdleError: (error) => log.warn({ err: error }, "database connection lost"),
  });
  const metrics = createSettlementMetrics(pool);
  const chain = createChainClient({ urls: config.RPC_URLS, chainId: config.CHAIN_ID });
  const signer = createSignerClient(config.SIGNER_SOCKET);
  const settlement = {
    pool,
    chain,
    signer,
    sender: senderAccount(config.SENDER_PRIVATE_KEY),
    alerts: createAlerts({ log, count: metrics.countAlert, clock: systemClock }),
    finalityDepth: finalityDepthOf(config.CHAIN_ID, config.FINALITY_DEPTH),
    settings: DEFAULT_SETTLEMENT_SETTINGS,
  };

  const health = await startHealthServer({
    port: config.WORKER_PORT,
    registry: metrics.registry,
    checks: {
      database: async () => invariant(await isMigrated(pool), "the database has this version's schema"),
      chain: async () => void (await chain.head()),
      signer: async () => void (await signer.address()),
    },
  });
  const jobs = startRepeatedJobs({
    redisUrl: config.REDIS_URL,
    queueName: `fairhouse-worker-${config.CHAIN_ID}`,
    jobs: [
      settleJob({ settlement, chainId: config.CHAIN_ID, everyMs: config.PAYOUT_INTERVAL_MS, metrics }),
      housekeepingJob(pool, log),
    ],
    log,
    clock: systemClock,
  });
  log.info({ port: health.port, sender: settlement.sender.address }, "worker ready");

  stopOnSignal(log, async () => {
    await jobs.close();
    await health.close();
    await pool.end();
  });
}

function senderAccount(key: string) {
  if (!isHex(key)) throw new InvalidConfig("SENDER_PRIVATE_KEY must be 0x and 64 hex digits");
  return privateKeyToAccount(key);
}
