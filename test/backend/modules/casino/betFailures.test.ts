import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BANKROLL_SHARDS } from "#backend/db/accountStore.ts";
import { migrate } from "#backend/db/migrate.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import type { BetResponse } from "#domain/api/casino.ts";
import { startPostgres } from "#scripts/runtime/postgres.ts";
import { startRedis } from "#scripts/runtime/redis.ts";
import { testRedisUrl } from "#test/support/services.ts";
import { diceBet, openTestHouse, startTestHouse, type TestHouse } from "./testHouse.ts";

/** Enough to hit batches in every phase; few enough that a slow machine gets past them. */
const KILLS = 20;

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});

afterAll(() => house.stop());

async function findings(): Promise<unknown[]> {
  return (await checkLedger(house.owner)).flatMap((result) => result.findings);
}

/** Sends the bet again until it is answered, as a client does that was told to. */
async function placeAtLast(userId: string, request: ReturnType<typeof diceBet>): Promise<BetResponse> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await house.place(userId, request);
    } catch (error) {
      const isWorthRetrying = error instanceof Error && "retryAfterMs" in error;
      if (!isWorthRetrying || attempt === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

describe("when a part fails", () => {
  test("behavior: connections killed in the middle of batches leave nothing half done and nothing doubled", async () => {
    const players = await Promise.all(
      Array.from({ length: 20 }, () => house.addPlayer({ balanceMinor: 1_000_000_000n })),
    );
    const bets = Array.from({ length: 1_500 }, (_, n) => ({ userId: players[n % 20]!, request: diceBet() }));
    let isDone = false;
    const placing = Promise.all(
      bets.map(async ({ userId, request }, n) => {
        await new Promise((resolve) => setTimeout(resolve, n / 2));
        return placeAtLast(userId, request);
      }),
    ).finally(() => {
      isDone = true;
    });
    for (let kills = 0; kills < KILLS && !isDone; kills++) {
      await house.owner.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fairhouse_engine' AND datname = current_database()",
      );
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    const answers = await placing;
    expect(new Set(answers.map(({ bet }) => `${bet.seedId}/${bet.nonce}`)).size).toBe(bets.length);
    const { rows } = await house.owner.query<{ count: bigint }>("SELECT count(*) AS count FROM bets");
    expect(rows[0]?.count).toBe(BigInt(bets.length));
    expect(await findings()).toEqual([]);
  });

  test("behavior: while somebody keeps a shard of the bankroll locked, bets are played against the others", async () => {
    const userId = await house.addPlayer({ balanceMinor: 1_000_000_000n });
    const holder = await house.owner.connect();
    try {
      await holder.query("BEGIN");
      await holder.query(
        "SELECT 1 FROM accounts WHERE kind = 'house_bankroll' ORDER BY id LIMIT 1 FOR UPDATE",
      );
      // One after the other, so that each is a batch of its own, and one of them comes to the locked shard.
      for (let n = 0; n < BANKROLL_SHARDS; n++) expect(await house.place(userId, diceBet())).toBeDefined();
    } finally {
      await holder.query("ROLLBACK");
      holder.release();
    }
    expect(await findings()).toEqual([]);
  });
});

describe("when Redis stops", () => {
  test("error: GateUnavailable, and bets go on when it is back", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fairhouse-gate-"));
    const redis = await startRedis({ dir: folder });
    const own = await startTestHouse({
      databaseUrl: house.databaseUrl,
      redisUrl: redis.url,
      slug: "redis-stops",
    });
    try {
      const userId = await own.addPlayer({ balanceMinor: 1_000_000_000n });
      await own.place(userId, diceBet());
      await redis.stop();
      for (let n = 0; n < 6; n++) {
        await expect(own.place(userId, diceBet())).rejects.toMatchObject({ code: "GATE_UNAVAILABLE" });
      }
      const back = await startRedis({ dir: folder, port: redis.port });
      try {
        await expect.poll(() => own.place(userId, diceBet()).then(({ bet }) => bet.nonce, String)).toBe(1);
      } finally {
        await back.stop();
      }
    } finally {
      await own.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("when Postgres stops", () => {
  test("error: HouseUnavailable, and bets go on when it is back", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fairhouse-ledger-"));
    await chmod(folder, 0o755); // Postgres may run as another user.
    const dataDir = join(folder, "postgres");
    const postgres = await startPostgres({ dataDir, durable: true });
    await migrate(postgres.url);
    const own = await startTestHouse({ databaseUrl: postgres.url, redisUrl: await testRedisUrl() });
    try {
      const userId = await own.addPlayer({ balanceMinor: 1_000_000_000n });
      const request = diceBet();
      const first = await own.place(userId, request);
      await postgres.stop();
      await expect(own.place(userId, diceBet())).rejects.toMatchObject({ code: "HOUSE_UNAVAILABLE" });
      const back = await startPostgres({ dataDir, port: postgres.port, durable: true });
      try {
        expect(await own.place(userId, request)).toEqual({ bet: first.bet, balance: null, repeated: true });
        expect((await own.place(userId, diceBet())).bet.nonce).toBe(1);
      } finally {
        await own.stop();
        await back.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
