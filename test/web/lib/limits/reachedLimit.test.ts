import { describe, expect, test } from "vitest";
import { readReachedLimit } from "@/lib/limits/reachedLimit";

const values = { kind: "wager", period: "day", limitMinor: "1500000", leftMinor: "500000" };

describe("readReachedLimit", () => {
  test("default", () => {
    expect(readReachedLimit(values)).toEqual({ ...values, limitMinor: 1_500_000n, leftMinor: 500_000n });
  });

  test.each([
    ["nothing", {}],
    ["another kind", { ...values, kind: "sleep" }],
    ["no number", { ...values, leftMinor: "much" }],
  ])("behavior: %s is no limit", (_what, other) => {
    expect(readReachedLimit(other)).toBeNull();
  });
});
