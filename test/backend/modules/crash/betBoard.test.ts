import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { createLiveLog } from "#backend/adapters/liveLog.ts";
import { createBetBoard } from "#backend/modules/crash/betBoard.ts";
import { createLargestBets } from "#backend/modules/crash/largestBets.ts";
import { crashBetsChannel } from "#backend/modules/crash/roundBets.service.ts";
import type { BoardBet } from "#backend/modules/crash/shownBets.ts";
import { logKey } from "#backend/modules/realtime/houseChannel.ts";
import { createLivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import {
  type CrashBetsNews,
  type CrashRoundBets,
  crashBetsNews,
  SHOWN_ROUND_BETS,
} from "#domain/api/crashBets.ts";
import { between, CrashHouse } from "./crashHouse.ts";
import type { CrashProcess } from "./crashProcess.ts";
import {
  closeBetting,
  endRidingTime,
  letCrash,
  SKY,
  UNTIL_CLOSED_MS,
  untilRisen,
  untilSomebodyWaits,
} from "./roundTimes.ts";

const PATIENT = { bettingMs: UNTIL_CLOSED_MS, ceiling: SKY } as const;

let house: CrashHouse | undefined;
afterEach(async () => {
  const faults = house?.faults ?? [];
  await house?.close();
  house = undefined;
  expect(faults).toEqual([]);
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function betOf(stakeMinor: bigint): BoardBet {
  return { id: randomUUID(), userId: randomUUID(), stakeMinor, standing: "in", exit: null };
}

async function said(process: CrashProcess): Promise<{ body: CrashBetsNews; at: number }[]> {
  const entries = await createLiveLog(process.redis).last(logKey(house!.tenant.id, "crashBets"), 300);
  return entries.map(({ body, place }) => ({ body: crashBetsNews.parse(JSON.parse(body)), at: place.seq }));
}

/** The list as a client keeps it, of all that was said about a round. */
function listOf(news: readonly CrashBetsNews[], roundId: string): CrashRoundBets | undefined {
  let list: CrashRoundBets | undefined;
  for (const round of news.flatMap(({ rounds }) => rounds)) {
    if (round.roundId !== roundId) continue;
    const bets = new Map(list?.bets.map((bet) => [bet.betId, bet]));
    for (const bet of round.bets) bets.set(bet.betId, bet);
    const sorted = [...bets.values()].sort((a, b) => Number(BigInt(b.stake) - BigInt(a.stake)));
    list = { ...round, bets: sorted.slice(0, SHOWN_ROUND_BETS) };
  }
  return list;
}

describe("everybody's bets", () => {
  test("default: bets, cash-outs by hand and by rule, and how it ended, told by all processes together", async () => {
    house = await CrashHouse.open({ ...PATIENT, points: [between(1_000, 5_000)], pauseMs: 30_000 });
    const [leader, other] = [await house.process(), await house.process({ leads: false })];
    const players = await Promise.all(Array.from({ length: 4 }, () => house!.addPlayer()));
    const [byHand, auto, overtaken, lost] = players as [string, string, string, string];
    const { roundId } = await house.roundIn("betting");
    const [first, , third] = await Promise.all([
      leader.bet(byHand, { roundId, stake: "4000000" }),
      other.bet(auto, { roundId, stake: "3000000", autoCashOutHundredths: 115 }),
      other.bet(overtaken, { roundId, stake: "2000000", autoCashOutHundredths: 120 }),
      leader.bet(lost, { roundId }),
    ]);
    const channel = crashBetsChannel(house.owner);
    await expect
      .poll(
        async () =>
          listOf(
            (await said(leader)).map(({ body }) => body),
            roundId,
          )?.bets.length,
      )
      .toBe(4);
    await closeBetting(house);
    await untilRisen(house);
    const out = await other.cashOut(byHand, first.bet.betId);
    const early = await leader.cashOut(overtaken, third.bet.betId);
    await expect
      .poll(async () => {
        const list = listOf(
          (await said(leader)).map(({ body }) => body),
          roundId,
        );
        return list?.bets.map(({ standing, exitHundredths }) => [standing, exitHundredths]);
      })
      .toEqual([
        ["out", out.cashedOutHundredths],
        ["out", 115],
        ["out", early.cashedOutHundredths],
        ["in", null],
      ]);
    // Who comes now sees the same, though nothing is written about the one who got out by rule.
    const held = (await said(leader)).map(({ body }) => body);
    const snapshot = crashBetsNews.shape.rounds.parse(
      ((await channel.snapshot(house.tenant.id, held)) as { rounds: unknown }).rounds,
    );
    expect(snapshot).toEqual([listOf(held, roundId)]);
    expect(new Set(snapshot[0]!.bets.map(({ player }) => player)).size).toBe(4);

    await letCrash(house);
    await house.roundIn("settled", { number: 1 });
    await expect
      .poll(async () =>
        listOf(
          (await said(leader)).map(({ body }) => body),
          roundId,
        ),
      )
      .toMatchObject({ isOver: true, winners: 3, betCount: 4, staked: "10000000" });
    const end = listOf(
      (await said(leader)).map(({ body }) => body),
      roundId,
    )!;
    expect(end.bets.map(({ standing }) => standing)).toEqual(["out", "out", "out", "lost"]);
    expect(end.bets.reduce((sum, { payout }) => sum + BigInt(payout!), 0n).toString()).toBe(end.paid);
    const after = (await channel.snapshot(house.tenant.id, [])) as { rounds: unknown };
    expect(after.rounds).toEqual([end]);
  });

  test("behavior: of 10,000 bets the largest are told, in few and small messages, with the totals of all", async () => {
    house = await CrashHouse.open({});
    const process = await house.process({ leads: false });
    const boards = [
      createBetBoard(createLivePublisher(process.redis)),
      createBetBoard(createLivePublisher(process.redis)),
    ];
    const bets: BoardBet[] = [];
    const began = performance.now();
    let stakedMinor = 0n;
    for (let batch = 0; batch < 100; batch++) {
      const some = Array.from({ length: 100 }, (_, place) =>
        betOf(BigInt(1 + ((batch * 7_919 + place * 104_729) % 999_983))),
      );
      bets.push(...some);
      for (const { stakeMinor } of some) stakedMinor += stakeMinor;
      const news = {
        roundId: 9n,
        currency: "BNB",
        betCount: bets.length,
        stakedMinor,
        bets: some,
        end: null,
      };
      boards[batch % 2]!.tell(house.tenant.id, news);
      await sleep(15);
    }
    const largest = bets.map(({ stakeMinor }) => stakeMinor).sort((a, b) => (a > b ? -1 : 1));
    // Each of the two boards may have something left to tell.
    await expect
      .poll(async () => {
        const bodies = (await said(process)).map(({ body }) => body);
        const totals = bodies.flatMap(({ rounds }) => rounds.map(({ betCount }) => betCount));
        const shown = listOf(bodies, "9")?.bets.map(({ stake }) => BigInt(stake));
        return { total: Math.max(...totals), shown };
      })
      .toEqual({ total: 10_000, shown: largest.slice(0, SHOWN_ROUND_BETS) });
    const lastedMs = performance.now() - began;
    for (const board of boards) board.stop();
    const news = await said(process);
    expect(news.length).toBeLessThanOrEqual(lastedMs / 150 + 2);
    expect(JSON.stringify(news).length).toBeLessThan(300_000);
  });

  test("property: exactly the largest are kept", () => {
    const bets = Array.from({ length: 2_000 }, (_, place) => betOf(BigInt((place * 7_919) % 503)));
    const largest = createLargestBets(50);
    for (const bet of bets) largest.add(bet);
    const ranked = bets.toSorted((a, b) =>
      a.stakeMinor === b.stakeMinor ? (a.id < b.id ? -1 : 1) : a.stakeMinor > b.stakeMinor ? -1 : 1,
    );
    expect(
      bets
        .filter(({ id }) => largest.has(id))
        .map(({ id }) => id)
        .sort(),
    ).toEqual(
      ranked
        .slice(0, 50)
        .map(({ id }) => id)
        .sort(),
    );
  });
});

describe("the end of a round", () => {
  test("behavior: nobody hears of it before its settlement is committed", async () => {
    house = await CrashHouse.open({ ...PATIENT, points: [between(1_000, 5_000)], pauseMs: 30_000 });
    const process = await house.process();
    const player = await house.addPlayer();
    const { roundId } = await house.roundIn("betting");
    await process.bet(player, { roundId, autoCashOutHundredths: 104 });
    await closeBetting(house);
    await house.roundIn("running");
    await endRidingTime(house);
    const blocker = await house.owner.connect();
    await blocker.query("BEGIN");
    await blocker.query("SELECT FROM crash_rounds WHERE id = $1 FOR UPDATE", [roundId]);
    await house.leadAnew();
    await untilSomebodyWaits(house);
    const isTold = async () =>
      (await house!.said()).some((news) => news.kind === "round" && news.round.gameHash !== null);
    const isShown = async () =>
      listOf(
        (await said(process)).map(({ body }) => body),
        roundId,
      )?.isOver;
    expect([await isTold(), await isShown(), process.told.length, process.fed.length]).toEqual([
      false,
      false,
      0,
      0,
    ]);
    await blocker.query("ROLLBACK");
    blocker.release();
    await house.roundIn("settled", { number: 1 });
    await expect.poll(isTold).toBe(true);
    await expect.poll(isShown).toBe(true);
    expect(process.told).toContain(player);
    expect(process.fed).toHaveLength(1);
  });

  test("behavior: stopping bets ends no round that has begun: it is played to its end, and the next waits", async () => {
    house = await CrashHouse.open({
      ...PATIENT,
      points: [between(110, 120), between(110, 120)],
    });
    const process = await house.process();
    const player = await house.addPlayer();
    const { roundId } = await house.roundIn("betting");
    await process.bet(player, { roundId, autoCashOutHundredths: 105 });
    await house.owner.query(
      "INSERT INTO kill_switches (tenant_id, name, reason) VALUES ($1, 'bets', 'test')",
      [house.tenant.id],
    );
    await closeBetting(house);
    await house.roundIn("settled", { number: 1 });
    expect(await house.balance(player)).toBe(100_050_000n);
    await sleep(1_500);
    expect(await house.rows("SELECT FROM crash_rounds")).toHaveLength(1);
    await house.owner.query("DELETE FROM kill_switches");
    await house.roundIn("betting", { number: 2 });
  });
});
