import { describe, expect, test } from "vitest";
import { isDead, meaningOfRefusal } from "#domain/settlement/vaultRefusal.ts";

describe("meaningOfRefusal", () => {
  test.each([
    ["BatchAlreadyExecuted", "executed"],
    ["BatchExpired", "void"],
    ["StaleSignerEpoch", "void"],
    ["PayoutsArePaused", "later"],
    ["OutflowCapExceeded", "later"],
    ["AnythingUnknown", "later"],
  ])("default: %s means %s", (name, meaning) => {
    expect(meaningOfRefusal(name)).toBe(meaning);
  });
});

describe("isDead", () => {
  const batch = { deadline: 100n, signerEpoch: 3n };
  const alive = { isExecuted: false, timestamp: 100n, signerEpoch: 3n };

  test("default: alive up to its deadline, dead afterwards or after a rotation", () => {
    expect(isDead(batch, alive)).toBe(false);
    expect(isDead(batch, { ...alive, timestamp: 101n })).toBe(true);
    expect(isDead(batch, { ...alive, signerEpoch: 4n })).toBe(true);
  });

  test("behavior: what was executed is never dead, so its money is never batched again", () => {
    expect(isDead(batch, { isExecuted: true, timestamp: 10_000n, signerEpoch: 9n })).toBe(false);
  });
});
