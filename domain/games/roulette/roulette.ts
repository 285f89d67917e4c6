import { invariant } from "#domain/errors.ts";
import { drawIndex, soleFloat } from "#domain/fairness/draw.ts";
import type { InstantGame } from "#domain/games/game.ts";
import { choice, integer } from "#domain/games/paramFields.ts";
import { listOf, paramsOf } from "#domain/games/params.ts";
import { payWords } from "#domain/games/payWords.ts";
import { isRed, POCKETS, type Position, positions } from "#domain/games/roulette/positions.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** A part of the stake on a position of the table: `parts` of the sum of all chips' parts, exactly. */
export type Chip = { readonly on: string; readonly parts: number };

export type RouletteParams = { readonly chips: readonly Chip[] };

/** The pocket into which the ball fell, 0 … 36. */
export type RouletteOutcome = { readonly pocket: number };

export const MAX_CHIPS = 64;
export const MAX_PARTS = 10_000;

const params = paramsOf("roulette", {
  chips: listOf(
    {
      on: choice(
        positions.map(({ id }) => id),
        "the position on the table",
      ),
      parts: integer({ min: 1, max: MAX_PARTS, description: "the chip's share of all parts of the stake" }),
    },
    { minItems: 1, maxItems: MAX_CHIPS, description: "how the stake is spread over the table" },
  ),
});

const byId: ReadonlyMap<string, Position> = new Map(positions.map((position) => [position.id, position]));

/** European roulette with one zero: pocket = floor(f · 37). A chip on n pockets returns 36 / n times its part. */
export const roulette: InstantGame<RouletteParams, RouletteOutcome> = {
  kind: "instant",
  id: "roulette",
  name: "Roulette",
  rulesVersion: 1,
  // 1 / 37, whatever the bet.
  edge: { minBps: 270, maxBps: 270, defaultBps: 270 },
  paytable: positions.map(({ id, pays }) => [id, pays]),
  ...params,

  floatsNeeded: () => 1,
  maxMultiplier: ({ chips }) => multiplierOf(chips, Math.max(...partsByPocket(chips))),

  play(random, { chips }) {
    const pocket = drawIndex(soleFloat(random), POCKETS);
    return { outcome: { pocket }, multiplier: multiplierOf(chips, partsAt(chips, pocket)) };
  },

  odds: ({ chips }) =>
    partsByPocket(chips).map((parts) => ({
      multiplier: multiplierOf(chips, parts),
      chance: { numerator: 1n, denominator: BigInt(POCKETS) },
    })),

  draw: {
    floatsNeeded: () => 1,
    outcome: (random) => drawIndex(soleFloat(random), POCKETS),
  },

  describe: (_, { outcome: { pocket }, multiplier }) =>
    `The ball fell on ${pocket === 0 ? "zero" : `${pocket} ${isRed(pocket) ? "red" : "black"}`}: ${payWords(multiplier)}.`,
};

/** What the chips return when the ball falls into a pocket, in parts of the stake. */
function partsAt(chips: readonly Chip[], pocket: number): number {
  return chips.reduce((sum, { on, parts }) => {
    const { pockets, pays } = positionOf(on);
    return pockets.includes(pocket) ? sum + parts * pays : sum;
  }, 0);
}

/** The same for every pocket at once. */
function partsByPocket(chips: readonly Chip[]): number[] {
  const returned = Array.from({ length: POCKETS }, () => 0);
  for (const { on, parts } of chips) {
    const { pockets, pays } = positionOf(on);
    for (const pocket of pockets) returned[pocket] = (returned[pocket] ?? 0) + parts * pays;
  }
  return returned;
}

function multiplierOf(chips: readonly Chip[], returnedParts: number): Fraction {
  const staked = chips.reduce((sum, { parts }) => sum + parts, 0);
  return { numerator: BigInt(returnedParts), denominator: BigInt(staked) };
}

function positionOf(id: string): Position {
  const position = byId.get(id);
  invariant(position !== undefined, "a chip lies on a position of the table");
  return position;
}
