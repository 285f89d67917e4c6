import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { between, CrashHouse } from "./crashHouse.ts";

let house: CrashHouse;
afterEach(async () => {
  const contradictions = await house.contradictions();
  const { faults } = house;
  await house.close();
  expect(contradictions).toEqual([]);
  expect(faults).toEqual([]);
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("behavior: a table's settlement that takes its time delays no cash-out of another table", async () => {
  house = await CrashHouse.open({
    points: [between(140, 150)],
    tables: { TUSD: [between(140, 150)] },
    bettingMs: 1_500,
  });
  const process = await house.process();
  const slow = await Promise.all(Array.from({ length: 12 }, () => house.addPlayer()));
  const quick = await Promise.all(Array.from({ length: 6 }, () => house.addPlayer(1_000_000n, "TUSD")));
  const [round, other] = await Promise.all([
    house.roundIn("betting"),
    house.roundIn("betting", { currency: "TUSD" }),
  ]);
  const bets = await Promise.all(slow.map((userId) => process.bet(userId, { roundId: round.roundId })));
  const others = await Promise.all(
    quick.map((userId) => process.bet(userId, { roundId: other.roundId, currency: "TUSD", stake: "1000" })),
  );
  await Promise.all([house.roundIn("running"), house.roundIn("running", { currency: "TUSD" })]);
  await sleep(350);

  const settlement = await house.owner.connect();
  await settlement.query("BEGIN");
  await settlement.query("SELECT FROM crash_rounds WHERE id = $1 FOR UPDATE", [round.roundId]);
  let waiting = slow.length;
  // One after the other, so that they do not share a batch.
  const held = [];
  for (const [place, userId] of slow.entries()) {
    held.push(process.cashOut(userId, bets[place]!.bet.betId).finally(() => waiting--));
    await sleep(6);
  }
  const began = performance.now();
  const outs = await Promise.all(
    quick.map((userId, place) => process.cashOut(userId, others[place]!.bet.betId)),
  );
  expect(performance.now() - began).toBeLessThan(500);
  expect(outs.every(({ isAutomatic }) => !isAutomatic)).toBe(true);
  expect(waiting).toBe(slow.length);

  await settlement.query("ROLLBACK");
  settlement.release();
  // They count from the moment at which they were received, however long they waited.
  for (const out of await Promise.all(held)) expect(out.cashedOutHundredths).toBeLessThan(115);
});

test("behavior: a cash-out that waits holds up no other of its table, and none lets the settlement in before it", async () => {
  house = await CrashHouse.open({ points: [between(112, 116)], bettingMs: 1_500 });
  const process = await house.process();
  const players = await Promise.all(Array.from({ length: 4 }, () => house.addPlayer()));
  const { roundId, number } = await house.roundIn("betting");
  const bets = await Promise.all(players.map((userId) => process.bet(userId, { roundId })));
  await house.roundIn("running");
  await sleep(350);

  const blocker = await house.owner.connect();
  await blocker.query("BEGIN");
  await blocker.query("SELECT FROM crash_bets WHERE id = $1 FOR UPDATE", [bets[0]!.bet.betId]);
  const held = process.cashOut(players[0]!, bets[0]!.bet.betId);
  try {
    await sleep(30);
    const began = performance.now();
    for (const place of [1, 2, 3]) await process.cashOut(players[place]!, bets[place]!.bet.betId);
    expect(performance.now() - began).toBeLessThan(500);
    // It crashes after 2.15 s at most; the one that was received in time still holds the round.
    await sleep(2_000);
    expect(await house.roundIn("running")).toMatchObject({ number });
  } finally {
    await blocker.query("ROLLBACK");
    blocker.release();
  }
  expect((await held).cashedOutHundredths).toBeLessThan(110);
  await house.roundIn("settled", { number: Number(number) });
});

test("behavior: cash-outs have connections of their own, whatever bets and leaders are busy with", async () => {
  house = await CrashHouse.open({ points: [between(125, 135)], bettingMs: 1_500 });
  await house.process();
  const busy = await house.process({ leads: false });
  const player = await house.addPlayer();
  const { roundId } = await house.roundIn("betting");
  const { bet } = await busy.bet(player, { roundId });
  await house.roundIn("running");
  await sleep(300);
  const taken = await Promise.all(Array.from({ length: busy.pool.options.max }, () => busy.pool.connect()));
  try {
    const began = performance.now();
    expect((await busy.cashOut(player, bet.betId)).isAutomatic).toBe(false);
    expect(performance.now() - began).toBeLessThan(500);
  } finally {
    for (const client of taken) client.release();
  }
});

test("behavior: nobody is told of the crash before the round is settled, by a refusal either", async () => {
  house = await CrashHouse.open({ points: [between(104, 106)], bettingMs: 1_500 });
  const process = await house.process();
  const players = await Promise.all(Array.from({ length: 30 }, () => house.addPlayer()));
  const { roundId } = await house.roundIn("betting");
  const bets = await Promise.all(players.map((userId) => process.bet(userId, { roundId })));
  await house.roundIn("running");
  const answers: Promise<{ refused: boolean; code: string | null; phase: string }>[] = [];
  for (const [place, userId] of players.entries()) {
    answers.push(
      process.cashOut(userId, bets[place]!.bet.betId).then(
        () => ({ refused: false, code: null, phase: "" }),
        async (error: { code: string }) => {
          const [row] = await house.rows<{ phase: string }>("SELECT phase FROM crash_rounds WHERE id = $1", [
            roundId,
          ]);
          return { refused: true, code: error.code, phase: row!.phase };
        },
      ),
    );
    await sleep(40);
  }
  const late = (await Promise.all(answers)).filter(({ code }) => code === "CASH_OUT_TOO_LATE");
  expect(late.length).toBeGreaterThan(0);
  expect(new Set(late.map(({ phase }) => phase))).toEqual(new Set(["settled"]));
});

test("behavior: a cash-out on its way when the process stops is answered, also one that waits to hear it was too late", async () => {
  house = await CrashHouse.open({ points: [between(130, 140)], bettingMs: 1_500 });
  const leader = await house.process();
  const stopping = await house.process({ leads: false });
  const [inTime, late] = await Promise.all([house.addPlayer(), house.addPlayer()]);
  const { roundId } = await house.roundIn("betting");
  const first = await stopping.bet(inTime!, { roundId });
  const second = await stopping.bet(late!, { roundId });
  await house.roundIn("running");
  await sleep(300);
  const out = stopping.cashOut(inTime!, first.bet.betId);
  const isLate = stopping.cashOut(late!, randomUUID()).catch((error: { code: string }) => error.code);
  const stopped = stopping.engine.stop();
  expect((await out).isAutomatic).toBe(false);
  expect(await isLate).toBe("NOT_FOUND");
  await stopped;
  await expect(stopping.cashOut(late!, second.bet.betId)).rejects.toMatchObject({ code: "ENGINE_STOPPED" });
  await house.roundIn("settled", { number: 1 });
  expect(leader.leadership!.led()).toHaveLength(1);
});
