import { MAX_CHIPS, MAX_PARTS, type RouletteParams, roulette } from "#domain/games/roulette/roulette.ts";

/** One press on the table: so many parts of the stake on a position. */
export type Placement = { readonly on: string; readonly parts: number };

/** How many parts one press can place. */
export const CHIP_SIZES = [1, 2, 5, 10] as const;
export type ChipSize = (typeof CHIP_SIZES)[number];

/** The parts on each position, in the order in which positions got their first. */
export function chipsOf(placements: readonly Placement[]): readonly Placement[] {
  const parts = new Map<string, number>();
  for (const placement of placements) {
    parts.set(placement.on, (parts.get(placement.on) ?? 0) + placement.parts);
  }
  return [...parts].map(([on, sum]) => ({ on, parts: sum }));
}

/** The table with one more placement, or as it was when it holds no more. */
export function withChip(placements: readonly Placement[], placement: Placement): readonly Placement[] {
  const more = [...placements, placement];
  const chips = chipsOf(more);
  const isTooMuch = chips.length > MAX_CHIPS || chips.some(({ parts }) => parts > MAX_PARTS);
  return isTooMuch ? placements : more;
}

/** The table without anything on a position. */
export function withoutPosition(placements: readonly Placement[], on: string): readonly Placement[] {
  return placements.filter((placement) => placement.on !== on);
}

/** The bet that lies on the table; null while there is none. */
export function rouletteParams(placements: readonly Placement[]): RouletteParams | null {
  return placements.length === 0 ? null : roulette.parse({ chips: chipsOf(placements) });
}
