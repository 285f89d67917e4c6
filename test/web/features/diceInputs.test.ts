import { describe, expect, test } from "vitest";
import { dice } from "#domain/games/dice/dice.ts";
import fc from "#test/support/properties.ts";
import {
  chanceHundredths,
  clampTarget,
  flipped,
  targetRange,
  withChance,
  withMultiplier,
} from "@/features/games/dice/diceInputs";

const direction = fc.constantFrom("over" as const, "under" as const);

describe("diceInputs", () => {
  test("default", () => {
    expect(withChance(4_950, "over")).toEqual({ targetHundredths: 5_050, direction: "over" });
    expect(withMultiplier(20_000, "under", 100)).toEqual({ targetHundredths: 4_950, direction: "under" });
  });

  test("behavior: the range ends where the rules end", () => {
    expect(targetRange("under")).toEqual({ min: 1, max: 9_800 });
    expect(targetRange("over")).toEqual({ min: 200, max: 9_999 });
  });

  test("property: whatever is typed, the rules accept what comes of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 10 ** 9 }), direction, (typed, side) => {
        for (const params of [
          clampTarget(typed, side),
          withChance(typed, side),
          withMultiplier(typed, side, 100),
        ]) {
          expect(dice.parse(params)).toEqual(params);
        }
      }),
    );
  });

  test("property: flipping keeps the chance, and flips back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_800 }), direction, (chance, side) => {
        const params = withChance(chance, side);
        expect(chanceHundredths(flipped(params))).toBe(chance);
        expect(flipped(flipped(params))).toEqual(params);
      }),
    );
  });
});
