import type { Json, JsonObject } from "#domain/games/game.ts";
import { type AnyGame, games } from "#domain/games/registry.ts";
import type { Fraction } from "#domain/money/fraction.ts";
import { fraction } from "#test/domain/games/fairReturn.ts";
import { paramsWithin } from "#test/domain/games/paramsWithin.ts";
import fc from "#test/support/properties.ts";

/** Parameters that each game of one step accepts. */
export const betParams = paramsOfAll("instant");

/** Parameters that each game of rounds accepts. */
export const roundParams = paramsOfAll("rounds");

export type SeedPair = { readonly serverSeed: string; readonly clientSeed: string; readonly nonce: number };

export const clientSeeds = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 64 });
export const seedPairs: fc.Arbitrary<SeedPair> = fc.record({
  serverSeed: fc.stringMatching(/^[0-9a-f]{64}$/),
  clientSeed: clientSeeds,
  nonce: fc.integer({ min: 0, max: 2 ** 31 }),
});

type Decided = { readonly outcome: Json; readonly multiplier: Fraction };

const printed: Readonly<Record<string, (decided: Decided) => unknown>> = {
  dice: ({ outcome }) => field(outcome, "rollHundredths") / 100,
  limbo: ({ outcome }) => field(outcome, "resultHundredths") / 100,
  plinko: ({ outcome, multiplier }) => ({ ...(outcome as JsonObject), multiplier: fraction(multiplier) }),
  roulette: ({ outcome }) => field(outcome, "pocket"),
  wheel: ({ outcome }) => field(outcome, "index"),
};

/** What verifiers print of an outcome as it is recorded: the same, but for the games above, as others have always printed them. */
export function printedOutcome(game: string, decided: Decided): unknown {
  return printed[game]?.(decided) ?? decided.outcome;
}

function field(outcome: Json, name: string): number {
  return (outcome as Record<string, number>)[name]!;
}

/** From the games' own schemas, so that a new game has them, too. */
function paramsOfAll(kind: AnyGame["kind"]): Readonly<Record<string, fc.Arbitrary<JsonObject>>> {
  const known = [...games.values()].filter((game) => game.kind === kind);
  return Object.fromEntries(known.map(({ id, paramsSchema }) => [id, paramsWithin(paramsSchema)]));
}
