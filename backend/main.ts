import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "#backend/adapters/clock.ts";
import { type Entropy, systemEntropy } from "#backend/adapters/entropy.ts";
import { createLog, type Log } from "#backend/adapters/log.ts";
import { stopOnSignal } from "#backend/adapters/shutdown.ts";
import { createApiRoutes } from "#backend/apiRoutes.ts";
import {
  type ApiConnections,
  type ApiProcess,
  type ApiServices,
  connectApi,
  createApiServices,
} from "#backend/apiServices.ts";
import { type ApiConfig, apiSettings, readConfig } from "#backend/config.ts";
import { createApp } from "#backend/http/app.ts";
import { feedChannels } from "#backend/modules/betFeed/feedChannels.ts";
import { findKillSwitches } from "#backend/modules/killSwitches/killSwitches.store.ts";
import { readinessChecks } from "#backend/modules/monitoring/readiness.ts";
import { startRealtime } from "#backend/modules/realtime/startRealtime.ts";
import { startRoundSweep } from "#backend/modules/rounds/roundSweep.ts";
import { FairhouseError } from "#domain/errors.ts";

/** The API process: HTTP, sockets and the bet engine. Any number of them may run. */

/** The gate counts bets per player, this bounds garbage per socket; what a socket asks to hear is counted apart. */
const MESSAGES_PER_BET_ALLOWED = 2;

export interface ApiOptions {
  readonly config: ApiConfig;
  readonly log: Log;
  readonly clock?: Clock;
  readonly entropy?: Entropy;
}

export interface Api {
  readonly port: number;
  stop(): Promise<void>;
}

if (import.meta.main) {
  try {
    const config = readConfig(apiSettings);
    const log = createLog({ name: "api", level: config.LOG_LEVEL });
    const api = await startApi({ config, log });
    stopOnSignal(log, api.stop);
  } catch (error) {
    if (!(error instanceof FairhouseError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Wires the process together and listens. It serves as soon as its database and Redis do; `/readyz` tells. */
export async function startApi({
  config,
  log,
  clock = systemClock,
  entropy = systemEntropy,
}: ApiOptions): Promise<Api> {
  let isStopping = false;
  const process = { config, log, clock, entropy };
  const connections = connectApi(process);
  const services = createApiServices(process, connections);
  const httpServer = createServer(
    createApp({
      ...process,
      ...connections,
      ...services,
      routes: createApiRoutes(process, connections, services),
      checks: readinessChecks({ ...connections, ...services, clock }),
      isStopping: () => isStopping,
      webOrigin: config.WEB_ORIGIN,
      publicApiUrl: config.PUBLIC_API_URL,
      requestsPerMinute: config.REQUESTS_PER_MINUTE,
      trustedProxies: config.TRUST_PROXY_HOPS,
    }),
  );
  const realtime = startSockets(httpServer, process, connections, services);
  const roundSweep = startRoundSweep(services.rounds, log);
  await listen(httpServer, config);
  const port = portOf(httpServer.address());
  log.info({ port }, "api ready");

  return {
    port,
    async stop() {
      isStopping = true;
      // Nobody comes anew; and whatever was taken, bets and cash-outs, is answered before its socket closes.
      realtime.takeNoMore();
      await Promise.all([services.engine.stop(), services.crash.stop(), roundSweep.stop()]);
      services.betFeed.stop();
      services.news.stop();
      await realtime.close();
      httpServer.closeAllConnections();
      await connections.db.close();
      const { pool, enginePool, crashPool, cashOutPool, roundsPool, orders, leaves } = connections;
      const pools = [pool, enginePool, crashPool, cashOutPool, roundsPool];
      await Promise.all([...pools.map((each) => each.end()), orders.close(), leaves.close()]);
      connections.redis.disconnect();
    },
  };
}

/** What is heard over sockets, beside bets. */
function startSockets(
  httpServer: Server,
  process: ApiProcess,
  connections: ApiConnections,
  services: ApiServices,
) {
  const { config } = process;
  return startRealtime({
    ...process,
    ...connections,
    ...services,
    httpServer,
    databaseUrl: config.DATABASE_URL,
    redisUrl: config.REDIS_URL,
    readStopped: (tenantId) => findKillSwitches(connections.pool, tenantId),
    channels: [...feedChannels, ...services.crash.channels],
    onCrash: services.crash.onConnection,
    limits: {
      perSecond: config.BETS_PER_SECOND * MESSAGES_PER_BET_ALLOWED,
      burst: config.BETS_BURST * MESSAGES_PER_BET_ALLOWED,
    },
    requestsPerMinute: config.REQUESTS_PER_MINUTE,
    trustedProxies: config.TRUST_PROXY_HOPS,
  });
}

function listen(httpServer: Server, { API_PORT, API_HOST }: ApiConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    httpServer.once("error", reject);
    httpServer.listen(API_PORT, API_HOST, resolve);
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
