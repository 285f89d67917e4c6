import { setTimeout as sleep } from "node:timers/promises";

const DAY_MS = 86_400_000;
const LONGEST_TEST_MS = 60_000;

/** To be called before each test that counts by the day, the week or the month: all of them begin anew at midnight UTC. */
export async function awayFromMidnight(): Promise<void> {
  const leftMs = DAY_MS - (Date.now() % DAY_MS);
  if (leftMs < LONGEST_TEST_MS) await sleep(leftMs);
}
