import { cardOf } from "#domain/games/cards.ts";
import type { Draw } from "#domain/games/game.ts";
import { integer } from "#domain/games/paramFields.ts";
import { paramsOf } from "#domain/games/params.ts";

/** More cards than any round deals. */
const MAX_CARDS = 1_000;

const params = paramsOf("cards", {
  count: integer({ min: 1, max: MAX_CARDS, description: "how many cards are drawn" }),
});

/** Cards in the order in which they are drawn, which is all that games of cards draw. */
export const cardsDraw: Draw = {
  floatsNeeded: ({ count }) => params.parse({ count }).count,
  outcome: (random) => random.map(cardOf),
};
