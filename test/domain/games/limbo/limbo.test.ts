import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import { FLOAT_SPAN } from "#domain/fairness/draw.ts";
import { limbo, resultHundredths } from "#domain/games/limbo/limbo.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { ZERO } from "#domain/money/fraction.ts";
import { expectFairReturn } from "#test/domain/games/fairReturn.ts";
import fc from "#test/support/properties.ts";

const STEPS = 2 ** 24;
const EDGE_BPS = 100;
const SCALE = 99 * STEPS;
const MIN_TARGET = 101;
const MAX_TARGET = 5_000_000;

describe("parse", () => {
  test.each([MIN_TARGET, 200, MAX_TARGET])("default: %i", (targetHundredths) => {
    expect(limbo.parse({ targetHundredths })).toEqual({ targetHundredths });
  });

  test.each([
    [undefined],
    [{}],
    [{ targetHundredths: 100 }],
    [{ targetHundredths: MAX_TARGET + 1 }],
    [{ targetHundredths: 150.5 }],
    [{ targetHundredths: "200" }],
    [{ targetHundredths: 200, edge: 0 }],
  ])("error: GameParamsInvalid for %j", (raw) => {
    expect(() => limbo.parse(raw)).toThrow(GameParamsInvalid);
  });
});

describe("play", () => {
  test("behavior: the result goes from 16,609,443.84× down to 1×", () => {
    expect(resultHundredths(0, EDGE_BPS)).toBe(1_660_944_384);
    expect(resultHundredths(255, EDGE_BPS)).toBe(1_660_944_384);
    expect(resultHundredths(256, EDGE_BPS)).toBe(830_472_192);
    expect(resultHundredths(FLOAT_SPAN - 1, EDGE_BPS)).toBe(100);
  });

  test("behavior: reaching the target exactly wins, and pays the target", () => {
    const random = [99 << 8];
    expect(resultHundredths(99 << 8, EDGE_BPS)).toBe(16_609_443);
    const won = limbo.play(random, { targetHundredths: 16_609_443 }, EDGE_BPS);
    expect(won.multiplier).toEqual({ numerator: 16_609_443n, denominator: 100n });
    const lost = limbo.play(random, { targetHundredths: 16_609_444 }, EDGE_BPS);
    expect(lost.multiplier.numerator).toBe(0n);
  });

  test("error: InvariantError without a float", () => {
    expect(() => limbo.play([], { targetHundredths: 200 }, EDGE_BPS)).toThrow(InvariantError);
  });

  test("property: equals the formula in whole numbers, and pays no more than the maximum", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: FLOAT_SPAN - 1 }),
        fc.integer({ min: MIN_TARGET, max: MAX_TARGET }),
        fc.bigInt({ min: 1n, max: 10n ** 18n }),
        fc.integer({ min: limbo.edge.minBps, max: limbo.edge.maxBps }),
        (u, targetHundredths, stakeMinor, edgeBps) => {
          const exact = (BigInt(10_000 - edgeBps) * 2n ** 24n) / (100n * ((BigInt(u) >> 8n) + 1n));
          const result = exact < 100n ? 100n : exact;
          const { outcome, multiplier } = limbo.play([u], { targetHundredths }, edgeBps);
          expect(BigInt(outcome.resultHundredths)).toBe(result);
          const payoutMinor = (stakeMinor * multiplier.numerator) / multiplier.denominator;
          const isWin = result >= BigInt(targetHundredths);
          expect(payoutMinor).toBe(isWin ? (stakeMinor * BigInt(targetHundredths)) / 100n : 0n);
        },
      ),
      { seed: 20_261_121, numRuns: 2_000 },
    );
  });
});

describe("return to player", () => {
  /** Runs of targets that the same steps win: the return grows from the first to the last of a run. */
  function* runs() {
    for (let first = MIN_TARGET; first <= MAX_TARGET; ) {
      const winners = Math.floor(SCALE / first);
      const last = Math.min(Math.floor(SCALE / winners), MAX_TARGET);
      yield { first, last, winners };
      first = last + 1;
    }
  }

  test("behavior: the winning steps are those whose result reaches the target", () => {
    for (const targetHundredths of [101, 200, 333, 4_970_052]) {
      let winners = 0;
      for (let step = 0; step < STEPS; step++)
        if (resultHundredths(step * 256, EDGE_BPS) >= targetHundredths) winners++;
      expect(chanceOf(targetHundredths)).toEqual({
        numerator: BigInt(winners),
        denominator: 2n ** 24n,
      });
    }
  });

  test("behavior: over every target, 98.5 % to 99 % come back", () => {
    let highestWon = 0;
    let lowest = 1;
    for (const { first, last, winners } of runs()) {
      highestWon = Math.max(highestWon, winners * last);
      lowest = Math.min(lowest, (winners * first) / (100 * STEPS));
    }
    expect(highestWon).toBeLessThanOrEqual(SCALE);
    expect(lowest).toBeGreaterThanOrEqual(0.985);
  });

  test("behavior: at every edge on offer, 1 − edge comes back within half a percent, never more", () => {
    for (const edgeBps of [limbo.edge.minBps, 33, 250, limbo.edge.maxBps]) {
      for (let targetHundredths = MIN_TARGET; targetHundredths <= MAX_TARGET; targetHundredths += 997) {
        expectFairReturn(limbo.odds({ targetHundredths }, edgeBps), edgeBps);
      }
    }
  });

  test("behavior: the runs are those of the game", () => {
    for (const { first, last, winners } of runs()) {
      if (winners % 101 !== 0 || last === MAX_TARGET) continue;
      expect(chanceOf(first)?.numerator).toBe(BigInt(winners));
      expect(chanceOf(last)?.numerator).toBe(BigInt(winners));
    }
  });
});

describe("describe", () => {
  test("default", () => {
    const params = { targetHundredths: 200 };
    expect(limbo.describe(params, { outcome: { resultHundredths: 1_741 }, multiplier: ZERO })).toBe(
      "Reached 17.41×, target 2.00×: pays 2.00×.",
    );
    expect(limbo.describe(params, { outcome: { resultHundredths: 169 }, multiplier: ZERO })).toBe(
      "Reached 1.69×, below the target of 2.00×: the stake is lost.",
    );
  });
});

function chanceOf(targetHundredths: number) {
  return limbo.odds({ targetHundredths }, EDGE_BPS)[0]?.chance;
}
