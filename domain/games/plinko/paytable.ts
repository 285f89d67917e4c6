import { toHundredths } from "#domain/games/hundredths.ts";

export const PLINKO_RISKS = ["low", "medium", "high"] as const;
export type PlinkoRisk = (typeof PLINKO_RISKS)[number];

export const MIN_ROWS = 8;
export const MAX_ROWS = 16;

/** Multipliers from the centre slot to the edge, by risk and rows; an odd number of rows has two centre slots. */
const FROM_CENTRE: Readonly<Record<PlinkoRisk, readonly (readonly number[])[]>> = {
  low: [
    [0.5, 1, 1.1, 2.1, 5.6],
    [0.7, 1, 1.6, 2, 5.6],
    [0.5, 1, 1.1, 1.4, 3, 8.9],
    [0.7, 1, 1.3, 1.9, 3, 8.4],
    [0.5, 1, 1.1, 1.4, 1.6, 3, 10],
    [0.7, 0.9, 1.2, 1.9, 3, 4, 8.1],
    [0.5, 1, 1.1, 1.3, 1.4, 1.9, 4, 7.1],
    [0.7, 1, 1.1, 1.5, 2, 3, 8, 15],
    [0.5, 1, 1.1, 1.2, 1.4, 1.4, 2, 9, 16],
  ],
  medium: [
    [0.4, 0.7, 1.3, 3, 13],
    [0.5, 0.9, 1.7, 4, 18],
    [0.4, 0.6, 1.4, 2, 5, 22],
    [0.5, 0.7, 1.8, 3, 6, 24],
    [0.3, 0.6, 1.1, 2, 4, 11, 33],
    [0.4, 0.7, 1.3, 3, 6, 13, 43],
    [0.2, 0.5, 1, 1.9, 4, 7, 15, 58],
    [0.3, 0.5, 1.3, 3, 5, 11, 18, 88],
    [0.3, 0.5, 1, 1.5, 3, 5, 10, 41, 110],
  ],
  high: [
    [0.2, 0.3, 1.5, 4, 29],
    [0.2, 0.6, 2, 7, 43],
    [0.2, 0.3, 0.9, 3, 10, 76],
    [0.2, 0.4, 1.4, 5.2, 14, 120],
    [0.2, 0.2, 0.7, 2, 8.1, 24, 170],
    [0.2, 0.2, 1, 4, 11, 37, 260],
    [0.2, 0.2, 0.3, 1.9, 5, 18, 56, 420],
    [0.2, 0.2, 0.5, 3, 8, 27, 83, 620],
    [0.2, 0.2, 0.2, 2, 4, 9, 26, 130, 1000],
  ],
};

/** Multipliers in hundredths of the slots 0 … rows, from left to right: by risk, then by rows from 8. */
export const plinkoPaytable: Readonly<Record<PlinkoRisk, readonly (readonly number[])[]>> = {
  low: FROM_CENTRE.low.map(bySlot),
  medium: FROM_CENTRE.medium.map(bySlot),
  high: FROM_CENTRE.high.map(bySlot),
};

function bySlot(fromCentre: readonly number[], index: number): readonly number[] {
  const right = fromCentre.map(toHundredths);
  const hasTwoCentres = (MIN_ROWS + index) % 2 === 1;
  return [...right.slice(hasTwoCentres ? 0 : 1).toReversed(), ...right];
}
