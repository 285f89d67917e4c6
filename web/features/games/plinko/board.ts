import { z } from "zod";
import type { BetView } from "#domain/api/casino.ts";
import { type PlinkoOutcome, type PlinkoParams, plinko } from "#domain/games/plinko/plinko.ts";

/** Where something is on the board, in slots from its centre and in rows from its first row of pins. */
export type Spot = { readonly x: number; readonly y: number };

/** How far above a pin the ball touches it. */
const ABOVE_PIN = 0.42;
const FALL_MS_PER_ROW = 55;

/** How long a ball falls. */
export function fallMs({ rows }: Pick<PlinkoParams, "rows">): number {
  return FALL_MS_PER_ROW * rows;
}

/** Pins row by row: three in the first, one more in each that follows. */
export function pinsOf(rows: number): Spot[] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: row + 3 }, (_, pin) => ({ x: pin - (row + 2) / 2, y: row })),
  ).flat();
}

/** Where the ball is on its way: above a pin of every row, then in its slot. */
export function wayOf(path: readonly number[]): Spot[] {
  const start = { x: 0, y: -1.4 };
  const touched = path.map((_, row) => {
    const rights = path.slice(0, row).reduce((sum, direction) => sum + direction, 0);
    return { x: rights - row / 2, y: row - ABOVE_PIN };
  });
  const slot = path.reduce((sum, direction) => sum + direction, 0);
  return [start, ...touched, { x: slot - path.length / 2, y: path.length - ABOVE_PIN }];
}

const bet = z.object({ rows: z.number(), risk: z.enum(["low", "medium", "high"]) });
const fall = z.object({ path: z.array(z.number()), slot: z.number() });

/** The fall of a bet, when it was on the board that is shown. */
export function fallOn(params: PlinkoParams, latest: BetView | null): PlinkoOutcome | null {
  const played = bet.safeParse(latest?.params);
  const outcome = fall.safeParse(latest?.outcome);
  if (!played.success || !outcome.success) return null;
  return JSON.stringify(plinko.parse(played.data)) === JSON.stringify(plinko.parse(params))
    ? outcome.data
    : null;
}
