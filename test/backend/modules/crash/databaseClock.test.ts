import { expect, test } from "vitest";
import { createDatabaseClock } from "#backend/modules/crash/databaseClock.ts";
import fc from "#test/support/properties.ts";

test("default: the shortest ways there and back bound the database's time from both sides", () => {
  const clock = createDatabaseClock();
  // The database is 500,000 ms ahead; 2 ms there and 8 back, then 9 there and 1 back.
  clock.observe({ askedAt: 1_000, answeredAt: 1_010, nowMs: 501_002 });
  expect(clock.earliest(1_010)).toBe(501_002);
  expect(clock.latest(1_010)).toBe(501_012);
  clock.observe({ askedAt: 1_020, answeredAt: 1_030, nowMs: 501_029 });
  expect(clock.earliest(1_030)).toBe(501_029);
  expect(clock.latest(1_030)).toBeCloseTo(501_032, 1);
});

test("property: whatever the delays and the drift, the true time lies between the bounds", () => {
  const delay = fc.double({ min: 0, max: 400, noNaN: true });
  const step = fc.record({
    pauseMs: fc.double({ min: 0, max: 9_000, noNaN: true }),
    there: delay,
    back: delay,
  });
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 40 }),
      fc.double({ min: -0.0004, max: 0.0004, noNaN: true }),
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      (steps, drift, skew) => {
        const trueAt = (moment: number) => skew + moment * (1 + drift);
        const clock = createDatabaseClock();
        let now = 0;
        for (const { pauseMs, there, back } of steps) {
          const askedAt = now + pauseMs;
          const answeredAt = askedAt + there + back;
          clock.observe({ askedAt, answeredAt, nowMs: trueAt(askedAt + there) });
          for (const moment of [askedAt, answeredAt, answeredAt + 50]) {
            expect(clock.earliest(moment)).toBeLessThanOrEqual(trueAt(moment) + 1e-3);
            expect(clock.latest(moment)).toBeGreaterThanOrEqual(trueAt(moment) - 1e-3);
          }
          now = answeredAt;
        }
      },
    ),
    { numRuns: 300, seed: 42 },
  );
});

test("behavior: old readings are forgotten, so that bounds follow clocks that drift apart", () => {
  const clock = createDatabaseClock();
  clock.observe({ askedAt: 0, answeredAt: 0, nowMs: 1_000 });
  for (let at = 1_000; at <= 60_000; at += 1_000)
    clock.observe({ askedAt: at, answeredAt: at + 2, nowMs: at + 1_001 + at * 0.0004 });
  const offset = 1_000 + 60_000 * 0.0004;
  expect(clock.earliest(60_000) - 60_000).toBeGreaterThan(offset - 10);
  expect(clock.latest(60_000) - 60_000).toBeLessThan(offset + 10);
});

test("behavior: a clock that was set is believed at once", () => {
  const clock = createDatabaseClock();
  clock.observe({ askedAt: 0, answeredAt: 2, nowMs: 1_001 });
  clock.observe({ askedAt: 100, answeredAt: 102, nowMs: 91_101 });
  expect(clock.earliest(102)).toBe(91_101);
  expect(clock.latest(102)).toBe(91_103);
  clock.observe({ askedAt: 200, answeredAt: 202, nowMs: 1_201 });
  expect(clock.latest(202)).toBe(1_203);
});

test("error: InvariantError before the first reading", () => {
  expect(() => createDatabaseClock().earliest(0)).toThrow();
  expect(() => createDatabaseClock().latest(0)).toThrow();
});
