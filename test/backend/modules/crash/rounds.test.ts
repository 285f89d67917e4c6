import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { multiplierAt } from "#domain/games/crash/curve.ts";
import { nextLink } from "#domain/games/crash/hashChain.ts";
import { between, CrashHouse } from "./crashHouse.ts";
import type { CrashProcess } from "./crashProcess.ts";
import { closeBetting, curve, letCrash, playOut, SKY, UNTIL_CLOSED_MS, untilRisen } from "./roundTimes.ts";

let house: CrashHouse;
let first: CrashProcess;
let second: CrashProcess;

beforeAll(async () => {
  house = await CrashHouse.open({ points: [between(200, 220)], bettingMs: UNTIL_CLOSED_MS, ceiling: SKY });
  [first, second] = [await house.process(), await house.process()];
});
afterAll(async () => {
  const contradictions = await house.contradictions();
  await house.close();
  expect(contradictions).toEqual([]);
  expect(house.faults).toEqual([]);
});

describe("a round", () => {
  test("default: bets and cash-outs through any process, settled once, at the point that its hash fixes", async () => {
    const [byHand, auto, greedy, late] = await Promise.all([1, 2, 3, 4].map(() => house.addPlayer()));
    const { roundId, number } = await house.roundIn("betting");
    const bets = await Promise.all([
      first.bet(byHand!, { roundId }),
      second.bet(auto!, { roundId, autoCashOutHundredths: 120 }),
      first.bet(greedy!, { roundId, autoCashOutHundredths: 250, stake: "2000001" }),
      second.bet(late!, { roundId }),
    ]);
    expect(bets[0]).toMatchObject({ repeated: false, balance: { available: "99000000" } });
    expect(await house.balance(byHand!, "player_locked")).toBe(1_000_000n);

    await closeBetting(house);
    await untilRisen(house);
    const out = await second.cashOut(byHand!, bets[0]!.bet.betId);
    expect(out.isAutomatic).toBe(false);
    expect(out.cashedOutHundredths).toBeGreaterThanOrEqual(101);
    expect(out.cashedOutHundredths).toBeLessThanOrEqual(await curve(house));
    // Nothing has moved yet: the settlement of the round does that.
    expect(await house.balance(byHand!)).toBe(99_000_000n);

    const settled = await house.roundIn("settled", { number: Number(number) });
    expect(settled.point).toBeGreaterThanOrEqual(200n);
    await expect(second.cashOut(late!, bets[3]!.bet.betId)).rejects.toMatchObject({
      code: "CASH_OUT_TOO_LATE",
    });
    expect(await house.balance(byHand!)).toBe(99_000_000n + BigInt(out.payout));
    expect(BigInt(out.payout)).toBe((1_000_000n * BigInt(out.cashedOutHundredths)) / 100n);
    expect(await house.balance(auto!)).toBe(100_200_000n);
    expect(await house.balance(greedy!)).toBe(97_999_999n);
    for (const player of [byHand, auto, greedy, late])
      expect(await house.balance(player!, "player_locked")).toBe(0n);
    // The answer to a cash-out that stands stays what it was.
    expect(await first.cashOut(byHand!, bets[0]!.bet.betId)).toEqual({ ...out, repeated: true });
  });

  test("behavior: everyone hears of it, in order, and of nothing too early", async () => {
    await house.roundIn("betting", { number: 2 });
    const said = await house.said();
    const rounds = said.flatMap((news) => (news.kind === "round" ? [news.round] : []));
    const ofFirst = rounds.filter(({ number }) => number === 1);
    // Whoever takes the lead says again how it stands.
    const phases = ofFirst.map(({ phase }) => phase).filter((phase, place, all) => phase !== all[place - 1]);
    expect(phases).toEqual(["betting", "running", "crashed", "settled"]);
    const crashed = ofFirst.find(({ phase }) => phase === "crashed")!;
    const { commitment, gameHash, roundId } = crashed;
    expect(nextLink(gameHash!)).toBe(commitment);
    expect(rounds.find(({ number, phase }) => number === 2 && phase === "betting")!.commitment).toBe(
      gameHash,
    );
    for (const { phase, gameHash: hash, pointHundredths } of rounds)
      expect(hash === null && pointHundredths === null).toBe(phase === "betting" || phase === "running");
    const ticks = said.flatMap((news) => (news.kind === "tick" && news.roundId === roundId ? [news] : []));
    expect(ticks.length).toBeGreaterThan(20);
    for (const [place, tick] of ticks.entries()) {
      expect(tick.hundredths).toBe(multiplierAt(tick.elapsedMs));
      expect(tick.hundredths).toBeLessThanOrEqual(crashed.pointHundredths!);
      if (place > 0) expect(tick.elapsedMs).toBeGreaterThanOrEqual(ticks[place - 1]!.elapsedMs);
    }
    expect([...first.told, ...second.told]).toHaveLength(4);
  });
});

describe("betting", () => {
  test("behavior: the same id answers the same bet, from any process, also when its round is over", async () => {
    const player = await house.addPlayer();
    const { roundId, number } = await house.roundIn("betting");
    const request = { roundId, betId: randomUUID(), autoCashOutHundredths: 110 };
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, place) => (place % 2 ? first : second).bet(player, request)),
    );
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ bet }) => JSON.stringify(bet))).size).toBe(1);
    expect(await house.balance(player)).toBe(99_000_000n);
    for (const change of [
      { stake: "2000000" },
      { autoCashOutHundredths: 111 },
      { autoCashOutHundredths: null },
    ])
      await expect(first.bet(player, { ...request, ...change })).rejects.toMatchObject({
        code: "BET_ID_REUSED",
      });
    await expect(first.bet(await house.addPlayer(), request)).rejects.toMatchObject({
      code: "BET_ID_REUSED",
    });
    await playOut(house, number);
    expect(await second.bet(player, request)).toMatchObject({
      repeated: true,
      balance: null,
      bet: { betId: request.betId },
    });
  });

  test.each([
    ["STAKE_TOO_SMALL", { stake: "999" }],
    ["INSUFFICIENT_BALANCE", { stake: "100000001" }],
    ["GAME_PARAMS_INVALID", { autoCashOutHundredths: 1_000_001 }],
    ["UNKNOWN_CURRENCY", { currency: "DOGE" }],
    ["BET_ID_RESERVED", { betId: "3b241101-e2bb-8255-8caf-4136c566a962" }],
  ])("error: %s changes nothing", async (code, change) => {
    const player = await house.addPlayer();
    const { roundId } = await house.roundIn("betting");
    await expect(first.bet(player, { roundId, ...change })).rejects.toMatchObject({ code });
    expect(await house.balance(player)).toBe(100_000_000n);
  });

  test("error: BettingClosed for rounds that run, are over, or never were; RoundFull for a third bet", async () => {
    const player = await house.addPlayer();
    await house.roundIn("betting");
    await closeBetting(house);
    const { roundId } = await house.roundIn("running");
    for (const id of [roundId, "1", "999999"])
      await expect(first.bet(player, { roundId: id })).rejects.toMatchObject({ code: "BETTING_CLOSED" });
    await letCrash(house);
    const open = await house.roundIn("betting");
    await first.bet(player, { roundId: open.roundId });
    await second.bet(player, { roundId: open.roundId });
    await expect(first.bet(player, { roundId: open.roundId })).rejects.toMatchObject({ code: "ROUND_FULL" });
  });

  test("error: PlayerUnknown, UserFrozen", async () => {
    const frozen = await house.addPlayer();
    await house.owner.query("UPDATE users SET status = 'frozen' WHERE id = $1", [frozen]);
    const { roundId } = await house.roundIn("betting");
    await expect(first.bet(frozen, { roundId })).rejects.toMatchObject({ code: "USER_FROZEN" });
    await expect(first.bet(randomUUID(), { roundId })).rejects.toMatchObject({ code: "PLAYER_UNKNOWN" });
  });
});
