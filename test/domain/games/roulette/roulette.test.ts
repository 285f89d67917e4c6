import { describe, expect, test } from "vitest";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { positions } from "#domain/games/roulette/positions.ts";
import { type Chip, MAX_CHIPS, roulette } from "#domain/games/roulette/roulette.ts";
import { multiplyDown } from "#domain/money/fraction.ts";
import { expectFairReturn, fraction, returnToPlayer } from "#test/domain/games/fairReturn.ts";
import fc from "#test/support/properties.ts";

const EDGE_BPS = 270;
const anyChip = fc.record({
  on: fc.constantFrom(...positions.map(({ id }) => id)),
  parts: fc.integer({ min: 1, max: 10_000 }),
});

/** A float that falls into the pocket: the first one that does. */
const into = (pocket: number) => [Math.ceil((pocket * 2 ** 32) / 37)];
const multiplierAt = (pocket: number, chips: readonly Chip[]) =>
  fraction(roulette.play(into(pocket), { chips }, EDGE_BPS).multiplier);

describe("positions", () => {
  test("default: every place on the table, each once", () => {
    const counts = Object.groupBy(positions, ({ kind }) => kind);
    const numbers = Object.entries(counts).map(([kind, places]) => [kind, places?.length]);
    expect(Object.fromEntries(numbers)).toEqual({
      straight: 37,
      split: 60,
      street: 14,
      corner: 23,
      sixLine: 11,
      dozen: 3,
      column: 3,
      even: 6,
    });
    expect(new Set(positions.map(({ id }) => id)).size).toBe(positions.length);
  });

  test("behavior: what a position pays shares 36 among its pockets", () => {
    for (const { pockets, pays } of positions) expect(pockets.length * pays).toBe(36);
  });

  test("behavior: on numbers, neighbours of the table only", () => {
    const idsOf = (kind: string) => positions.filter((place) => place.kind === kind).map(({ id }) => id);
    expect(idsOf("split")).toEqual(expect.arrayContaining(["split:0-1", "split:8-11", "split:35-36"]));
    expect(idsOf("split")).not.toContain("split:3-4");
    expect(idsOf("street")).toEqual(expect.arrayContaining(["street:0-2-3", "street:34-35-36"]));
    expect(idsOf("corner")).toEqual(expect.arrayContaining(["corner:0-1-2-3", "corner:32-33-35-36"]));
    expect(idsOf("corner")).not.toContain("corner:3-4-6-7");
    expect(idsOf("sixLine")).toContain("sixLine:31-32-33-34-35-36");
  });

  test("behavior: the outside bets cover the numbers between them, and never zero", () => {
    const pairs = [
      ["red", "black"],
      ["even", "odd"],
      ["low", "high"],
      ["dozen:1", "dozen:2", "dozen:3"],
      ["column:1", "column:2", "column:3"],
    ];
    for (const ids of pairs) {
      const pockets = positions.filter(({ id }) => ids.includes(id)).flatMap((place) => place.pockets);
      expect(pockets.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 36 }, (_, index) => index + 1));
    }
  });
});

describe("parse", () => {
  test.each([
    [{}],
    [{ chips: [] }],
    [{ chips: [{ on: "straight:37", parts: 1 }] }],
    [{ chips: [{ on: "red", parts: 0 }] }],
    [{ chips: [{ on: "red", parts: 1.5 }] }],
    [{ chips: [{ on: "red", parts: 1, colour: "red" }] }],
    [{ chips: Array.from({ length: MAX_CHIPS + 1 }, () => ({ on: "red", parts: 1 })) }],
  ])("error: GameParamsInvalid for %j", (raw) => {
    expect(() => roulette.parse(raw)).toThrow(GameParamsInvalid);
  });
});

describe("play", () => {
  test("default: a number pays 36 times its stake, a colour twice", () => {
    expect(multiplierAt(17, [{ on: "straight:17", parts: 1 }])).toBe(36);
    expect(multiplierAt(17, [{ on: "black", parts: 1 }])).toBe(2);
    expect(multiplierAt(17, [{ on: "red", parts: 1 }])).toBe(0);
  });

  test("behavior: chips share the stake by their parts", () => {
    const chips = [
      { on: "red", parts: 3 },
      { on: "straight:1", parts: 1 },
    ];
    expect(multiplierAt(1, chips)).toBe((3 * 2 + 36) / 4);
    expect(multiplierAt(3, chips)).toBe((3 * 2) / 4);
    expect(multiplierAt(2, chips)).toBe(0);
  });

  test("behavior: zero loses every outside bet", () => {
    for (const { id, kind } of positions) {
      if (kind === "even" || kind === "dozen" || kind === "column") {
        expect(multiplierAt(0, [{ on: id, parts: 1 }])).toBe(0);
      }
    }
  });

  test("property: one chip on everything of one kind pays what those chips pay one by one", () => {
    fc.assert(
      fc.property(
        fc.array(anyChip, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 36 }),
        (chips, pocket) => {
          const staked = chips.reduce((sum, { parts }) => sum + BigInt(parts), 0n);
          const apart = chips.map(({ on, parts }) => {
            const { multiplier } = roulette.play(into(pocket), { chips: [{ on, parts: 1 }] }, EDGE_BPS);
            return multiplyDown(BigInt(parts), multiplier);
          });
          const { multiplier } = roulette.play(into(pocket), { chips }, EDGE_BPS);
          expect(multiplyDown(staked, multiplier)).toBe(apart.reduce((sum, part) => sum + part, 0n));
        },
      ),
      { seed: 20_261_121, numRuns: 500 },
    );
  });

  test("behavior: in words", () => {
    const params = { chips: [{ on: "red", parts: 1 }] };
    const said = (pocket: number) => roulette.describe(params, roulette.play(into(pocket), params, EDGE_BPS));
    expect(said(0)).toBe("The ball fell on zero: the stake is lost.");
    expect(said(1)).toBe("The ball fell on 1 red: pays 2×.");
    expect(said(2)).toBe("The ball fell on 2 black: the stake is lost.");
  });
});

describe("return to player", () => {
  test("behavior: every position returns 36 / 37, exactly", () => {
    for (const { id } of positions) {
      const odds = roulette.odds({ chips: [{ on: id, parts: 7 }] }, EDGE_BPS);
      const { numerator, denominator } = returnToPlayer(odds);
      expect(numerator * 37n).toBe(denominator * 36n);
      expectFairReturn(odds, EDGE_BPS);
    }
  });

  test("property: so does every spread of chips", () => {
    fc.assert(
      fc.property(fc.array(anyChip, { minLength: 1, maxLength: MAX_CHIPS }), (chips) => {
        const { numerator, denominator } = returnToPlayer(roulette.odds({ chips }, EDGE_BPS));
        expect(numerator * 37n).toBe(denominator * 36n);
      }),
      { seed: 20_261_121, numRuns: 200 },
    );
  });
});
