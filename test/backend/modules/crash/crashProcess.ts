import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type pg from "pg";
import { systemClock } from "#backend/adapters/clock.ts";
import { systemEntropy } from "#backend/adapters/entropy.ts";
import { createRedis } from "#backend/adapters/redis.ts";
import type { Tenant } from "#backend/http/route.ts";
import type { SettledBet } from "#backend/modules/betFeed/betFeed.service.ts";
import { createEnginePool } from "#backend/modules/casino/enginePool.ts";
import { createBetBoard } from "#backend/modules/crash/betBoard.ts";
import { CASH_OUT_CONNECTIONS } from "#backend/modules/crash/cashOutDesk.ts";
import { type CrashEngine, createCrashEngine } from "#backend/modules/crash/crashEngine.ts";
import { createCrashNews } from "#backend/modules/crash/crashNews.ts";
import { createDatabaseClock, type DatabaseClock } from "#backend/modules/crash/databaseClock.ts";
import { type Leadership, startLeadership } from "#backend/modules/crash/leadership.ts";
import { createSeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createKillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { createLivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import type { CrashBetRequest, CrashBetResponse, CrashCashOutResponse } from "#domain/api/crash.ts";

export interface CrashProcessOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly seedKey: string;
  readonly tenant: Tenant;
  readonly leads: boolean;
  readonly onFault: (error: unknown) => void;
  /** Of this process, which may be wrong. */
  readonly clock?: DatabaseClock;
}

/** The parts of an API process that play crash, with connections of their own. */
export interface CrashProcess {
  readonly engine: CrashEngine;
  readonly leadership: Leadership | undefined;
  readonly pool: pg.Pool;
  readonly redis: Redis;
  /** Players whose money this process, as a leader, has moved. */
  readonly told: string[];
  /** What this process, as a leader, has given to the feed. */
  readonly fed: SettledBet[];
  bet(userId: string, request: Partial<CrashBetRequest> & { roundId: string }): Promise<CrashBetResponse>;
  cashOut(userId: string, betId: string): Promise<CrashCashOutResponse>;
  /** Gives up what it leads, and leads whatever is free: it goes by what the books say by then. */
  leadAnew(): Promise<void>;
  stop(): Promise<void>;
}

export async function startCrashProcess(options: CrashProcessOptions): Promise<CrashProcess> {
  const { databaseUrl, redisUrl, tenant, onFault } = options;
  const pool = createEnginePool(databaseUrl, () => undefined);
  const cashOutPool = createEnginePool(databaseUrl, () => undefined, CASH_OUT_CONNECTIONS);
  const redis = createRedis({ url: redisUrl, name: "crash-test", onError: () => undefined });
  const cipher = createSeedCipher(Buffer.from(options.seedKey, "base64"), systemEntropy);
  const killSwitches = createKillSwitches({ pool, clock: systemClock });
  const told: string[] = [];
  const fed: SettledBet[] = [];
  const players = { changed: (_tenantId: number, userId: string) => void told.push(userId) };
  const live = createLivePublisher(redis);
  const board = createBetBoard(live);
  const feed = { offer: (settled: SettledBet) => void fed.push(settled) };
  const news = createCrashNews({ redis, live, players, board, feed });
  const limits = { betsPerSecond: 10_000, betsBurst: 100_000 };
  const { clock = createDatabaseClock() } = options;
  const shared = { pool, cipher, killSwitches, clock, onFault };
  const engine = createCrashEngine({ ...shared, cashOutPool, redis, limits, board });
  if (redis.status !== "ready") await new Promise((resolve) => redis.once("ready", resolve));
  const lead = () =>
    startLeadership({
      ...{ ...shared, news, entropy: systemEntropy, chainId: 31_337 },
      blocks: { hashOf: async (block) => `0x${block.toString(16).padStart(64, "0")}` },
    });
  let leadership = options.leads ? lead() : undefined;
  let stopped: Promise<void> | undefined;
  return {
    ...{ engine, pool, redis, told, fed },
    get leadership() {
      return leadership;
    },
    bet: (userId, request) =>
      engine.place({
        tenant,
        userId,
        request: {
          ...{ betId: randomUUID(), stake: "1000000", currency: "BNB", autoCashOutHundredths: null },
          ...request,
        },
      }),
    cashOut: (userId, betId) => engine.cashOut({ tenant, userId, request: { betId } }),
    async leadAnew() {
      if (leadership === undefined) return;
      await leadership.stop();
      leadership = lead();
    },
    stop() {
      stopped ??= (async () => {
        await engine.stop();
        await leadership?.stop();
        board.stop();
        redis.disconnect();
        await Promise.all([pool.end(), cashOutPool.end()]);
      })();
      return stopped;
    },
  };
}
