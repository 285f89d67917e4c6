import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { ADVISORY_LOCKS } from "#backend/db/advisoryLocks.ts";
import { killBeforeWriting, killNow, killWhileCommitting } from "#test/support/killMidway.ts";
import { anyPoint, between, CrashHouse } from "./crashHouse.ts";
import { endBettingTime, endRidingTime, SKY, UNTIL_CLOSED_MS, untilRisen } from "./roundTimes.ts";

const children: ChildProcess[] = [];
let house: CrashHouse;
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  const contradictions = await house.contradictions();
  const { faults } = house;
  await house.close();
  expect(contradictions).toEqual([]);
  expect(faults).toEqual([]);
});

/** A leader in a process of its own. */
async function spawnLeader(): Promise<ChildProcess> {
  const { databaseUrl, redisUrl, seedKey, tenant } = house;
  const script = fileURLToPath(new URL("./leaderProcess.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    [script, JSON.stringify({ databaseUrl, redisUrl, seedKey, tenant })],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  children.push(child);
  await once(child.stdout!, "data");
  return child;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("behavior: a leader killed while the curve rises leaves a round that another one finishes", async () => {
  // Time enough to kill it: the curve gets there after nine seconds.
  house = await CrashHouse.open({ points: [between(190, 200)], bettingMs: UNTIL_CLOSED_MS, ceiling: 300 });
  const opener = await spawnLeader();
  const standby = await house.process({ leads: false });
  const [byHand, auto, lost] = await Promise.all([1, 2, 3].map(() => house.addPlayer()));
  const { roundId } = await house.roundIn("betting");
  const bets = await Promise.all([
    standby.bet(byHand!, { roundId }),
    standby.bet(auto!, { roundId, autoCashOutHundredths: 130 }),
    standby.bet(lost!, { roundId }),
  ]);
  await killNow(opener);
  await endBettingTime(house);
  const leader = await spawnLeader();
  await untilRisen(house);
  await killNow(leader);
  const started = await house.rows("SELECT started_at, fence FROM crash_rounds");

  // Nobody leads, and the curve rises all the same: cash-outs go on.
  const out = await standby.cashOut(byHand!, bets[0]!.bet.betId);
  expect(out.isAutomatic).toBe(false);
  const successor = await house.process();
  const settled = await house.roundIn("settled", { number: 1 });
  expect(
    await house.rows("SELECT started_at, fence - 1 AS fence FROM crash_rounds WHERE number = 1"),
  ).toEqual(started);
  expect(settled.point).toBeGreaterThanOrEqual(190n);
  expect(await house.balance(byHand!)).toBe(99_000_000n + BigInt(out.payout));
  expect(await house.balance(auto!)).toBe(100_300_000n);
  expect(await house.balance(lost!)).toBe(99_000_000n);
  await house.roundIn("betting", { number: 2 });
  expect(successor.leadership!.led()).toHaveLength(1);
});

test("behavior: a round that nobody led for longer than it lasted is settled as if somebody had", async () => {
  house = await CrashHouse.open({
    points: [between(1_000, 5_000)],
    bettingMs: UNTIL_CLOSED_MS,
    ceiling: SKY,
  });
  const opener = await spawnLeader();
  const standby = await house.process({ leads: false });
  const [auto, lost] = await Promise.all([house.addPlayer(), house.addPlayer()]);
  const { roundId } = await house.roundIn("betting");
  await standby.bet(auto!, { roundId, autoCashOutHundredths: 104 });
  const { bet } = await standby.bet(lost!, { roundId });
  await killNow(opener);
  await endBettingTime(house);
  const leader = await spawnLeader();
  await house.roundIn("running");
  await killNow(leader);
  await endRidingTime(house);
  await expect(standby.cashOut(lost!, bet.betId)).rejects.toMatchObject({ code: "CASH_OUT_TOO_LATE" });
  await house.process();
  await house.roundIn("settled", { number: 1 });
  expect(await house.balance(auto!)).toBe(100_040_000n);
  expect(await house.balance(lost!)).toBe(99_000_000n);
});

test("behavior: stakes that waited too long for their round are given back, and its hash is used up", async () => {
  house = await CrashHouse.open({ points: [anyPoint], bettingMs: UNTIL_CLOSED_MS });
  const leader = await spawnLeader();
  const standby = await house.process({ leads: false });
  const player = await house.addPlayer();
  const { roundId } = await house.roundIn("betting");
  const { bet } = await standby.bet(player, { roundId });
  await killNow(leader);
  await house.owner.query("UPDATE crash_rounds SET betting_ends_at = now() - interval '31 s'");
  await house.process();
  await house.roundIn("cancelled", { number: 1 });
  expect(await house.balance(player)).toBe(100_000_000n);
  await expect(standby.cashOut(player, bet.betId)).rejects.toMatchObject({ code: "ROUND_CANCELLED" });
  expect(await house.rows("SELECT game FROM crash_rounds WHERE number = 1")).toEqual([{ game: 1 }]);
  await house.roundIn("betting", { number: 2 });
  expect(await house.rows("SELECT game FROM crash_rounds WHERE number = 2")).toEqual([{ game: 2 }]);
});

test("behavior: leaders killed at any step of a cancellation: all stakes are given back, once", async () => {
  house = await CrashHouse.open({ points: [anyPoint], bettingMs: UNTIL_CLOSED_MS });
  const first = await spawnLeader();
  const standby = await house.process({ leads: false });
  const players = [await house.addPlayer(), await house.addPlayer()];
  const { roundId } = await house.roundIn("betting");
  for (const player of players) await standby.bet(player, { roundId });
  await killNow(first);
  await house.owner.query("UPDATE crash_rounds SET betting_ends_at = now() - interval '31 s'");
  const balances = async () => Promise.all(players.map((player) => house.balance(player)));
  for (const table of ["transfers", "crash_bets", "player_totals"]) {
    await killBeforeWriting(house.owner, table, spawnLeader);
    expect([table, ...(await balances())]).toEqual([table, 99_000_000n, 99_000_000n]);
  }
  await killWhileCommitting(house.owner, "crash_bets", spawnLeader);
  expect(await balances()).toEqual([100_000_000n, 100_000_000n]);
  expect(await house.rows("SELECT phase FROM crash_rounds WHERE number = 1")).toEqual([
    { phase: "cancelled" },
  ]);
  await house.process();
  await house.roundIn("betting", { number: 2 });
  expect(await balances()).toEqual([100_000_000n, 100_000_000n]);
  const returned = "SELECT count(*)::int AS times FROM transfers WHERE code = 'crash_stake_returned'";
  expect(await house.rows(returned)).toEqual([{ times: 2 }]);
});

test("behavior: a leader that was deposed without knowing it writes nothing any more", async () => {
  house = await CrashHouse.open({ points: [between(150, 180)] });
  const first = await house.process();
  await house.roundIn("running");
  // Somebody else takes over: the fence is counted up under the leader's feet.
  await house.owner.query("UPDATE crash_tables SET fence = fence + 1");
  const [{ fence }] = (await house.rows<{ fence: bigint }>("SELECT fence FROM crash_tables")) as [
    { fence: bigint },
  ];
  await house.roundIn("settled", { number: 1 });
  const [round] = await house.rows<{ fence: bigint }>("SELECT fence FROM crash_rounds WHERE number = 1");
  // It was refused, gave up, took the lead again in the ordinary way, and settled the round then.
  expect(round!.fence).toBeGreaterThan(fence);
  expect(first.leadership!.led()).toHaveLength(1);
});

test("behavior: a leader that loses its connection is succeeded, and never are there two", async () => {
  house = await CrashHouse.open({ points: [between(120, 140), between(120, 140)] });
  const processes = [await house.process(), await house.process()];
  await house.roundIn("running");
  for (let times = 0; times < 3; times++) {
    await house.owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE locktype = 'advisory' AND datname = current_database() AND classid = $1`,
      [ADVISORY_LOCKS.crashTable],
    );
    await sleep(700);
  }
  await house.roundIn("settled", { number: 2 });
  await expect.poll(() => processes.flatMap(({ leadership }) => leadership!.led())).toHaveLength(1);
  expect(
    await house.rows("SELECT count(*)::int AS rounds, max(number)::int AS last FROM crash_rounds"),
  ).toEqual([{ rounds: expect.any(Number), last: expect.any(Number) }]);
  house.faults.length = 0;
});
