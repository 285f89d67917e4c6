import { randomUUID } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { createDatabaseClock } from "#backend/modules/crash/databaseClock.ts";
import { endsAfterMs } from "#domain/games/crash/curve.ts";
import { between, CrashHouse } from "./crashHouse.ts";
import { closeBetting, curve, letCrash, SKY, UNTIL_CLOSED_MS, untilBegun, untilRisen } from "./roundTimes.ts";

/** Its betting and its rounds last for as long as a test needs them to. */
const PATIENT = { points: [between(1_000, 5_000)], bettingMs: UNTIL_CLOSED_MS, ceiling: SKY } as const;

let house: CrashHouse;
afterEach(async () => {
  const contradictions = await house.contradictions();
  const { faults } = house;
  await house.close();
  expect(contradictions).toEqual([]);
  expect(faults).toEqual([]);
});

const AN_HOUR_MS = 3_600_000;

/** How many wait for a lock on a bet, and to write to a round. */
const WAITING_FOR_LOCKS = `
  SELECT count(*) FILTER (WHERE query LIKE '%crash_bets%')::int AS of_bets,
    count(*) FILTER (WHERE query LIKE '%FROM crash_rounds%FOR NO KEY UPDATE%')::int AS of_rounds
  FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("behavior: a table's settlement that takes its time delays no cash-out of another table", async () => {
  house = await CrashHouse.open({ ...PATIENT, tables: { TUSD: PATIENT.points } });
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
  await closeBetting(house);
  await Promise.all([untilRisen(house), untilRisen(house, "TUSD")]);

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
  const latest = await curve(house);
  const outs = await Promise.all(
    quick.map((userId, place) => process.cashOut(userId, others[place]!.bet.betId)),
  );
  expect(outs.every(({ isAutomatic }) => !isAutomatic)).toBe(true);
  expect(waiting).toBe(slow.length);
  // Until what they would get by now is more.
  await expect.poll(() => curve(house)).toBeGreaterThan(latest + 2);

  await settlement.query("ROLLBACK");
  settlement.release();
  // They count from the moment at which they were received, however long they waited.
  for (const out of await Promise.all(held)) expect(out.cashedOutHundredths).toBeLessThanOrEqual(latest);
});

test("behavior: a cash-out that waits holds up no other of its table, and none lets the settlement in before it", async () => {
  house = await CrashHouse.open(PATIENT);
  // The leader's clock, and nobody else's, says what the test wants.
  const clock = createDatabaseClock();
  let aheadMs = 0;
  const earliest = (moment: number) => clock.earliest(moment) + aheadMs;
  await house.process({ clock: { ...clock, earliest } });
  const process = await house.process({ leads: false });
  const players = await Promise.all(Array.from({ length: 4 }, () => house.addPlayer()));
  const { roundId, number } = await house.roundIn("betting");
  const bets = await Promise.all(players.map((userId) => process.bet(userId, { roundId })));
  await closeBetting(house);
  await untilRisen(house);

  const blocker = await house.owner.connect();
  await blocker.query("BEGIN");
  await blocker.query("SELECT FROM crash_bets WHERE id = $1 FOR UPDATE", [bets[0]!.bet.betId]);
  const held = process.cashOut(players[0]!, bets[0]!.bet.betId);
  const waitsFor = async () => (await house.rows(WAITING_FOR_LOCKS))[0];
  let latest = 0;
  try {
    await expect.poll(waitsFor).toMatchObject({ of_bets: 1 });
    latest = await curve(house);
    await Promise.all([1, 2, 3].map((place) => process.cashOut(players[place]!, bets[place]!.bet.betId)));
    // For the leader it is over; the one that was received in time still holds the round.
    aheadMs = AN_HOUR_MS;
    await expect.poll(waitsFor).toMatchObject({ of_bets: 1, of_rounds: 1 });
    expect(await house.roundIn("running")).toMatchObject({ number });
  } finally {
    await blocker.query("ROLLBACK");
    blocker.release();
  }
  expect((await held).cashedOutHundredths).toBeLessThanOrEqual(latest);
  await house.roundIn("settled", { number: Number(number) });
});

test("behavior: cash-outs have connections of their own, whatever bets and leaders are busy with", async () => {
  house = await CrashHouse.open(PATIENT);
  await house.process();
  const busy = await house.process({ leads: false });
  const player = await house.addPlayer();
  const { roundId } = await house.roundIn("betting");
  const { bet } = await busy.bet(player, { roundId });
  await closeBetting(house);
  await untilRisen(house);
  const taken = await Promise.all(Array.from({ length: busy.pool.options.max }, () => busy.pool.connect()));
  try {
    expect((await busy.cashOut(player, bet.betId)).isAutomatic).toBe(false);
  } finally {
    for (const client of taken) client.release();
  }
});

test("behavior: nobody is told of the crash before the round is settled, by a refusal either", async () => {
  house = await CrashHouse.open({ points: [between(104, 106)], bettingMs: UNTIL_CLOSED_MS });
  const process = await house.process();
  const players = await Promise.all(Array.from({ length: 30 }, () => house.addPlayer()));
  const { roundId } = await house.roundIn("betting");
  const bets = await Promise.all(players.map((userId) => process.bet(userId, { roundId })));
  await closeBetting(house);
  await untilBegun(house, 1);
  const answers: Promise<{ code: string | null; phase: string; at_ms: number }>[] = [];
  for (const [place, userId] of players.entries()) {
    answers.push(
      process.cashOut(userId, bets[place]!.bet.betId).then(
        () => ({ code: null, phase: "", at_ms: 0 }),
        async (error: { code: string }) => {
          const [row] = await house.rows<{ phase: string; at_ms: number }>(
            `SELECT phase, (extract(epoch FROM clock_timestamp() - started_at) * 1000)::float AS at_ms
             FROM crash_rounds WHERE id = $1`,
            [roundId],
          );
          return { ...row!, code: error.code };
        },
      ),
    );
    await sleep(40);
  }
  const late = (await Promise.all(answers)).filter(({ code }) => code === "CASH_OUT_TOO_LATE");
  expect(late.length).toBeGreaterThan(0);
  const { point } = await house.roundIn("settled", { number: 1 });
  // A settlement that takes longer than that is no secret any more.
  const toldFromMs = endsAfterMs({ pointHundredths: point!, ceilingHundredths: 150 }) + 1_000;
  expect(late.filter(({ phase, at_ms: atMs }) => phase !== "settled" && atMs < toldFromMs)).toEqual([]);
});

test("behavior: a cash-out on its way when the process stops is answered, also one that waits to hear it was too late", async () => {
  house = await CrashHouse.open(PATIENT);
  const leader = await house.process();
  const stopping = await house.process({ leads: false });
  const [inTime, late] = await Promise.all([house.addPlayer(), house.addPlayer()]);
  const { roundId } = await house.roundIn("betting");
  const first = await stopping.bet(inTime!, { roundId });
  const second = await stopping.bet(late!, { roundId });
  await closeBetting(house);
  await untilRisen(house);
  const out = stopping.cashOut(inTime!, first.bet.betId);
  const isLate = stopping.cashOut(late!, randomUUID()).catch((error: { code: string }) => error.code);
  const stopped = stopping.engine.stop();
  expect((await out).isAutomatic).toBe(false);
  expect(await isLate).toBe("NOT_FOUND");
  await stopped;
  await expect(stopping.cashOut(late!, second.bet.betId)).rejects.toMatchObject({ code: "ENGINE_STOPPED" });
  await letCrash(house);
  await house.roundIn("settled", { number: 1 });
  expect(leader.leadership!.led()).toHaveLength(1);
});
