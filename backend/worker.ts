import type pg from "pg";
import { isHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createChainClient } from "#backend/adapters/chainClient.ts";
import { openCheckpointFolder } from "#backend/adapters/checkpointFolder.ts";
import { systemClock } from "#backend/adapters/clock.ts";
import { startHealthServer } from "#backend/adapters/healthServer.ts";
import { createLog } from "#backend/adapters/log.ts";
import { startOrderDesk } from "#backend/adapters/orderQueue.ts";
import { type RepeatedJob, startRepeatedJobs } from "#backend/adapters/queue.ts";
import { stopOnSignal } from "#backend/adapters/shutdown.ts";
import { createSignerClient } from "#backend/adapters/signerClient.ts";
import { signerEndpoint } from "#backend/adapters/signerEndpoint.ts";
import { InvalidConfig, readConfig, type WorkerConfig, workerSettings } from "#backend/config.ts";
import { createAlertDesk } from "#backend/db/alertDesk.ts";
import { isMigrated } from "#backend/db/migrate.ts";
import { createPool } from "#backend/db/pool.ts";
import { closePeriodsJob } from "#backend/modules/agents/closePeriods.jobs.ts";
import { publishLeavesJob } from "#backend/modules/checkpoints/checkpoints.jobs.ts";
import { betPartitionsJob } from "#backend/modules/housekeeping/betPartitions.jobs.ts";
import { housekeepingJob } from "#backend/modules/housekeeping/housekeeping.jobs.ts";
import { overdueRoundsJob } from "#backend/modules/housekeeping/overdueRounds.jobs.ts";
import type { AlertKind } from "#backend/modules/settlement/alerts.ts";
import { createSettlementMetrics } from "#backend/modules/settlement/metrics.ts";
import {
  checkpointsJob,
  fundsJob,
  orderHandler,
  settleJob,
} from "#backend/modules/settlement/settlement.jobs.ts";
import { DEFAULT_SETTLEMENT_SETTINGS } from "#backend/modules/settlement/settlement.ts";
import { orderQueueName } from "#backend/modules/settlement/settleOrder.ts";
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
  const signer = createSignerClient(await signerEndpoint(config));
  const alerts = createAlertDesk<AlertKind>({
    ...{ source: "settlement", pool, log },
    ...{ count: metrics.countAlert, now: systemClock.now },
  });
  const settlement = {
    pool,
    chain,
    signer,
    sender: accountOf("SENDER_PRIVATE_KEY", config.SENDER_PRIVATE_KEY),
    operator: accountOf("OPERATOR_PRIVATE_KEY", config.OPERATOR_PRIVATE_KEY),
    alerts,
    countGas: metrics.countGas,
    settings: DEFAULT_SETTLEMENT_SETTINGS,
  };
  const lateAfterSeconds = BigInt(config.CHECKPOINT_LATE_SECONDS);

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
      fundsJob(settlement, { chainId: config.CHAIN_ID, metrics }),
      checkpointsJob({ settlement, lateAfterSeconds, clock: systemClock }, config.CHAIN_ID),
      housekeepingJob(pool, log),
      betPartitionsJob(pool, log),
      closePeriodsJob(pool),
      overdueRoundsJob(pool, log),
      ...leavesJobs(pool, config),
    ],
    log,
    clock: systemClock,
  });
  const orders = startOrderDesk({
    redisUrl: config.REDIS_URL,
    name: orderQueueName(config.CHAIN_ID),
    handle: orderHandler(settlement, config.CHAIN_ID),
    log,
  });
  log.info({ port: health.port, sender: settlement.sender.address }, "worker ready");

  stopOnSignal(log, async () => {
    await Promise.all([jobs.close(), orders.close()]);
    await health.close();
    await alerts.settled();
    await pool.end();
  });
}

/** Files of leaves are written by whichever worker is given a folder for them. */
function leavesJobs(pool: pg.Pool, { CHAIN_ID: chainId, CHECKPOINT_DIR: path }: WorkerConfig): RepeatedJob[] {
  return path === undefined ? [] : [publishLeavesJob({ pool, chainId, folder: openCheckpointFolder(path) })];
}

function accountOf(name: string, key: string) {
  if (!isHex(key)) throw new InvalidConfig(`${name} must be 0x and 64 hex digits`);
  return privateKeyToAccount(key);
}
