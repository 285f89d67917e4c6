import { z } from "zod";
import type { RoundView } from "#domain/api/rounds.ts";

const hand = z.object({ cards: z.array(z.int()), total: z.int(), isSoft: z.boolean() });

const state = z.object({
  hands: z.array(
    hand.extend({
      isDoubled: z.boolean(),
      result: z.enum(["blackjack", "won", "push", "lost"]).nullable(),
    }),
  ),
  active: z.int().nullable(),
  dealer: hand,
  insurance: z.enum(["notOffered", "offered", "taken", "declined"]),
  actions: z.array(z.enum(["insure", "decline", "hit", "stand", "double", "split"])),
});

/** What lies open of a round of blackjack. */
export type BlackjackTable = z.infer<typeof state>;

export function blackjackTable(round: RoundView | null): BlackjackTable | null {
  return round === null ? null : state.parse(round.state);
}

/** What a hand counts, for people: "17", or "7 / 17" while an ace may count 11. */
export function totalText({ total, isSoft }: Pick<BlackjackTable["dealer"], "total" | "isSoft">): string {
  return isSoft && total < 21 ? `${total - 10} / ${total}` : String(total);
}
