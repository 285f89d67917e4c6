import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAccessTokens } from "#backend/adapters/accessToken.ts";
import { type Clock, systemClock } from "#backend/adapters/clock.ts";
import { type Entropy, systemEntropy } from "#backend/adapters/entropy.ts";
import { createFaucet } from "#backend/adapters/faucet.ts";
import { createLog, type Log } from "#backend/adapters/log.ts";
import { createApiMetrics } from "#backend/adapters/metrics.ts";
import { listenToNotifications } from "#backend/adapters/notificationListener.ts";
import { createOrderQueue } from "#backend/adapters/orderQueue.ts";
import { createPublicChain } from "#backend/adapters/publicChain.ts";
import { createRedis } from "#backend/adapters/redis.ts";
import { stopOnSignal } from "#backend/adapters/shutdown.ts";
import { createSignatureVerifier } from "#backend/adapters/walletSignature.ts";
import { type ApiConfig, apiSettings, finalityDepthOf, readConfig } from "#backend/config.ts";
import { ACTIVITY_CHANNEL } from "#backend/db/activityChannel.ts";
import { createDatabase } from "#backend/db/client.ts";
import { createPool } from "#backend/db/pool.ts";
import { createApp } from "#backend/http/app.ts";
import type { Route } from "#backend/http/route.ts";
import { authRoutes } from "#backend/modules/auth/auth.routes.ts";
import { createAuthService } from "#backend/modules/auth/auth.service.ts";
import { createAuthenticate } from "#backend/modules/auth/authenticate.ts";
import { createLiveSessions } from "#backend/modules/auth/liveSessions.ts";
import { createRefreshCookie } from "#backend/modules/auth/refreshCookie.ts";
import { SESSION_CHANNEL } from "#backend/modules/auth/sessionChannel.ts";
import { createBetEngine } from "#backend/modules/casino/betEngine.ts";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import { casinoRoutes } from "#backend/modules/casino/casino.routes.ts";
import { createEnginePool } from "#backend/modules/casino/enginePool.ts";
import { gameViews } from "#backend/modules/casino/gameViews.ts";
import { checkpointsRoutes } from "#backend/modules/checkpoints/checkpoints.routes.ts";
import { createLeavesThread } from "#backend/modules/checkpoints/leavesThread.ts";
import { createPublicCheckpoints } from "#backend/modules/checkpoints/publicCheckpoints.service.ts";
import { fairnessRoutes } from "#backend/modules/fairness/fairness.routes.ts";
import { createFairness } from "#backend/modules/fairness/fairness.service.ts";
import { findLiveSeeds } from "#backend/modules/fairness/seed.store.ts";
import { createSeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createGiveTestCoins, FAUCET_AMOUNT_WEI } from "#backend/modules/house/faucet.service.ts";
import { houseRoutes } from "#backend/modules/house/house.routes.ts";
import { signInOf } from "#backend/modules/house/houseConfig.service.ts";
import { LOCAL_CHAIN_ID } from "#backend/modules/house/localChain.ts";
import { createTenants } from "#backend/modules/house/tenants.ts";
import { createIdempotency } from "#backend/modules/idempotency/idempotency.service.ts";
import { createKillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { findKillSwitches } from "#backend/modules/killSwitches/killSwitches.store.ts";
import { governanceRoutes } from "#backend/modules/monitoring/governance.routes.ts";
import { createGovernance } from "#backend/modules/monitoring/governance.service.ts";
import { indexerJobRoutes } from "#backend/modules/monitoring/jobs.routes.ts";
import { createIndexerJobs } from "#backend/modules/monitoring/jobs.service.ts";
import { monitoringRoutes } from "#backend/modules/monitoring/monitoring.routes.ts";
import { createMonitoring } from "#backend/modules/monitoring/monitoring.service.ts";
import { readinessChecks } from "#backend/modules/monitoring/readiness.ts";
import { payoutsRoutes } from "#backend/modules/payouts/payouts.routes.ts";
import { createPayouts } from "#backend/modules/payouts/payouts.service.ts";
import { createAudience } from "#backend/modules/realtime/audience.ts";
import { createBetMessageHandler } from "#backend/modules/realtime/betMessages.ts";
import { createFeed } from "#backend/modules/realtime/feed.ts";
import { createNotificationHandler } from "#backend/modules/realtime/notifications.ts";
import { createSocketServer } from "#backend/modules/realtime/socketServer.ts";
import { orderQueueName } from "#backend/modules/settlement/settleOrder.ts";
import { treasuryRoutes } from "#backend/modules/treasury/treasury.routes.ts";
import { createTreasury } from "#backend/modules/treasury/treasury.service.ts";
import { createProvisionPlayer } from "#backend/modules/users/provisionPlayer.ts";
import { usersRoutes } from "#backend/modules/users/users.routes.ts";
import { createUsers } from "#backend/modules/users/users.service.ts";
import { walletRoutes } from "#backend/modules/wallet/wallet.routes.ts";
import { createWallet } from "#backend/modules/wallet/wallet.service.ts";
import { createWithdraw } from "#backend/modules/wallet/withdraw.service.ts";
import { FairhouseError } from "#domain/errors.ts";

/** The API process: HTTP, sockets and the bet engine. Any number of them may run. */

const MAX_API_CONNECTIONS = 12;
/** Beside its bets a socket has little to say; the gate counts bets per player, this bounds garbage per socket. */
const MESSAGES_PER_BET_ALLOWED = 2;
/** A player who has not chosen a client seed has a random one. */
const CLIENT_SEED_BYTES = 8;

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
  const connections = connect(process);
  const services = createServices(process, connections);
  const httpServer = createServer(
    createApp({
      ...process,
      ...connections,
      ...services,
      routes: createRoutes(process, connections, services),
      checks: readinessChecks({ ...connections, ...services, clock }),
      isStopping: () => isStopping,
      webOrigin: config.WEB_ORIGIN,
      publicApiUrl: config.PUBLIC_API_URL,
      requestsPerMinute: config.REQUESTS_PER_MINUTE,
      trustedProxies: config.TRUST_PROXY_HOPS,
    }),
  );
  const realtime = startRealtime(httpServer, process, connections, services);
  await listen(httpServer, config);
  const port = portOf(httpServer.address());
  log.info({ port }, "api ready");

  return {
    port,
    async stop() {
      isStopping = true;
      // Bets that were taken are answered before their sockets close.
      await services.engine.stop();
      await realtime.sockets.close();
      httpServer.closeAllConnections();
      await realtime.listener.stop();
      await connections.db.close();
      const { pool, enginePool, orders, leaves } = connections;
      await Promise.all([pool.end(), enginePool.end(), orders.close(), leaves.close()]);
      connections.redis.disconnect();
    },
  };
}

interface Process {
  readonly config: ApiConfig;
  readonly log: Log;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/** Everything outside the process; nothing is waited for, and what breaks comes back by itself. */
function connect({ config, log }: Process) {
  const warn = (message: string) => (error: Error) => log.warn({ err: error }, message);
  const pool = createPool({
    url: config.DATABASE_URL,
    role: "fairhouse_api",
    maxConnections: MAX_API_CONNECTIONS,
    onIdleError: warn("database connection lost"),
  });
  const enginePool = createEnginePool(config.DATABASE_URL, warn("engine connection lost"));
  const metrics = createApiMetrics();
  for (const [name, each] of Object.entries({ api: pool, engine: enginePool })) metrics.watchPool(name, each);
  return {
    pool,
    enginePool,
    db: createDatabase(pool),
    redis: createRedis({
      url: config.REDIS_URL,
      name: "fairhouse-api",
      onError: warn("redis connection lost"),
    }),
    leaves: createLeavesThread(),
    orders: createOrderQueue({
      redisUrl: config.REDIS_URL,
      name: orderQueueName(config.CHAIN_ID),
      onError: warn("order queue unreachable"),
    }),
    chain: { rpcUrls: config.RPC_URLS, chainId: config.CHAIN_ID },
    metrics,
  };
}

type Connections = ReturnType<typeof connect>;

function createServices({ config, log, clock, entropy }: Process, connections: Connections) {
  const { pool, enginePool, db, redis } = connections;
  const killSwitches = createKillSwitches({ pool, clock });
  const cipher = createSeedCipher(Buffer.from(config.SEED_ENCRYPTION_KEY, "base64"), entropy);
  const engine = createBetEngine({
    pool: enginePool,
    redis,
    limits: { betsPerSecond: config.BETS_PER_SECOND, betsBurst: config.BETS_BURST },
    cipher,
    killSwitches,
    clock,
    onFault: (error) => log.error({ err: error }, "bet engine fault"),
  });
  const tokens = createAccessTokens({ privateKey: config.JWT_PRIVATE_KEY, issuer: config.PUBLIC_API_URL });
  const sessions = createLiveSessions(db, clock);
  const finalityDepth = finalityDepthOf(config.CHAIN_ID, config.FINALITY_DEPTH);
  return {
    tenants: createTenants(db, clock, config.DEFAULT_TENANT),
    killSwitches,
    engine,
    fairness: createFairness({ pool, enginePool, cipher }),
    tokens,
    sessions,
    authenticate: createAuthenticate({ tokens, sessions, clock }),
    idempotency: createIdempotency(pool),
    users: createUsers(db),
    wallet: createWallet(db, finalityDepth),
    finalityDepth,
  };
}

type Services = ReturnType<typeof createServices>;

function createRoutes(process: Process, connections: Connections, services: Services): Route[] {
  const { pool } = connections;
  const { wallet, users, engine, fairness } = services;
  return [
    ...createHouseRoutes(process, connections, services),
    ...createAuthRoutes(process, connections, services),
    ...usersRoutes({ pool, users, wallet }),
    ...walletRoutes({ wallet, withdraw: createWithdraw(pool, wallet) }),
    ...checkpointsRoutes({ checkpoints: createPublicCheckpoints(pool, connections.leaves) }),
    ...casinoRoutes({ engine, history: createBetHistory(pool) }),
    ...fairnessRoutes({ fairness }),
    ...monitoringRoutes({ monitoring: createMonitoring({ pool, clock: process.clock }) }),
    ...governanceRoutes({ governance: createGovernance({ pool, clock: process.clock }) }),
    ...createOperatorRoutes(process, connections, services),
  ];
}

/** What staff does; the chain and the worker are asked only when somebody looks. */
function createOperatorRoutes(
  { config, clock }: Process,
  { pool, db, chain, orders }: Connections,
  { killSwitches }: Services,
): Route[] {
  const client = createPublicChain(chain);
  return [
    ...indexerJobRoutes({ jobs: createIndexerJobs({ pool }) }),
    ...payoutsRoutes({ payouts: createPayouts({ pool, orders, killSwitches, clock }) }),
    ...treasuryRoutes({ treasury: createTreasury({ pool, db, client, chainId: config.CHAIN_ID, clock }) }),
  ];
}

function createHouseRoutes(
  { config }: Process,
  { db, redis, chain }: Connections,
  { killSwitches, finalityDepth }: Services,
): Route[] {
  const giveTestCoins =
    config.FAUCET_PRIVATE_KEY !== undefined && config.CHAIN_ID === LOCAL_CHAIN_ID
      ? createGiveTestCoins(createFaucet(chain, config.FAUCET_PRIVATE_KEY), redis)
      : null;
  const settings = {
    chainId: config.CHAIN_ID,
    publicRpcUrl: config.PUBLIC_RPC_URL,
    explorerUrl: config.EXPLORER_URL ?? null,
    finalityDepth,
    publicApiUrl: config.PUBLIC_API_URL,
    webOrigin: config.WEB_ORIGIN,
    betsPerSecond: config.BETS_PER_SECOND,
    betsBurst: config.BETS_BURST,
    faucetAmountWei: giveTestCoins === null ? null : FAUCET_AMOUNT_WEI,
  };
  return houseRoutes({ db, killSwitches, games: gameViews, giveTestCoins, settings });
}

function createAuthRoutes(
  { config, clock, entropy }: Process,
  { pool, db, chain }: Connections,
  { fairness, tokens, users, sessions }: Services,
): Route[] {
  const provisionPlayer = createProvisionPlayer({
    hasSeeds: async (client, player) => (await findLiveSeeds(client, player)).length > 0,
    createSeeds: (client, player) =>
      fairness.createSeedPair(client, {
        ...player,
        clientSeed: entropy.bytes(CLIENT_SEED_BYTES).toString("hex"),
      }),
  });
  const service = createAuthService({
    pool,
    users,
    tokens,
    verifySignature: createSignatureVerifier(createPublicChain(chain)),
    provisionPlayer,
    clock,
    entropy,
    expected: { ...signInOf(config.WEB_ORIGIN), chainId: config.CHAIN_ID },
  });
  const cookie = createRefreshCookie({
    isSecure: config.PUBLIC_API_URL.startsWith("https:"),
    webOrigin: config.WEB_ORIGIN,
  });
  return authRoutes({ service, cookie, pool, db, sessions, clock });
}

/** Sockets, and the ear on what other processes commit. */
function startRealtime(httpServer: Server, process: Process, connections: Connections, services: Services) {
  const { config, log, clock } = process;
  const { pool, metrics } = connections;
  const { engine, tenants, authenticate, sessions, wallet } = services;
  const audience = createAudience();
  const readStopped = (tenantId: number) => findKillSwitches(pool, tenantId);
  const feed = createFeed({ wallet, readStopped, sessions, audience, log });
  const sockets = createSocketServer({
    httpServer,
    tenants,
    authenticate,
    audience,
    feed,
    onBet: createBetMessageHandler({ engine, metrics, log }),
    limits: {
      perSecond: config.BETS_PER_SECOND * MESSAGES_PER_BET_ALLOWED,
      burst: config.BETS_BURST * MESSAGES_PER_BET_ALLOWED,
    },
    trustedProxies: config.TRUST_PROXY_HOPS,
    metrics,
    clock,
    log,
  });
  const listener = listenToNotifications({
    url: config.DATABASE_URL,
    channels: [ACTIVITY_CHANNEL, SESSION_CHANNEL],
    ...createNotificationHandler({ feed, sessions, endSockets: sockets.endSession, log }),
  });
  return { sockets, listener };
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
