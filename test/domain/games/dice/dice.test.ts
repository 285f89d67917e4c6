import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import { FLOAT_SPAN } from "#domain/fairness/draw.ts";
import { type DiceParams, dice, rollHundredths } from "#domain/games/dice/dice.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { multiplyDown, ZERO } from "#domain/money/fraction.ts";
import { expectFairReturn } from "#test/domain/games/fairReturn.ts";
import fc from "#test/support/properties.ts";

const ROLLS = 10_001;
const EDGE_BPS = 100;

/** Every target that `parse` lets pass. */
const allowed: DiceParams[] = (["over", "under"] as const).flatMap((direction) =>
  Array.from({ length: ROLLS }, (_, targetHundredths) => ({ targetHundredths, direction })).filter(isAllowed),
);

const edges = [dice.edge.minBps, EDGE_BPS, dice.edge.maxBps];

/** How many of the 2^32 floats give each roll, counted without the code under test. */
const floatsOfRoll = Array.from({ length: ROLLS }, (_, roll) => firstFloatOf(roll + 1) - firstFloatOf(roll));

describe("parse", () => {
  test("default", () => {
    const params = { targetHundredths: 5_050, direction: "over" };
    expect(dice.parse(params)).toEqual(params);
  });

  test("behavior: win chances from 0.01 % to 98 % are on offer, on either side", () => {
    const targetsOf = (side: string) =>
      allowed.filter(({ direction }) => direction === side).map(({ targetHundredths }) => targetHundredths);
    expect([targetsOf("over").at(0), targetsOf("over").at(-1)]).toEqual([200, 9_999]);
    expect([targetsOf("under").at(0), targetsOf("under").at(-1)]).toEqual([1, 9_800]);
  });

  test.each([
    [undefined],
    [null],
    [[]],
    ["over"],
    [{}],
    [{ targetHundredths: 5_000 }],
    [{ targetHundredths: "5000", direction: "over" }],
    [{ targetHundredths: 50.5, direction: "over" }],
    [{ targetHundredths: Number.NaN, direction: "over" }],
    [{ targetHundredths: 199, direction: "over" }],
    [{ targetHundredths: 10_000, direction: "over" }],
    [{ targetHundredths: 0, direction: "under" }],
    [{ targetHundredths: 9_801, direction: "under" }],
    [{ targetHundredths: 5_000, direction: "OVER" }],
    [{ targetHundredths: 5_000, direction: "over", edgeBps: 0 }],
  ])("error: GameParamsInvalid for %j", (raw) => {
    expect(() => dice.parse(raw)).toThrow(GameParamsInvalid);
  });
});

describe("play", () => {
  test("behavior: the target itself loses on both sides", () => {
    const random = [firstFloatOf(5_000)];
    for (const direction of ["over", "under"] as const) {
      const { outcome, multiplier } = dice.play(random, { targetHundredths: 5_000, direction }, EDGE_BPS);
      expect(outcome).toEqual({ rollHundredths: 5_000 });
      expect(multiplier.numerator).toBe(0n);
    }
  });

  test("behavior: even odds pay 1.98", () => {
    const params = { targetHundredths: 5_000, direction: "over" } as const;
    expect(dice.play([FLOAT_SPAN - 1], params, EDGE_BPS)).toEqual({
      outcome: { rollHundredths: 10_000 },
      multiplier: { numerator: 9_900n, denominator: 5_000n },
    });
    expect(multiplyDown(101n, dice.maxMultiplier(params, EDGE_BPS))).toBe(199n);
  });

  test("error: InvariantError without a float", () => {
    expect(() => dice.play([], { targetHundredths: 5_000, direction: "over" }, EDGE_BPS)).toThrow(
      InvariantError,
    );
  });
});

describe("return to player", () => {
  test("behavior: each roll begins at the float that the formula says, and 10,001 rolls cover all floats", () => {
    for (let roll = 0; roll < ROLLS; roll++) {
      const first = firstFloatOf(roll);
      expect(rollHundredths(first)).toBe(roll);
      expect(roll === 0 || rollHundredths(first - 1) === roll - 1).toBe(true);
    }
    expect(firstFloatOf(ROLLS)).toBe(FLOAT_SPAN);
  });

  test("behavior: over the rolls, every target returns (1 − edge) · 10000 / 10001 of the stakes", () => {
    for (const params of allowed) {
      const winners = BigInt(countWinningRolls(params));
      for (const edgeBps of edges) {
        const { numerator, denominator } = dice.maxMultiplier(params, edgeBps);
        expect(winners * numerator).toBe(BigInt(10_000 - edgeBps) * denominator);
      }
    }
  });

  test("behavior: over the floats, every target returns 1 − edge within half a percent, and never above 1", () => {
    for (const params of allowed) {
      for (const edgeBps of edges) expectFairReturn(dice.odds(params, edgeBps), edgeBps);
    }
  });

  test("behavior: the chance counts the floats of the winning rolls", () => {
    for (const params of allowed.filter((_, index) => index % 97 === 0)) {
      const winning = floatsOfRoll.filter((_, roll) => isWinning(params, roll));
      expect(dice.odds(params, EDGE_BPS)[0]?.chance).toEqual({
        numerator: BigInt(winning.reduce((sum, floats) => sum + floats, 0)),
        denominator: 2n ** 32n,
      });
    }
  });

  test("property: play wins exactly where the rolls say, and pays no more than the maximum", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...allowed),
        fc.integer({ min: 0, max: FLOAT_SPAN - 1 }),
        fc.bigInt({ min: 1n, max: 10n ** 18n }),
        (params, u, stakeMinor) => {
          const { outcome, multiplier } = dice.play([u], params, EDGE_BPS);
          const payoutMinor = (stakeMinor * multiplier.numerator) / multiplier.denominator;
          expect(payoutMinor).toBe(
            isWinning(params, outcome.rollHundredths)
              ? multiplyDown(stakeMinor, dice.maxMultiplier(params, EDGE_BPS))
              : 0n,
          );
        },
      ),
      { seed: 20_261_121, numRuns: 2_000 },
    );
  });
});

describe("describe", () => {
  test("default", () => {
    const params = { targetHundredths: 5_000, direction: "over" } as const;
    const lost = { outcome: { rollHundredths: 2_807 }, multiplier: ZERO };
    expect(dice.describe(params, lost)).toBe("Rolled 28.07, not over 50.00: the stake is lost.");
    const won = { outcome: { rollHundredths: 5_486 }, multiplier: dice.maxMultiplier(params, EDGE_BPS) };
    expect(dice.describe(params, won)).toBe("Rolled 54.86, over 50.00: pays 1.98×.");
  });
});

/** The smallest u with floor(u · 10001 / 2^32) = roll. */
function firstFloatOf(roll: number): number {
  const product = BigInt(roll) * 2n ** 32n;
  return Number((product + BigInt(ROLLS - 1)) / BigInt(ROLLS));
}

function isWinning({ targetHundredths, direction }: DiceParams, roll: number): boolean {
  return direction === "over" ? roll > targetHundredths : roll < targetHundredths;
}

function countWinningRolls(params: DiceParams): number {
  let winners = 0;
  for (let roll = 0; roll < ROLLS; roll++) if (isWinning(params, roll)) winners++;
  return winners;
}

function isAllowed(params: DiceParams): boolean {
  try {
    dice.parse(params);
    return true;
  } catch {
    return false;
  }
}
