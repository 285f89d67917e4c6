import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { createLimits, type Limits } from "#backend/modules/limits/limits.service.ts";
import type { SetLimitRequest } from "#domain/api/limits.ts";
import { awayFromMidnight } from "#test/support/calendar.ts";
import { diceBet, openTestHouse, type TestHouse } from "../casino/testHouse.ts";

let house: TestHouse;
let limits: Limits;

beforeAll(async () => {
  house = await openTestHouse();
  limits = createLimits(house.api);
});

afterAll(async () => {
  expect((await checkLedger(house.owner)).flatMap(({ findings }) => findings)).toEqual([]);
  expect(house.faults).toEqual([]);
  await house.stop();
});

beforeEach(awayFromMidnight);

const limitOf = (overrides: Partial<SetLimitRequest> = {}): SetLimitRequest => ({
  currency: "BNB",
  kind: "wager",
  period: "day",
  amount: "5000",
  ...overrides,
});

/** Wins once in a million. */
const lost = (stake: string) => diceBet({ game: "limbo", params: { targetHundredths: 100_000 }, stake });
const REACHED = { code: "PLAYER_LIMIT_REACHED" };

async function newPlayer(balanceMinor = 1_000_000n) {
  return { tenantId: house.tenant.id, userId: await house.addPlayer({ balanceMinor }) };
}

/** What was asked for so many hours ago. */
async function age(userId: string, hours: number): Promise<void> {
  await house.owner.query(
    `UPDATE player_limits SET next_from = next_from - make_interval(hours => $2) WHERE user_id = $1`,
    [userId, hours],
  );
}

describe("wager limit", () => {
  test("default: stakes up to the limit pass, also of bets decided together", async () => {
    const player = await newPlayer();
    await limits.set(player, limitOf());
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, () => house.place(player.userId, lost("1000"))),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason).toMatchObject(REACHED);
    const {
      limits: [limit],
    } = await limits.read(player);
    expect(limit).toMatchObject({ amount: "5000", used: "5000", next: null });
  });

  test("behavior: another currency, another player and another period count for themselves", async () => {
    const [player, other] = [await newPlayer(), await newPlayer()];
    await limits.set(player, limitOf({ amount: "1000" }));
    await house.place(player.userId, lost("1000"));
    await expect(house.place(player.userId, lost("1000"))).rejects.toMatchObject(REACHED);
    await house.place(other.userId, lost("1000"));
    await house.owner.query("UPDATE player_totals SET day = day - 1, week = week - 7 WHERE user_id = $1", [
      player.userId,
    ]);
    await house.place(player.userId, lost("1000"));
    const { rows } = await house.owner.query(
      "SELECT bets, staked, day_wagered, week_wagered, month_wagered FROM player_totals WHERE user_id = $1",
      [player.userId],
    );
    expect(rows).toEqual([
      { bets: 2n, staked: 2_000n, day_wagered: 1_000n, week_wagered: 1_000n, month_wagered: 2_000n },
    ]);
  });

  test("behavior: the refusal tells what is left", async () => {
    const player = await newPlayer();
    await limits.set(player, limitOf({ amount: "1500", period: "month" }));
    await house.place(player.userId, lost("1000"));
    await expect(house.place(player.userId, lost("1000"))).rejects.toMatchObject({
      ...REACHED,
      kind: "wager",
      period: "month",
      limitMinor: 1_500n,
      leftMinor: 500n,
    });
  });
});

describe("loss limit", () => {
  test("default: what is won makes room again", async () => {
    const player = await newPlayer();
    await limits.set(player, limitOf({ kind: "loss", amount: "3000" }));
    await house.place(player.userId, lost("2000"));
    await expect(house.place(player.userId, lost("2000"))).rejects.toMatchObject(REACHED);
    await house.owner.query("UPDATE player_totals SET day_paid = 2500 WHERE user_id = $1", [player.userId]);
    await house.place(player.userId, lost("2000"));
    await house.owner.query("UPDATE player_totals SET day_paid = 0 WHERE user_id = $1", [player.userId]);
  });
});

describe("deposit limit", () => {
  test("default: what came in above it is kept out of play, and can be withdrawn", async () => {
    const player = await newPlayer(10_000n);
    await limits.set(player, limitOf({ kind: "deposit", amount: "4000", period: "week" }));
    await house.place(player.userId, lost("1000"));
    await house.owner.query(
      `INSERT INTO deposits (tenant_id, id, vault_id, user_id, currency, amount, block_number, block_hash, tx_hash, log_index, status, credited_at)
       SELECT $1, gen_random_uuid(), id, $2, 'BNB', 10000, 1, '0x' || repeat('a', 64), '0x' || repeat('b', 64), 0, 'credited', now()
       FROM vaults WHERE tenant_id = $1 LIMIT 1`,
      [player.tenantId, player.userId],
    );
    // 9,000 left, of which 6,000 above the limit are held.
    await expect(house.place(player.userId, lost("3001"))).rejects.toMatchObject({
      ...REACHED,
      leftMinor: 3_000n,
    });
    await house.place(player.userId, lost("3000"));
    await expect(house.place(player.userId, lost("1000"))).rejects.toMatchObject({
      ...REACHED,
      leftMinor: 0n,
    });
    await house.owner.query("DELETE FROM deposits WHERE user_id = $1", [player.userId]);
  });
});

describe("changes", () => {
  test("behavior: lower at once, higher after a day, and asking for less takes the raise back", async () => {
    const player = await newPlayer();
    await limits.set(player, limitOf({ amount: "5000" }));
    expect((await limits.set(player, limitOf({ amount: "2000" }))).limits).toMatchObject([
      { amount: "2000", next: null },
    ]);
    const raised = await limits.set(player, limitOf({ amount: "9000" }));
    expect(raised.limits).toMatchObject([{ amount: "2000", next: { amount: "9000" } }]);
    await age(player.userId, 23);
    await expect(house.place(player.userId, lost("3000"))).rejects.toMatchObject(REACHED);
    // The same wish again does not put it off.
    await limits.set(player, limitOf({ amount: "9000" }));
    await age(player.userId, 1);
    await house.place(player.userId, lost("3000"));
    expect((await limits.read(player)).limits).toMatchObject([{ amount: "9000", used: "3000", next: null }]);
    await limits.set(player, limitOf({ amount: null }));
    expect((await limits.set(player, limitOf({ amount: "8000" }))).limits).toMatchObject([
      { amount: "8000", next: null },
    ]);
  });

  test("behavior: a removed limit binds for another day", async () => {
    const player = await newPlayer();
    await limits.set(player, limitOf({ amount: "1000" }));
    expect((await limits.set(player, limitOf({ amount: null }))).limits).toMatchObject([
      { amount: "1000", next: { amount: null } },
    ]);
    await expect(house.place(player.userId, lost("2000"))).rejects.toMatchObject(REACHED);
    await age(player.userId, 24);
    await house.place(player.userId, lost("2000"));
    expect((await limits.read(player)).limits).toEqual([]);
  });

  test("error: UnknownCurrency", async () => {
    await expect(limits.set(await newPlayer(), limitOf({ currency: "DOGE" }))).rejects.toMatchObject({
      code: "UNKNOWN_CURRENCY",
    });
  });
});

describe("self-exclusion", () => {
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

  test("default: no bet until it ends, however it is asked for again", async () => {
    const player = await newPlayer();
    const until = inHours(48);
    expect((await limits.exclude(player, until)).selfExcludedUntil).toBe(until.toISOString());
    await expect(house.place(player.userId, diceBet({ stake: "1000" }))).rejects.toMatchObject({
      code: "SELF_EXCLUDED",
      until: until.toISOString(),
    });
    await expect(limits.exclude(player, inHours(1))).rejects.toMatchObject({ code: "EXCLUSION_INVALID" });
    await limits.exclude(player, inHours(72));
    await house.owner.query("UPDATE users SET self_excluded_until = now() WHERE id = $1", [player.userId]);
    await house.place(player.userId, diceBet({ stake: "1000" }));
    expect((await limits.read(player)).selfExcludedUntil).toBeNull();
  });

  test("error: ExclusionInvalid in the past, and beyond ten years", async () => {
    const player = await newPlayer();
    for (const until of [inHours(-1), inHours(24 * 366 * 10 + 1)]) {
      await expect(limits.exclude(player, until)).rejects.toMatchObject({ code: "EXCLUSION_INVALID" });
    }
  });
});
