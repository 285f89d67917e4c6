import type pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClockReading } from "#backend/modules/crash/databaseClock.ts";
import { readTimed } from "#backend/modules/crash/timedReading.ts";

// Time passes when the test says so.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A pool whose one connection is free after a while. */
function busyPool(busyMs: number) {
  const released: (Error | undefined)[] = [];
  const client = { release: (error?: Error) => void released.push(error) };
  const connect = async () => {
    vi.advanceTimersByTime(busyMs);
    return client;
  };
  return { pool: { connect } as unknown as pg.Pool, released };
}

function earOf(readings: ClockReading[]) {
  const observe = (reading: ClockReading) => void readings.push(reading);
  return { observe, earliest: () => 0, latest: () => 0 };
}

test("default: the wait for a connection leaves no doubt about the time", async () => {
  const readings: ClockReading[] = [];
  const { pool, released } = busyPool(200);
  const read = async () => {
    vi.advanceTimersByTime(30);
    return { nowMs: 5_000, found: 1 };
  };
  const answer = await readTimed({ pool, clock: earOf(readings) }, read);
  expect(answer).toEqual({ nowMs: 5_000, found: 1 });
  const [{ askedAt, answeredAt, nowMs }] = readings as [ClockReading];
  expect(answeredAt - askedAt).toBe(30);
  expect(nowMs).toBe(5_000);
  expect(released).toEqual([undefined]);
});

test("behavior: a reading that fails sets no clock, and its connection is not used again", async () => {
  const readings: ClockReading[] = [];
  const { pool, released } = busyPool(0);
  const failure = new Error("connection lost");
  const reading = readTimed({ pool, clock: earOf(readings) }, () => Promise.reject(failure));
  await expect(reading).rejects.toBe(failure);
  expect([readings, released]).toEqual([[], [failure]]);
});
