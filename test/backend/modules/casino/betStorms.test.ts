import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "#backend/adapters/clock.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { createLimits } from "#backend/modules/limits/limits.service.ts";
import { awayFromMidnight } from "#test/support/calendar.ts";
import { createTestDatabase, type TestDatabase, testRedisUrl } from "#test/support/services.ts";
import { diceBet, startTestHouse, type TestHouse } from "./testHouse.ts";

/** Two processes of one house, whose clocks differ by a day and more. */
const SKEW_MS = 30 * 3_600_000;

let database: TestDatabase;
let house: TestHouse;
let other: TestHouse;

beforeAll(async () => {
  database = await createTestDatabase();
  const shared = { databaseUrl: database.url, redisUrl: await testRedisUrl(), seedKey: randomBytes(32) };
  house = await startTestHouse(shared);
  other = await startTestHouse({
    ...shared,
    bankrollMinor: 0n,
    clock: { now: () => systemClock.now() + SKEW_MS },
  });
});

afterAll(async () => {
  expect((await checkLedger(house.owner)).flatMap(({ findings }) => findings)).toEqual([]);
  expect([...house.faults, ...other.faults]).toEqual([]);
  await Promise.all([house.stop(), other.stop()]);
  await database.drop();
});

/** Wins once in a million. */
const lost = (stake: string) => diceBet({ game: "limbo", params: { targetHundredths: 100_000 }, stake });

/** One process after the other, in turns. */
const turn = (n: number) => (n % 2 === 0 ? house : other);

describe("two processes", () => {
  test("behavior: of two hundred bets with money for one, one wins the race", async () => {
    const userId = await house.addPlayer({ balanceMinor: 1_000_000n });
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) => turn(n).place(userId, lost("1000000"))),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "INSUFFICIENT_BALANCE" });
    }
    expect(await house.balanceOf(userId)).toBe(0n);
  });

  test("behavior: an id sent a thousand times bets once, and every answer is the same", async () => {
    const userId = await house.addPlayer({ balanceMinor: 100_000_000n });
    const request = diceBet();
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) => turn(n).place(userId, request)),
    );
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ bet }) => JSON.stringify(bet))).size).toBe(1);
    const paid = BigInt(answers[0]!.bet.payout) - 1_000_000n;
    expect(await house.balanceOf(userId)).toBe(100_000_000n + paid);
  });

  test("behavior: one player's bets in both use every nonce once and lose no coin", async () => {
    const userId = await house.addPlayer({ balanceMinor: 1_000_000_000n });
    const answers = await Promise.all(
      Array.from({ length: 600 }, (_, n) => turn(n).place(userId, diceBet({ stake: "1000" }))),
    );
    const nonces = answers.map(({ bet }) => bet.nonce).sort((a, b) => a - b);
    expect(nonces).toEqual(Array.from({ length: 600 }, (_, n) => n));
    const change = answers.reduce((sum, { bet }) => sum + BigInt(bet.payout) - BigInt(bet.stake), 0n);
    expect(await house.balanceOf(userId)).toBe(1_000_000_000n + change);
    const { rows } = await house.owner.query("SELECT bets, staked FROM player_totals WHERE user_id = $1", [
      userId,
    ]);
    expect(rows).toEqual([{ bets: 600n, staked: 600_000n }]);
  });

  test("behavior: a wrong clock moves no window, no limit and no bet's time", async () => {
    await awayFromMidnight();
    const userId = await house.addPlayer({ balanceMinor: 1_000_000_000n });
    const limits = createLimits(house.api);
    const player = { tenantId: house.tenant.id, userId };
    await limits.set(player, { currency: "BNB", kind: "wager", period: "day", amount: "10000" });
    await limits.set(player, { currency: "BNB", kind: "wager", period: "day", amount: "20000" });
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) => turn(n).place(userId, lost("1000"))),
    );
    const placed = answers.filter((answer) => answer.status === "fulfilled");
    expect(placed).toHaveLength(10);
    for (const { value } of placed) {
      expect(Math.abs(Date.parse(value.bet.createdAt) - Date.now())).toBeLessThan(60_000);
    }
    await limits.exclude(player, new Date(Date.now() + 3_600_000));
    for (const process of [house, other]) {
      await expect(process.place(userId, lost("1000"))).rejects.toMatchObject({ code: "SELF_EXCLUDED" });
    }
  });
});
