import { describe, expect, test } from "vitest";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import type { Json } from "#domain/games/game.ts";
import { verifyDraw } from "#domain/games/verifyDraw.ts";
import { wheel } from "#domain/games/wheel/wheel.ts";
import { fraction } from "#test/domain/games/fairReturn.ts";
import file from "#test/vectors/fairness.json" with { type: "json" };

type Vector = (typeof file.vectors)[number];
type Outcome = Readonly<Record<string, Json>>;

/** How each kind of vector is recomputed, and what of the answer it states. */
const readings: Readonly<Record<string, (vector: Vector) => unknown>> = {
  dice: (vector) => drawn(vector, "dice"),
  limbo: (vector) => drawn(vector, "limbo"),
  roulette: (vector) => drawn(vector, "roulette"),
  mines: (vector) => (drawn(vector, "mines", { mines: vector.mines ?? 0 }) as Outcome).mines,
  mines_order: (vector) => orderOf(vector, "mines"),
  keno_sorted_1based: (vector) =>
    ((drawn(vector, "keno") as Outcome).hits as number[]).map((number) => number + 1),
  keno_order_0based: (vector) => orderOf(vector, "keno"),
  plinko: (vector) => {
    const { rows = 0, risk = "" } = vector;
    const { slot, multiplier } = drawn(vector, "plinko", { rows, risk: known(risk) }) as Outcome;
    expect(slot).toBe(vector.slot);
    // A paytable that is not on offer here: the slot alone can be compared.
    return known(risk) === risk ? multiplier : vector.expected;
  },
  plinko_path16: (vector) => {
    const { path } = drawn(vector, "plinko", { rows: 16, risk: "low" }) as Outcome;
    return (path as number[]).map((direction) => "LR"[direction]).join("");
  },
  wheel_index_10seg: (vector) => drawn(vector, "wheel", { segments: 10, risk: "low" }),
  wheel: (vector) => {
    const params = wheel.parse({ segments: vector.segments, risk: vector.risk });
    const { serverSeed, clientSeed, nonce } = vector;
    const random = createSeedHasher(serverSeed).floats({ clientSeed, nonce, count: 1 });
    const { outcome, multiplier } = wheel.play(random, params, 100);
    expect(drawn(vector, "wheel", params)).toBe(outcome.index);
    return fraction(multiplier);
  },
  hilo_index: cardsOf,
  blackjack_index: cardsOf,
  float: ({ serverSeed, clientSeed, nonce, expected }) => {
    const count = (expected as number[]).length;
    return createSeedHasher(serverSeed)
      .floats({ clientSeed, nonce, count })
      .map((u) => u / 2 ** 32);
  },
};

describe("published vectors", () => {
  test.each(file.vectors)("default: $game, nonce $nonce of $serverSeed", (vector) => {
    expect(readings[vector.game]?.(vector)).toEqual(vector.expected);
  });
});

function drawn({ serverSeed, clientSeed, nonce }: Vector, game: string, params: object = {}): Json {
  return verifyDraw({ game, serverSeed, clientSeed, nonce, params }).outcome;
}

/** The order is not part of an outcome: that the same numbers are drawn is; draw.test.ts has their order. */
function orderOf(vector: Vector, game: "mines" | "keno"): unknown {
  const expected = vector.expected as number[];
  const outcome = drawn(vector, game, game === "mines" ? { mines: expected.length } : {}) as Outcome;
  const ascending = expected.toSorted((a, b) => a - b);
  expect(game === "mines" ? outcome.mines : outcome.hits).toEqual(ascending);
  return expected;
}

function cardsOf(vector: Vector): unknown {
  return drawn(vector, "cards", { count: (vector.expected as number[]).length });
}

function known(risk: string): string {
  return risk === "expert" ? "high" : risk;
}
