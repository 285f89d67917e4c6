import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gameParamsSchemas } from "#domain/api/gameParams.ts";
import { games } from "#domain/games/registry.ts";

const near = (...bounds: number[]) =>
  fc.oneof(
    fc.integer(),
    ...bounds.map((bound) => fc.integer({ min: bound - 2, max: bound + 2 })),
    fc.double(),
  );

/** Parameters at, around and far from every bound, and some that are no parameters at all. */
const anyParams = fc.oneof(
  fc.record(
    {
      targetHundredths: near(1, 101, 200, 9_800, 9_999, 5_000_000),
      direction: fc.constantFrom("over", "under", "sideways"),
      surplus: fc.constant(1),
    },
    { requiredKeys: [] },
  ),
  fc.record({ targetHundredths: near(1, 200, 9_800, 9_999), direction: fc.constantFrom("over", "under") }),
  fc.record({ targetHundredths: near(101, 5_000_000) }),
  fc.anything(),
);

describe("gameParamsSchemas", () => {
  test("default: every game has one", () => {
    expect([...gameParamsSchemas.keys()]).toEqual([...games.keys()]);
  });

  test("property: accepts what the game accepts, and nothing else", () => {
    fc.assert(
      fc.property(fc.constantFrom(...games.values()), anyParams, (game, params) => {
        const isAccepted = gameParamsSchemas.get(game.id)?.safeParse(params).success;
        let isParsed = true;
        try {
          game.parse(params);
        } catch {
          isParsed = false;
        }
        expect(isAccepted).toBe(isParsed);
      }),
      { numRuns: 5_000 },
    );
  });
});
