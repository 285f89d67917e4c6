import { describe, expect, test } from "vitest";
import { chanceOfReaching } from "#domain/games/crash/point.ts";
import { crashChance } from "@/features/games/crash/crashChance";

describe("crashChance", () => {
  test("property: it is the chance that the rules give", () => {
    for (let hundredths = 101; hundredths < 100_000_000; hundredths += Math.ceil(hundredths / 7)) {
      for (const edgeBps of [0, 100, 300, 9_999])
        expect(crashChance(hundredths, edgeBps)).toEqual(chanceOfReaching(BigInt(hundredths), edgeBps));
    }
  });
});
