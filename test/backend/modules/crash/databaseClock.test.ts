import { expect, test } from "vitest";
import { createDatabaseClock } from "#backend/modules/crash/databaseClock.ts";

test("default: the reading that was least late counts, whatever the others say", () => {
  const clock = createDatabaseClock();
  clock.observe(1_000, 501_040);
  expect(clock.at(1_000)).toBe(501_040);
  clock.observe(2_000, 502_001);
  clock.observe(3_000, 503_250);
  expect(clock.at(4_000)).toBe(504_001);
});

test("behavior: clocks that drift apart are followed, because old readings are forgotten", () => {
  const clock = createDatabaseClock();
  clock.observe(0, 1_000);
  for (let at = 1_000; at <= 30_000; at += 1_000) clock.observe(at, at + 1_000 + at / 1_000);
  // Between one and two periods back, a millisecond a second.
  expect(clock.at(30_000) - 31_000).toBeGreaterThanOrEqual(10);
  expect(clock.at(30_000) - 31_000).toBeLessThanOrEqual(30);
});

test("error: InvariantError before the first reading", () => {
  expect(() => createDatabaseClock().at(0)).toThrow();
});
