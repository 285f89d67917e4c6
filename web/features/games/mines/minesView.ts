import { z } from "zod";
import type { RoundView } from "#domain/api/rounds.ts";
import { TILES } from "#domain/games/mines/multiplier.ts";

const state = z.object({
  picks: z.array(z.int()),
  mines: z.array(z.int()).nullable(),
  pays: z.string().nullable(),
  nextPays: z.string().nullable(),
  ending: z.enum(["exploded", "cashedOut", "refunded"]).nullable(),
  actions: z.array(z.string()),
});

/** What lies open of a round of mines. */
export type MinesTable = z.infer<typeof state>;

export type TileLook = "covered" | "safe" | "exploded" | "mine" | "left";

export function minesTable(round: RoundView | null): MinesTable | null {
  return round === null ? null : state.parse(round.state);
}

/** Tiles beside one another. */
const ACROSS = 5;

/** The tile that an arrow key leads to; null for any other key, and over the edge. */
export function tileFrom(tile: number, key: string): number | null {
  const column = tile % ACROSS;
  switch (key) {
    case "ArrowLeft":
      return column > 0 ? tile - 1 : null;
    case "ArrowRight":
      return column < ACROSS - 1 ? tile + 1 : null;
    case "ArrowUp":
      return tile >= ACROSS ? tile - ACROSS : null;
    case "ArrowDown":
      return tile < TILES - ACROSS ? tile + ACROSS : null;
    default:
      return null;
  }
}

/** How each tile of the board looks, row by row. */
export function tileLooks(table: MinesTable | null): readonly TileLook[] {
  return Array.from({ length: TILES }, (_, tile): TileLook => {
    if (table === null) return "covered";
    const isPicked = table.picks.includes(tile);
    const isMine = table.mines?.includes(tile) ?? false;
    if (isMine) return isPicked ? "exploded" : "mine";
    if (isPicked) return "safe";
    return table.mines === null ? "covered" : "left";
  });
}
