import { randomBytes, randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import type pg from "pg";
import { type Clock, systemClock } from "#backend/adapters/clock.ts";
import { systemEntropy } from "#backend/adapters/entropy.ts";
import { createRedis } from "#backend/adapters/redis.ts";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { createPool } from "#backend/db/pool.ts";
import { inTenantTransaction, inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import type { Tenant } from "#backend/http/route.ts";
import { type BetEngine, createBetEngine } from "#backend/modules/casino/betEngine.ts";
import type { BetHooks } from "#backend/modules/casino/betHooks.ts";
import { createEnginePool } from "#backend/modules/casino/enginePool.ts";
import type { GateLimits } from "#backend/modules/casino/gate.ts";
import { createFairness, type Fairness } from "#backend/modules/fairness/fairness.service.ts";
import { createSeedCipher, type SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createKillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import type { BetRequest, BetResponse } from "#domain/api/casino.ts";
import { seed } from "#scripts/seed.ts";
import { createTestDatabase, testRedisUrl } from "#test/support/services.ts";

export const RICH_BANKROLL = 1_000_000_000_000n;

/** A house over real servers: one tenant with a bankroll, an engine, and players made on demand. */
export interface TestHouse {
  readonly databaseUrl: string;
  readonly tenant: Tenant;
  readonly engine: BetEngine;
  readonly fairness: Fairness;
  readonly cipher: SeedCipher;
  /** Under the owner: sees and does everything. */
  readonly owner: pg.Pool;
  readonly api: pg.Pool;
  readonly enginePool: pg.Pool;
  readonly redis: Redis;
  readonly faults: unknown[];
  place(userId: string, request: BetRequest): Promise<BetResponse>;
  addTenant(slug: string): Promise<Tenant>;
  addPlayer(options?: { balanceMinor?: bigint; tenant?: Tenant }): Promise<string>;
  balanceOf(userId: string): Promise<bigint>;
  stop(): Promise<void>;
}

export interface TestHouseOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly slug?: string;
  readonly limits?: GateLimits;
  readonly bankrollMinor?: bigint;
  readonly hooks?: BetHooks;
  /** Processes of one house share it. */
  readonly seedKey?: Buffer;
  /** Of this process, which may be wrong. */
  readonly clock?: Clock;
}

/** A house with a database of its own, which ends with it. */
export async function openTestHouse(options: Partial<TestHouseOptions> = {}): Promise<TestHouse> {
  const { url: databaseUrl, drop } = await createTestDatabase();
  const house = await startTestHouse({ databaseUrl, redisUrl: await testRedisUrl(), ...options });
  return {
    ...house,
    async stop() {
      await house.stop();
      await drop();
    },
  };
}

/** A house over servers that the test has started; several of them are processes of one house, or houses side by side. */
export async function startTestHouse(options: TestHouseOptions): Promise<TestHouse> {
  const { databaseUrl, redisUrl, bankrollMinor = RICH_BANKROLL, clock = systemClock } = options;
  const limits = options.limits ?? { betsPerSecond: 10_000, betsBurst: 100_000 };
  const owner = createPool({ url: databaseUrl, role: "owner", maxConnections: 4, onIdleError: ignore });
  const api = createPool({ url: databaseUrl, role: "fairhouse_api", maxConnections: 4, onIdleError: ignore });
  const enginePool = createEnginePool(databaseUrl, ignore);
  const redis = createRedis({ url: redisUrl, name: "test", onError: ignore });
  const cipher = createSeedCipher(options.seedKey ?? randomBytes(32), systemEntropy);
  const fairness = createFairness({ pool: api, enginePool, cipher });
  const killSwitches = createKillSwitches({ pool: enginePool, clock });
  const faults: unknown[] = [];
  const onFault = (error: unknown) => void faults.push(error);
  const engine = createBetEngine({
    pool: enginePool,
    redis,
    limits,
    cipher,
    killSwitches,
    clock,
    ...(options.hooks === undefined ? {} : { hooks: options.hooks }),
    onFault,
  });

  async function addTenant(slug: string): Promise<Tenant> {
    const { tenantId } = await seed({
      databaseUrl,
      tenant: { slug, name: slug, hostnames: [] },
      vault: {
        chainId: 31_337,
        address: `0x${randomBytes(20).toString("hex")}`,
        deployBlock: 0n,
        bankrollAddress: `0x${randomBytes(20).toString("hex")}`,
      },
    });
    await fund(owner, tenantId, { kind: "house_bankroll" }, bankrollMinor);
    return { id: tenantId, slug, name: slug, maxRiskBps: 100 };
  }

  const tenant = await addTenant(options.slug ?? "main");
  if (redis.status !== "ready") await new Promise((resolve) => redis.once("ready", resolve));
  return {
    databaseUrl,
    tenant,
    engine,
    fairness,
    cipher,
    owner,
    api,
    enginePool,
    redis,
    faults,
    place: (userId, request) => engine.place({ tenant, userId, request }),
    addTenant,

    async addPlayer({ balanceMinor = 0n, tenant: { id: tenantId } = tenant } = {}) {
      const { rows } = await owner.query<{ id: string }>(
        "INSERT INTO users (tenant_id, wallet_address) VALUES ($1, $2) RETURNING id",
        [tenantId, `0x${randomBytes(20).toString("hex")}`],
      );
      const userId = rows[0]!.id;
      await inTenantTransaction(api, tenantId, (client) =>
        fairness.createSeedPair(client, { tenantId, userId, clientSeed: "first words" }),
      );
      await fund(owner, tenantId, { kind: "player_cash", ownerId: userId }, balanceMinor);
      return userId;
    },

    async balanceOf(userId) {
      const { rows } = await owner.query<{ balance: bigint }>(
        "SELECT balance FROM accounts WHERE owner_id = $1 AND kind = 'player_cash' AND currency = 'BNB'",
        [userId],
      );
      return rows[0]!.balance;
    },

    async stop() {
      await engine.stop();
      await Promise.all([owner.end(), api.end(), enginePool.end()]);
      redis.disconnect();
    },
  };
}

/** Money from the vault, as the indexer would have posted it. */
async function fund(
  owner: pg.Pool,
  tenantId: number,
  account: { kind: "house_bankroll" } | { kind: "player_cash"; ownerId: string },
  amountMinor: bigint,
): Promise<void> {
  await inTransaction(owner, async (client) => {
    const names = [
      { ...account, currency: "BNB" },
      { kind: "custody" as const, currency: "BNB" },
    ];
    const [creditAccountId, debitAccountId] = await ensureAccounts(client, tenantId, names);
    if (amountMinor === 0n) return;
    const causeId = randomUUID();
    const code = account.kind === "player_cash" ? "deposit_finalized" : "bankroll_funded";
    await postTransfers(client, tenantId, [
      {
        causeId,
        leg: 0,
        code,
        debitAccountId: debitAccountId!,
        creditAccountId: creditAccountId!,
        amountMinor,
      },
    ]);
  });
}

function ignore(): void {}

/** A bet on dice at even odds or so. */
export function diceBet(overrides: Partial<BetRequest> = {}): BetRequest {
  return {
    betId: randomUUID(),
    game: "dice",
    currency: "BNB",
    stake: "1000000",
    params: { targetHundredths: 5050, direction: "over" },
    ...overrides,
  };
}
