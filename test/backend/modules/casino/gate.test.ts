import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRedis } from "#backend/adapters/redis.ts";
import { createGate } from "#backend/modules/casino/gate.ts";
import { testRedisUrl } from "#test/support/services.ts";

/** So slow that no bet passes by the rate while a test runs, on whatever machine. */
const QUARTER_OF_AN_HOUR_MS = 900_000;
const ONE_IN_A_QUARTER_OF_AN_HOUR = 1_000 / QUARTER_OF_AN_HOUR_MS;

let redis: Redis;

beforeAll(async () => {
  redis = createRedis({ url: await testRedisUrl(), name: "gate test" });
  await new Promise((resolve) => redis.once("ready", resolve));
});

afterAll(() => redis.disconnect());

describe("createGate", () => {
  test("default: lets a burst pass, then the rate", async () => {
    const gate = createGate(redis, { betsPerSecond: ONE_IN_A_QUARTER_OF_AN_HOUR, betsBurst: 20 });
    const player = randomUUID();
    expect((await gate.admit(1, new Map([[player, 15]]))).get(player)?.passed).toBe(15);
    const second = (await gate.admit(1, new Map([[player, 15]]))).get(player);
    expect(second?.passed).toBe(5);
    expect(second?.retryAfterMs).toBeGreaterThan(0);
    expect(second?.retryAfterMs).toBeLessThanOrEqual(QUARTER_OF_AN_HOUR_MS);
  });

  test("behavior: after the time it names a bet passes", async () => {
    const gate = createGate(redis, { betsPerSecond: 5, betsBurst: 1 });
    const player = randomUUID();
    // Until one is refused: on a slow machine time enough for the next may pass between two.
    let retryAfterMs = 0;
    for (let passed: number | undefined = 1; passed !== 0; )
      ({ passed, retryAfterMs } = (await gate.admit(1, new Map([[player, 1]]))).get(player)!);
    await new Promise((resolve) => setTimeout(resolve, retryAfterMs + 5));
    expect((await gate.admit(1, new Map([[player, 1]]))).get(player)?.passed).toBe(1);
  });

  test("behavior: counts each player of each tenant apart", async () => {
    const gate = createGate(redis, { betsPerSecond: ONE_IN_A_QUARTER_OF_AN_HOUR, betsBurst: 2 });
    const [one, other] = [randomUUID(), randomUUID()];
    const first = await gate.admit(
      1,
      new Map([
        [one, 5],
        [other, 1],
      ]),
    );
    expect([first.get(one)?.passed, first.get(other)?.passed]).toEqual([2, 1]);
    expect((await gate.admit(2, new Map([[one, 2]]))).get(one)?.passed).toBe(2);
  });

  test("behavior: works again after the server has forgotten its scripts", async () => {
    const gate = createGate(redis, { betsPerSecond: 1, betsBurst: 2 });
    await redis.script("FLUSH");
    const player = randomUUID();
    expect((await gate.admit(1, new Map([[player, 1]]))).get(player)?.passed).toBe(1);
  });

  test("error: GateUnavailable", async () => {
    const away = createRedis({ url: "redis://127.0.0.1:1", name: "nobody there" });
    try {
      const admitted = createGate(away, { betsPerSecond: 1, betsBurst: 1 }).admit(1, new Map([["a", 1]]));
      await expect(admitted).rejects.toMatchObject({ code: "GATE_UNAVAILABLE" });
    } finally {
      away.disconnect();
    }
  });
});
