import { describe, expect, test } from "vitest";
import { exitPaymentDown, exitPhase, sharePercentDown, termsIfActivatedNow } from "@/lib/vault/exitTerms";

describe("exitPaymentDown", () => {
  test("default", () => {
    expect(exitPaymentDown(100n, { payableQuanta: 50n, claimQuanta: 50n })).toBe(100n);
  });

  test("behavior: a share of a part is rounded down, and nothing is owed where nothing is claimed", () => {
    expect(exitPaymentDown(10n, { payableQuanta: 2n, claimQuanta: 3n })).toBe(6n);
    expect(exitPaymentDown(10n, { payableQuanta: 0n, claimQuanta: 0n })).toBe(0n);
  });
});

describe("termsIfActivatedNow", () => {
  test("default", () => {
    const terms = termsIfActivatedNow({ balance: 100n, liabilities: 60n, credits: 10n });
    expect(terms).toEqual({ payableQuanta: 50n, claimQuanta: 50n });
    expect(sharePercentDown(terms)).toBeNull();
  });

  test("behavior: credits come first, and the rest is shared", () => {
    const terms = termsIfActivatedNow({ balance: 40n, liabilities: 100n, credits: 10n });
    expect(terms).toEqual({ payableQuanta: 30n, claimQuanta: 90n });
    expect(sharePercentDown(terms)).toBe(33.33);
  });

  test("behavior: a vault that holds less than its credits pays no claim", () => {
    expect(termsIfActivatedNow({ balance: 5n, liabilities: 30n, credits: 10n }).payableQuanta).toBe(0n);
  });
});

describe("exitPhase", () => {
  test("default", () => {
    expect(exitPhase({ isActive: false, availableAt: 100n, now: 40n })).toEqual({
      kind: "later",
      availableAt: 100n,
    });
  });

  test("behavior: available from the very second, and active for good", () => {
    expect(exitPhase({ isActive: false, availableAt: 100n, now: 100n }).kind).toBe("available");
    expect(exitPhase({ isActive: true, availableAt: 100n, now: 40n }).kind).toBe("active");
  });
});
