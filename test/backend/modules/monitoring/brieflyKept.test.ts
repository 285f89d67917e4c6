import { describe, expect, test } from "vitest";
import { brieflyKept } from "#backend/modules/monitoring/brieflyKept.ts";

const HOUSE = 1;

/** Counts how often it was read. */
function counting() {
  let now = 1_000_000;
  let readings = 0;
  const ask = brieflyKept({ clock: { now: () => now }, maxAgeMs: 1_000, read: async () => ++readings });
  return { ask, pass: (ms: number) => (now += ms) };
}

describe("brieflyKept", () => {
  test("default: reads once per house and period", async () => {
    const { ask, pass } = counting();
    expect([await ask(HOUSE), await ask(HOUSE), await ask(2)]).toEqual([1, 1, 2]);
    pass(999);
    expect(await ask(HOUSE)).toBe(1);
    pass(1);
    expect(await ask(HOUSE)).toBe(3);
  });

  test("behavior: after the clock was set back nothing is taken for new", async () => {
    const { ask, pass } = counting();
    await ask(HOUSE);
    pass(-3_600_000);
    expect([await ask(HOUSE), await ask(HOUSE)]).toEqual([2, 2]);
  });
});
