import { describe, expect, test } from "vitest";
import { checkMaxRisk, MaxRiskExceeded, maxProfitDown } from "#domain/limits/maxRisk.ts";
import { multiplyDown } from "#domain/money/fraction.ts";
import fc from "#test/support/properties.ts";

const SEED = 20_261_121;

describe("maxProfitDown", () => {
  test("default", () => {
    expect(maxProfitDown(1_000_099n, 100)).toBe(10_000n);
    expect(maxProfitDown(-1n, 100)).toBe(0n);
  });
});

describe("checkMaxRisk", () => {
  const risk = { maxMultiplier: { numerator: 2n, denominator: 1n }, bankrollMinor: 10_000n, riskBps: 100 };

  test("default: the stake itself is no risk", () => {
    expect(() => checkMaxRisk({ ...risk, stakeMinor: 100n })).not.toThrow();
  });

  test("behavior: a multiplier that never exceeds the stake needs no bankroll", () => {
    const maxMultiplier = { numerator: 1n, denominator: 1n };
    expect(() =>
      checkMaxRisk({ ...risk, maxMultiplier, bankrollMinor: 0n, stakeMinor: 10n ** 18n }),
    ).not.toThrow();
  });

  test("error: MaxRiskExceeded", () => {
    expect(() => checkMaxRisk({ ...risk, stakeMinor: 101n })).toThrow(new MaxRiskExceeded(101n, 100n, 100n));
  });

  test("property: the stake named in the error passes, and one unit more does not", () => {
    const positive = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(
        positive,
        positive,
        positive,
        fc.integer({ min: 1, max: 10_000 }),
        (extra, denominator, bank, bps) => {
          const maxMultiplier = { numerator: denominator + extra, denominator };
          const check = (stakeMinor: bigint) =>
            checkMaxRisk({ stakeMinor, maxMultiplier, bankrollMinor: bank, riskBps: bps });
          const { maxStakeMinor, maxProfitMinor } = refusal(() => check(10n ** 40n));
          check(maxStakeMinor);
          expect(() => check(maxStakeMinor + 1n)).toThrow(MaxRiskExceeded);
          expect(multiplyDown(maxStakeMinor, maxMultiplier) - maxStakeMinor).toBeLessThanOrEqual(
            maxProfitMinor,
          );
        },
      ),
      { seed: SEED },
    );
  });
});

function refusal(check: () => void): MaxRiskExceeded {
  try {
    check();
  } catch (error) {
    if (error instanceof MaxRiskExceeded) return error;
  }
  throw new Error("expected a refusal");
}
