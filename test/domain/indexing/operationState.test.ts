import { describe, expect, test } from "vitest";
import { operationStateAt } from "#domain/indexing/operationState.ts";

describe("operationStateAt", () => {
  const announced = { state: "scheduled", readyAt: 10n, expiresAt: 20n } as const;

  test.each([
    [9n, "waiting"],
    [10n, "ready"],
    [19n, "ready"],
    [20n, "expired"],
  ])("default: at %d it is %s", (time, state) => {
    expect(operationStateAt(announced, time)).toBe(state);
  });

  test("behavior: what has ended stays so", () => {
    expect(operationStateAt({ ...announced, state: "executed" }, 99n)).toBe("executed");
    expect(operationStateAt({ ...announced, state: "cancelled" }, 15n)).toBe("cancelled");
  });
});
