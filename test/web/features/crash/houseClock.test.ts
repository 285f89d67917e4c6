import { describe, expect, test } from "vitest";
import { createHouseClock } from "@/features/games/crash/houseClock";

describe("createHouseClock", () => {
  test("default", () => {
    const clock = createHouseClock();
    expect(clock.at(0)).toBeNull();
    clock.hear(5_000, 100);
    expect(clock.at(160)?.nowMs).toBe(5_060);
  });

  test("behavior: believes the message that was on its way for the shortest time", () => {
    const clock = createHouseClock();
    clock.hear(5_000, 140);
    clock.hear(5_100, 205);
    clock.hear(5_200, 390);
    expect(clock.at(400)?.nowMs).toBe(5_295);
  });

  test("behavior: follows clocks that drift apart", () => {
    const clock = createHouseClock();
    clock.hear(5_000, 100);
    for (let tick = 1; tick <= 50; tick++) clock.hear(5_000 + tick * 100, 110 + tick * 100);
    expect(clock.at(6_000)?.nowMs).toBe(10_890);
  });

  test("behavior: tells until when the round is known to have run, and since when nothing was heard of it", () => {
    const clock = createHouseClock();
    clock.hear(5_000, 100);
    clock.hearRunning(5_000, 100);
    clock.hear(9_000, 4_100);
    expect(clock.at(4_200)).toEqual({ nowMs: 9_100, toldMs: 5_000, silentMs: 4_100 });
  });
});
