import { join } from "node:path";
import { startChain } from "#scripts/runtime/chain.ts";
import type { Report } from "#scripts/runtime/installProgram.ts";
import { rotateLog } from "#scripts/runtime/logFile.ts";
import { startPostgres } from "#scripts/runtime/postgres.ts";
import { startRedis } from "#scripts/runtime/redis.ts";
import type { HouseFolders } from "#scripts/start/folders.ts";
import { LOCAL_CHAIN_ID, type StartPlan } from "#scripts/start/plan.ts";
import type { Service } from "#scripts/start/supervisor.ts";

/** Where the house finds its database, its queues and its chain: ours, or those the user named. */
export type Endpoints = { databaseUrl: string; redisUrl: string; rpcUrls: string };

const BLOCK_TIME_SECONDS = 0.75;

/** The embedded servers that this plan needs. `endpoints` is complete once all of them have started. */
export function infrastructure(input: { plan: StartPlan; folders: HouseFolders; report: Report }): {
  services: Service[];
  endpoints: Endpoints;
} {
  const { plan, folders, report } = input;
  const { given, ports } = plan;
  const endpoints: Endpoints = {
    databaseUrl: given.DATABASE_URL ?? "",
    redisUrl: given.REDIS_URL ?? "",
    rpcUrls: given.RPC_URLS ?? "",
  };
  const logFile = (name: string) => {
    const path = join(folders.logs, `${name}.log`);
    rotateLog(path);
    return path;
  };
  const postgres: Service = {
    name: "postgres",
    start: async () => {
      const options = { dataDir: folders.postgres, port: ports.postgres, durable: true };
      const running = await startPostgres({ ...options, logFile: logFile("postgres") });
      endpoints.databaseUrl = running.url;
      return running;
    },
  };
  const redis: Service = {
    name: "redis",
    start: async () => {
      const running = await startRedis({
        dir: folders.redis,
        port: ports.redis,
        logFile: logFile("redis"),
        report,
      });
      endpoints.redisUrl = running.url;
      return running;
    },
  };
  const chain: Service = {
    name: "chain",
    start: async () => {
      const running = await startChain({
        stateDir: folders.chain,
        port: ports.chain,
        blockTimeSeconds: BLOCK_TIME_SECONDS,
        chainId: LOCAL_CHAIN_ID,
        logFile: logFile("chain"),
        report,
      });
      endpoints.rpcUrls = running.url;
      return running;
    },
  };
  const services = [
    ...(given.DATABASE_URL ? [] : [postgres]),
    ...(given.REDIS_URL ? [] : [redis]),
    ...(given.RPC_URLS ? [] : [chain]),
  ];
  return { services, endpoints };
}
