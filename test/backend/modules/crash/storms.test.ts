import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anyPoint, between, CrashHouse } from "./crashHouse.ts";
import type { CrashProcess } from "./crashProcess.ts";
import { closeBetting, letCrash, playOut, UNTIL_CLOSED_MS, untilRisen } from "./roundTimes.ts";

let house: CrashHouse;
let first: CrashProcess;
let second: CrashProcess;

beforeAll(async () => {
  house = await CrashHouse.open({
    points: [between(1_000, 5_000), between(130, 160), anyPoint],
    bettingMs: UNTIL_CLOSED_MS,
    games: 5_000,
    ceiling: 200,
  });
  [first, second] = [await house.process(), await house.process()];
});
afterAll(async () => {
  const contradictions = await house.contradictions();
  await house.close();
  expect(contradictions).toEqual([]);
  expect(house.faults).toEqual([]);
});

test("behavior: fifty cash-outs of one bet at once pay once; nobody else's bet can be cashed out", async () => {
  const [player, stranger] = [await house.addPlayer(), await house.addPlayer()];
  const { roundId, number } = await house.roundIn("betting");
  const { bet } = await first.bet(player, { roundId });
  await expect(first.cashOut(player, bet.betId)).rejects.toMatchObject({ code: "BETTING_UNDER_WAY" });
  await closeBetting(house);
  await untilRisen(house);
  await expect(first.cashOut(stranger, bet.betId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(first.cashOut(player, randomUUID())).rejects.toMatchObject({ code: "NOT_FOUND" });
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, place) => (place % 2 ? first : second).cashOut(player, bet.betId)),
  );
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(new Set(answers.map(({ cashedOutHundredths }) => cashedOutHundredths)).size).toBe(1);
  await letCrash(house);
  await house.roundIn("settled", { number: Number(number) });
  expect(await house.balance(player)).toBe(99_000_000n + BigInt(answers[0]!.payout));
  const payouts = await house.rows("SELECT amount FROM transfers WHERE cause_id = $1 AND leg = 2", [
    bet.betId,
  ]);
  expect(payouts).toEqual([{ amount: BigInt(answers[0]!.payout) }]);
});

test("behavior: of fifty bets with money for one, one is taken", async () => {
  const player = await house.addPlayer(1_000_000n);
  const { roundId } = await house.roundIn("betting");
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, (_, place) => (place % 2 ? first : second).bet(player, { roundId })),
  );
  const refused = answers.filter((answer) => answer.status === "rejected");
  expect(refused).toHaveLength(49);
  for (const { reason } of refused) expect(["INSUFFICIENT_BALANCE", "ROUND_FULL"]).toContain(reason.code);
  expect([await house.balance(player), await house.balance(player, "player_locked")]).toEqual([
    0n,
    1_000_000n,
  ]);
});

test("behavior: cash-outs that race the crash are either answered and paid, or neither", async () => {
  const players = await Promise.all(Array.from({ length: 40 }, () => house.addPlayer()));
  const { roundId, number } = await house.roundIn("betting");
  const bets = await Promise.all(
    players.map((player, place) => (place % 2 ? first : second).bet(player, { roundId })),
  );
  await closeBetting(house);
  await house.roundIn("running");
  const tries = players.map(async (player, place) => {
    await new Promise((resolve) => setTimeout(resolve, place * 180));
    return (place % 2 ? first : second).cashOut(player, bets[place]!.bet.betId);
  });
  const answers = await Promise.allSettled(tries);
  const settled = await house.roundIn("settled", { number: Number(number) });
  let paid = 0;
  for (const [place, answer] of answers.entries()) {
    const balance = await house.balance(players[place]!);
    if (answer.status === "fulfilled") {
      paid += 1;
      expect(BigInt(answer.value.cashedOutHundredths) <= settled.point!).toBe(true);
      expect(balance).toBe(99_000_000n + BigInt(answer.value.payout));
    } else {
      expect(["CASH_OUT_TOO_LATE", "CASH_OUT_TOO_EARLY"]).toContain(answer.reason.code);
      expect(balance).toBe(99_000_000n);
    }
  }
  expect(paid).toBeGreaterThan(0);
  expect(paid).toBeLessThan(40);
});

test("behavior: the maximum win cashes a bet out, and a round's bets lower its ceiling", async () => {
  const [rich, other] = [await house.addPlayer(200_000_000_000n), await house.addPlayer(200_000_000_000n)];
  // Of about 10^12, as the rounds before left it, a tenth of a percent: 10^9, which is 1 % of 10^11.
  await house.owner.query("UPDATE crash_tables SET round_risk_bps = 10");
  const { roundId, number } = await house.roundIn("betting");
  // 1 % of the bankroll is a ninth of this stake.
  const { bet } = await first.bet(rich, { roundId, stake: "90000000000" });
  expect(bet.highestHundredths).toBe(111);
  await expect(second.bet(other, { roundId, stake: "20000000000" })).rejects.toMatchObject({
    code: "ROUND_FULL",
  });
  const { point } = await playOut(house, number);
  expect(await house.rows("SELECT ceiling FROM crash_rounds WHERE id = $1", [roundId])).toEqual([
    { ceiling: 101 },
  ]);
  expect(await house.balance(rich)).toBe(point! >= 101n ? 200_900_000_000n : 110_000_000_000n);
  await house.owner.query("UPDATE crash_tables SET round_risk_bps = 500");
});

test("behavior: a thousand players in one round, over two processes", async () => {
  const { rows } = await house.owner.query<{ id: string }>(
    `INSERT INTO users (tenant_id, wallet_address)
     SELECT $1, '0x' || lpad(to_hex(n), 40, '0') FROM generate_series(1, 1000) AS n RETURNING id`,
    [house.tenant.id],
  );
  const players = rows.map(({ id }) => id);
  await house.fundAll(players, 10_000_000n);
  const { roundId, number } = await house.roundIn("betting");
  const bets = await Promise.all(
    players.map((player, place) =>
      (place % 2 ? first : second).bet(player, { roundId, autoCashOutHundredths: 101 + (place % 50) }),
    ),
  );
  expect(bets.filter(({ repeated }) => repeated)).toEqual([]);
  const settled = await playOut(house, number);
  const [totals] = await house.rows("SELECT bet_count, staked, paid FROM crash_rounds WHERE number = $1", [
    number,
  ]);
  const winners = players.filter((_, place) => BigInt(101 + (place % 50)) <= settled.point!);
  expect(totals).toMatchObject({ bet_count: 1_000, staked: 1_000_000_000n });
  expect(
    await house.rows("SELECT count(*)::int AS won FROM crash_bets WHERE round_id = $1 AND payout > 0", [
      roundId,
    ]),
  ).toEqual([{ won: winners.length }]);
});
