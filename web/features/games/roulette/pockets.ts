import { z } from "zod";
import type { BetView } from "#domain/api/casino.ts";
import { isRed } from "#domain/games/roulette/positions.ts";

/** The pockets as they lie around the wheel. */
export const WHEEL_ORDER = [
  0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20, 14, 31, 9, 22,
  18, 29, 7, 28, 12, 35, 3, 26,
];

/** The colours of the wheel in those of the house: zero, red and black. */
export function pocketLook(pocket: number): string {
  if (pocket === 0) return "bg-positive-soft text-positive";
  return isRed(pocket) ? "bg-negative-soft text-negative" : "bg-raised text-ink";
}

const fallen = z.object({ pocket: z.number() });

/** Where the ball of a bet fell; null for none. */
export function pocketOf(latest: BetView | null): number | null {
  return fallen.safeParse(latest?.outcome).data?.pocket ?? null;
}
