import { describe, expect, test } from "vitest";
import { positions } from "#domain/games/roulette/positions.ts";
import { MAX_CHIPS } from "#domain/games/roulette/roulette.ts";
import {
  chipsOf,
  type Placement,
  rouletteParams,
  withChip,
  withoutPosition,
} from "@/features/games/roulette/chips";
import {
  COMBINATIONS,
  cells,
  type Place,
  pointsOf,
  TABLE_BREADTH,
  TABLE_LENGTH,
} from "@/features/games/roulette/tablePlaces";

const red: Placement = { on: "red", parts: 1 };
const seventeen: Placement = { on: "straight:17", parts: 5 };

describe("chips", () => {
  test("default: presses on one position add up", () => {
    expect(chipsOf([red, seventeen, red])).toEqual([{ on: "red", parts: 2 }, seventeen]);
    expect(rouletteParams([red, red])).toEqual({ chips: [{ on: "red", parts: 2 }] });
    expect(rouletteParams([])).toBeNull();
  });

  test("behavior: a position is taken back whole", () => {
    expect(withoutPosition([red, seventeen, red], "red")).toEqual([seventeen]);
  });

  test("behavior: what the rules would refuse is not laid", () => {
    const full = positions.slice(0, MAX_CHIPS).map(({ id }) => ({ on: id, parts: 1 }));
    expect(withChip(full, red)).toBe(full);
    expect(withChip(full, full[0]!)).toHaveLength(MAX_CHIPS + 1);
    const heavy = [{ on: "red", parts: 10_000 }];
    expect(withChip(heavy, red)).toBe(heavy);
  });
});

describe("tablePlaces", () => {
  const points = COMBINATIONS.flatMap(pointsOf);
  const cellOf = (id: string) => cells.find(({ position }) => position.id === id)!;

  test("default: every position is on the table once", () => {
    expect([...cells, ...points].map(({ position }) => position.id).toSorted()).toEqual(
      positions.map(({ id }) => id).toSorted(),
    );
  });

  test("behavior: cells fill the table without lying on one another", () => {
    const covered = cells.flatMap(({ along, across, length, breadth }) =>
      Array.from({ length }, (_, x) =>
        Array.from({ length: breadth }, (_, y) => `${along + x} ${across + y}`),
      ).flat(),
    );
    expect(new Set(covered).size).toBe(covered.length);
    for (const { along, across, length, breadth } of cells) {
      expect(along + length).toBeLessThanOrEqual(TABLE_LENGTH);
      expect(across + breadth).toBeLessThanOrEqual(TABLE_BREADTH);
    }
  });

  test("behavior: no two points of one kind lie where a finger would hit both", () => {
    for (const kind of COMBINATIONS) {
      const places = pointsOf(kind).map(({ along, across }) => `${along} ${across}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });

  test("behavior: a split lies between its two numbers", () => {
    const between = (a: Place, b: Place) => ({
      along: (a.along + b.along + 1) / 2,
      across: (a.across + b.across + 1) / 2,
    });
    const split = points.find(({ position }) => position.id === "split:8-11");
    expect(split).toMatchObject(between(cellOf("straight:8"), cellOf("straight:11")));
    const atZero = points.find(({ position }) => position.id === "split:0-2");
    expect(atZero).toMatchObject({ along: 1, across: 1.5 });
  });
});
