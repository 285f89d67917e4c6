import { type Position, type PositionKind, positions } from "#domain/games/roulette/positions.ts";

/**
 * Where a position is on the table, in cells. The table is as a player sits at it: zero at the left, then twelve
 * rows of three; below them the dozens, then the even chances; the columns at the right end. On a phone it stands
 * upright, so places are told along the table and across it.
 */
export type Place = {
  readonly position: Position;
  readonly along: number;
  readonly across: number;
  readonly length: number;
  readonly breadth: number;
};

/** Cells of the whole table. */
export const TABLE_LENGTH = 14;
export const TABLE_BREADTH = 5;

const ROWS = 12;
const DOZENS_AT = 3;
const CHANCES_AT = 4;
const CHANCES = ["low", "even", "red", "black", "odd", "high"];

/** What can be laid between numbers rather than on one; in this order they are offered. */
export const COMBINATIONS = ["split", "street", "corner", "sixLine"] as const;
export type Combination = (typeof COMBINATIONS)[number];

/** The places that are cells of the table: numbers and everything around them. */
export const cells: readonly Place[] = positions.filter(({ kind }) => !isCombination(kind)).map(cellOf);

/** The points on the lines of the table, by what can be laid there. Their length and breadth are nothing. */
export function pointsOf(combination: Combination): readonly Place[] {
  return positions.filter(({ kind }) => kind === combination).map(pointOf);
}

function isCombination(kind: PositionKind): boolean {
  return COMBINATIONS.some((combination) => combination === kind);
}

function cellOf(position: Position): Place {
  const { id, kind, pockets } = position;
  const [first = 0] = pockets;
  if (kind === "dozen") {
    return { position, along: alongOf(first), across: DOZENS_AT, length: 4, breadth: 1 };
  }
  if (kind === "column") {
    return { position, along: ROWS + 1, across: acrossOf(first), length: 1, breadth: 1 };
  }
  if (kind === "even") {
    return { position, along: 1 + 2 * CHANCES.indexOf(id), across: CHANCES_AT, length: 2, breadth: 1 };
  }
  if (first === 0) return { position, along: 0, across: 0, length: 1, breadth: 3 };
  return { position, along: alongOf(first), across: acrossOf(first), length: 1, breadth: 1 };
}

/** In the middle of its numbers; what takes whole rows lies on their outer line, what takes zero on its line. */
function pointOf(position: Position): Place {
  const { kind, pockets } = position;
  const numbers = pockets.filter((pocket) => pocket > 0);
  const isOnOuterLine =
    kind === "sixLine" ||
    (kind === "street" && pockets[0] !== 0) ||
    (pockets.length === 4 && pockets[0] === 0);
  return {
    position,
    along: pockets[0] === 0 ? 1 : average(numbers.map((number) => alongOf(number) + 0.5)),
    across: isOnOuterLine ? DOZENS_AT : average(numbers.map((number) => acrossOf(number) + 0.5)),
    length: 0,
    breadth: 0,
  };
}

/** The twelve rows of three lie one after the other behind zero. */
function alongOf(number: number): number {
  return Math.ceil(number / 3);
}

/** 3, 6, 9 … are farthest from the player. */
function acrossOf(number: number): number {
  return 2 - ((number - 1) % 3);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
