import { vi } from "vitest";
import { multiplierAt } from "#domain/games/crash/curve.ts";
import type { CrashHouse } from "./crashHouse.ts";

// Rounds that go on when the test says so, and not before, however slow the machine is.

/** As `bettingMs`, the longest that a table may have: betting ends with `closeBetting`. */
export const UNTIL_CLOSED_MS = 600_000;
/** As `ceiling`, in hundredths: so high that a round with a point as high ends with `letCrash`. */
export const SKY = 1_000_000;
/** Of `vi`, as `expect.poll` works in no test that runs beside others of its file. */
const PATIENCE = { timeout: 120_000, interval: 20 } as const;

/** Ends the betting of all rounds that take bets. Whoever leads finds that its time has come. */
export async function closeBetting(house: CrashHouse): Promise<void> {
  await endBettingTime(house);
  await house.leadAnew();
}

/** The same, in the books alone. */
export async function endBettingTime(house: CrashHouse): Promise<void> {
  await house.owner.query(
    "UPDATE crash_rounds SET betting_ends_at = clock_timestamp() WHERE phase = 'betting'",
  );
}

/** Ends all rounds that run, wherever they crash: nobody gets out of them by hand any more. */
export async function letCrash(house: CrashHouse): Promise<void> {
  await endRidingTime(house);
  await house.leadAnew();
}

/** The same, in the books alone: the curve began long ago. */
export async function endRidingTime(house: CrashHouse): Promise<void> {
  await house.owner.query(
    "UPDATE crash_rounds SET started_at = started_at - interval '1 hour' WHERE phase = 'running'",
  );
}

/** From betting to the end, in which all that gets out does so by rule. @returns the settled round */
export async function playOut(house: CrashHouse, number: bigint | number) {
  await closeBetting(house);
  await untilBegun(house, number);
  await letCrash(house);
  return house.roundIn("settled", { number: Number(number) });
}

/** Until the round runs, or is over: a short one may have crashed before anybody looks. */
export async function untilBegun(house: CrashHouse, number: bigint | number): Promise<void> {
  const isBetting = "SELECT FROM crash_rounds WHERE number = $1 AND phase = 'betting'";
  await vi.waitUntil(async () => (await house.rows(isBetting, [number])).length === 0, PATIENCE);
}

/** Until the table's round runs and has left 1.00×, also for a process that is in doubt about the time. */
export async function untilRisen(house: CrashHouse, currency = "BNB"): Promise<void> {
  await house.roundIn("running", { currency });
  await vi.waitUntil(async () => (await curve(house, currency)) > 107, PATIENCE);
}

/** What the curve of the table's running round shows now, in hundredths: what was received before got no more. */
export async function curve(house: CrashHouse, currency = "BNB"): Promise<number> {
  const [running] = await house.rows<{ ms: number }>(
    `SELECT ceil(extract(epoch FROM clock_timestamp() - started_at) * 1000)::int AS ms
     FROM crash_rounds WHERE phase = 'running' AND currency = $1`,
    [currency],
  );
  return multiplierAt(running!.ms);
}

/** Until somebody waits for a lock. */
export async function untilSomebodyWaits(house: CrashHouse): Promise<void> {
  const waiting =
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  await vi.waitUntil(async () => (await house.rows(waiting)).length > 0, PATIENCE);
}
