import { expect, test } from "vitest";
import { DatabaseBusy } from "#backend/http/databaseOutage.ts";
import {
  createSocketReadings,
  MAX_WAITING_READINGS,
  SOCKET_READINGS_AT_ONCE,
} from "#backend/modules/realtime/socketReadings.ts";

test("default: so many at once, the others in turn, and all of them come", async () => {
  const readings = createSocketReadings();
  let running = 0;
  let most = 0;
  const read = async (index: number) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    return index;
  };
  const all = await Promise.all(Array.from({ length: 40 }, (_, index) => readings.run(() => read(index))));
  expect(most).toBe(SOCKET_READINGS_AT_ONCE);
  expect(all).toEqual(Array.from({ length: 40 }, (_, index) => index));
});

test("error: DatabaseBusy when too much waits, and no longer once it was read, or failed", async () => {
  const readings = createSocketReadings();
  const ends: (() => void)[] = [];
  const held = Array.from({ length: SOCKET_READINGS_AT_ONCE + MAX_WAITING_READINGS - 1 }, () =>
    readings.run(() => new Promise<void>((resolve) => ends.push(resolve))),
  );
  readings.requireRoom();
  const failing = readings.run(() => Promise.reject(new Error("no")));
  const failed = expect(failing).rejects.toThrow("no");
  expect(() => readings.requireRoom()).toThrow(DatabaseBusy);
  const ending = setInterval(() => {
    for (const end of ends.splice(0)) end();
  });
  await Promise.all([...held, failed]);
  clearInterval(ending);
  readings.requireRoom();
});
