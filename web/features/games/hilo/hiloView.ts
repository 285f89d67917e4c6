import { z } from "zod";
import type { RoundView } from "#domain/api/rounds.ts";

const state = z.object({
  cards: z.array(z.int()),
  wins: z.int(),
  pays: z.string().nullable(),
  higherPays: z.string().nullable(),
  lowerPays: z.string().nullable(),
  ending: z.enum(["wrong", "cashedOut", "refunded"]).nullable(),
  actions: z.array(z.string()),
});

/** What lies open of a round of hi-lo. */
export type HiloTable = z.infer<typeof state>;

export function hiloTable(round: RoundView | null): HiloTable | null {
  return round === null ? null : state.parse(round.state);
}
