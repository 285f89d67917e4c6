import { createAccessTokens } from "#backend/adapters/accessToken.ts";
import type { Clock } from "#backend/adapters/clock.ts";
import type { Entropy } from "#backend/adapters/entropy.ts";
import type { Log } from "#backend/adapters/log.ts";
import { createApiMetrics } from "#backend/adapters/metrics.ts";
import { createOrderQueue } from "#backend/adapters/orderQueue.ts";
import { createPublicChain } from "#backend/adapters/publicChain.ts";
import { createRedis } from "#backend/adapters/redis.ts";
import type { ApiConfig } from "#backend/config.ts";
import { createApiPool } from "#backend/db/apiPool.ts";
import { createDatabase } from "#backend/db/client.ts";
import { createAuthenticate } from "#backend/modules/auth/authenticate.ts";
import { createLiveSessions } from "#backend/modules/auth/liveSessions.ts";
import { createBetFeed } from "#backend/modules/betFeed/betFeed.service.ts";
import { createBetEngine } from "#backend/modules/casino/betEngine.ts";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import { createEnginePool } from "#backend/modules/casino/enginePool.ts";
import { createGameVersions } from "#backend/modules/casino/gameVersions.service.ts";
import { createLeavesThread } from "#backend/modules/checkpoints/leavesThread.ts";
import { CASH_OUT_CONNECTIONS } from "#backend/modules/crash/cashOutDesk.ts";
import { settledCrashBets } from "#backend/modules/crash/settledBets.service.ts";
import { startCrash } from "#backend/modules/crash/startCrash.ts";
import { createFairness } from "#backend/modules/fairness/fairness.service.ts";
import { createSeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createTenants } from "#backend/modules/house/tenants.ts";
import { createIdempotency } from "#backend/modules/idempotency/idempotency.service.ts";
import { createKillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { createLivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import { createPlayerNews } from "#backend/modules/realtime/playerNews.ts";
import { createSocketReadings } from "#backend/modules/realtime/socketReadings.ts";
import { createRounds } from "#backend/modules/rounds/rounds.service.ts";
import { orderQueueName } from "#backend/modules/settlement/settleOrder.ts";
import { createUsers } from "#backend/modules/users/users.service.ts";
import { createWallet } from "#backend/modules/wallet/wallet.service.ts";

/** What the process is given. */
export interface ApiProcess {
  readonly config: ApiConfig;
  readonly log: Log;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/** Everything outside the process; nothing is waited for, and what breaks comes back by itself. */
export function connectApi({ config, log }: ApiProcess) {
  const warn = (message: string) => (error: Error) => log.warn({ err: error }, message);
  const pool = createApiPool(config.DATABASE_URL, warn("database connection lost"));
  const enginePool = createEnginePool(config.DATABASE_URL, warn("engine connection lost"));
  const crashPool = createEnginePool(config.DATABASE_URL, warn("crash connection lost"));
  const cashOutPool = createEnginePool(
    config.DATABASE_URL,
    warn("cash-out connection lost"),
    CASH_OUT_CONNECTIONS,
  );
  const roundsPool = createEnginePool(config.DATABASE_URL, warn("rounds connection lost"));
  const metrics = createApiMetrics();
  const crashPools = { crash: crashPool, cashOuts: cashOutPool };
  const pools = { api: pool, engine: enginePool, ...crashPools, rounds: roundsPool };
  for (const [name, each] of Object.entries(pools)) metrics.watchPool(name, each);
  return {
    pool,
    enginePool,
    crashPool,
    cashOutPool,
    roundsPool,
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

export type ApiConnections = ReturnType<typeof connectApi>;

/** Everything that routes and sockets ask. */
export function createApiServices({ config, log, clock, entropy }: ApiProcess, connections: ApiConnections) {
  const { pool, enginePool, crashPool, cashOutPool, roundsPool, db, redis, chain } = connections;
  const killSwitches = createKillSwitches({ pool, clock });
  const cipher = createSeedCipher(Buffer.from(config.SEED_ENCRYPTION_KEY, "base64"), entropy);
  const limits = { betsPerSecond: config.BETS_PER_SECOND, betsBurst: config.BETS_BURST };
  const play = { pool: enginePool, redis, limits, cipher, killSwitches, clock };
  const engine = createBetEngine({
    ...play,
    onFault: (error) => log.error({ err: error }, "bet engine fault"),
  });
  const live = createLiveServices({ log }, connections);
  const history = createBetHistory(pool, settledCrashBets);
  const rounds = createRounds({
    ...play,
    pool: roundsPool,
    history,
    onSettled(settled) {
      live.betFeed.offer(settled);
      live.news.changed(settled.tenantId, settled.userId);
    },
  });
  const crash = startCrash({
    ...{ ...play, ...chain, pool, enginePool: crashPool, cashOutPool, entropy, log },
    ...{
      live: live.live,
      feed: live.betFeed,
      players: live.news,
      readings: live.readings,
      client: createPublicChain(chain),
    },
  });
  const tokens = createAccessTokens({ privateKey: config.JWT_PRIVATE_KEY, issuer: config.PUBLIC_API_URL });
  const sessions = createLiveSessions(db, clock);
  return {
    tenants: createTenants(db, clock, config.DEFAULT_TENANT),
    killSwitches,
    gameVersions: createGameVersions(pool),
    engine,
    rounds,
    crash,
    fairness: createFairness({ pool, enginePool, cipher }),
    tokens,
    sessions,
    authenticate: createAuthenticate({ tokens, sessions, clock }),
    idempotency: createIdempotency(pool),
    users: createUsers(db),
    wallet: createWallet(db),
    history,
    ...live,
  };
}

export type ApiServices = ReturnType<typeof createApiServices>;

/** What is said to sockets, from any process: see `startRealtime` for how it is heard. */
function createLiveServices({ log }: Pick<ApiProcess, "log">, { pool, redis }: ApiConnections) {
  const live = createLivePublisher(redis);
  const onFault = (error: unknown) => log.warn({ err: error }, "bets could not be shown");
  return {
    live,
    news: createPlayerNews(redis),
    betFeed: createBetFeed({ pool, live, onFault }),
    readings: createSocketReadings(),
  };
}
