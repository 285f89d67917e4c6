import { expect, test } from "vitest";
import { backOffMs } from "@/lib/live/backOff";

test("default: longer with every refusal, up to a minute", () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((refusals) => backOffMs(refusals, 0, 0))).toEqual([
    3_000, 6_000, 12_000, 24_000, 48_000, 60_000, 60_000,
  ]);
});

test("behavior: never less than the house asked for, and not all at once", () => {
  expect(backOffMs(1, 40_000, 0)).toBe(40_000);
  expect(backOffMs(1, 40_000, 1)).toBe(60_000);
});
