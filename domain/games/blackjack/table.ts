import { invariant } from "#domain/errors.ts";
import {
  BEST_TOTAL,
  DEALER_STANDS_AT,
  handValue,
  isAce,
  isBust,
  isNatural,
} from "#domain/games/blackjack/hands.ts";
import { pipValue } from "#domain/games/cards.ts";
import type { RoundTerms } from "#domain/games/round.ts";

/** The player's decisions, by the names that they are sent with. */
const BLACKJACK_ACTIONS = ["insure", "decline", "hit", "stand", "double", "split"] as const;
export type BlackjackMove = (typeof BLACKJACK_ACTIONS)[number];

/** Blackjack is played without parameters. */
export type BlackjackParams = Readonly<Record<string, never>>;

/** One of the player's hands; two after a split. */
export type PlayerHand = {
  readonly cards: readonly number[];
  readonly isDoubled: boolean;
  /** True when nothing more can be done with it. */
  readonly isClosed: boolean;
};

/** Everything on the table. */
export type Table = {
  readonly terms: RoundTerms<BlackjackParams>;
  /** Every card that the round can come to, in the order in which cards are drawn. */
  readonly deck: readonly number[];
  readonly drawn: number;
  /** First the card that lies open, then the one that does not. */
  readonly dealer: readonly number[];
  readonly hands: readonly PlayerHand[];
  readonly insurance: "notOffered" | "offered" | "taken" | "declined";
  readonly isOver: boolean;
};

/** The first four cards: two to the player, the dealer's open card, the dealer's hidden card. */
export function deal(terms: RoundTerms<BlackjackParams>, deck: readonly number[]): Table {
  const [first, second, open, hidden] = deck;
  invariant(
    first !== undefined && second !== undefined && open !== undefined && hidden !== undefined,
    "a round has four cards to begin with",
  );
  const table: Table = {
    terms,
    deck,
    drawn: 4,
    dealer: [open, hidden],
    hands: [{ cards: [first, second], isDoubled: false, isClosed: false }],
    insurance: isAce(open) ? "offered" : "notOffered",
    isOver: false,
  };
  return table.insurance === "offered" ? table : peek(table);
}

/** What the player may do now; empty when the round is over. */
export function allowedMoves(table: Table): readonly BlackjackMove[] {
  if (table.isOver) return [];
  if (table.insurance === "offered") return ["insure", "decline"];
  const { cards } = activeHand(table);
  const [first, second, ...more] = cards;
  if (first === undefined || second === undefined || more.length > 0) return ["hit", "stand"];
  const isPair = table.hands.length === 1 && pipValue(first) === pipValue(second);
  return isPair ? ["hit", "stand", "double", "split"] : ["hit", "stand", "double"];
}

/** The table after a move that is allowed. */
export function move(table: Table, name: BlackjackMove): Table {
  switch (name) {
    case "insure":
      return peek({ ...table, insurance: "taken" });
    case "decline":
      return peek({ ...table, insurance: "declined" });
    case "hit":
      return goOn(drawTo(table, activePlace(table)));
    case "stand":
      return goOn(withHand(table, { ...activeHand(table), isClosed: true }));
    case "double":
      return double(table);
    case "split":
      return split(table);
  }
}

/** The place of the hand that is being played. */
export function activePlace({ hands }: Table): number {
  return hands.findIndex(({ isClosed }) => !isClosed);
}

/** With an ace or a ten open the dealer looks at the hidden card first: a blackjack on either side ends the round. */
function peek(table: Table): Table {
  const hasEnded = isNatural(table.dealer) || isNatural(activeHand(table).cards);
  return hasEnded ? { ...table, isOver: true } : table;
}

function double(table: Table): Table {
  const place = activePlace(table);
  const drawn = drawTo(withHand(table, { ...activeHand(table), isDoubled: true }), place);
  return goOn(closeHand(drawn, place));
}

/** Each card of the pair becomes a hand and gets a second card, the first hand first; aces get no other. */
function split(table: Table): Table {
  const { cards } = activeHand(table);
  const hands = cards.map((card) => ({ cards: [card], isDoubled: false, isClosed: false }));
  const dealt = drawTo(drawTo({ ...table, hands }, 0), 1);
  const areAces = cards.every(isAce);
  return goOn(areAces ? closeHand(closeHand(dealt, 0), 1) : dealt);
}

/** When no hand is open any more the dealer plays, and the round is over. */
function goOn(table: Table): Table {
  if (activePlace(table) !== -1) return table;
  const isDealerNeeded = table.hands.some(({ cards }) => !isBust(cards));
  return { ...(isDealerNeeded ? playDealer(table) : table), isOver: true };
}

function playDealer(table: Table): Table {
  let { dealer, drawn } = table;
  while (handValue(dealer).total < DEALER_STANDS_AT) {
    dealer = [...dealer, cardAt(table, drawn)];
    drawn += 1;
  }
  return { ...table, dealer, drawn };
}

/** The next card to the hand; one that cannot or need not be improved is closed by it. */
function drawTo(table: Table, place: number): Table {
  const hands = table.hands.map((hand, at) => {
    if (at !== place) return hand;
    const cards = [...hand.cards, cardAt(table, table.drawn)];
    return { ...hand, cards, isClosed: handValue(cards).total >= BEST_TOTAL };
  });
  return { ...table, hands, drawn: table.drawn + 1 };
}

function closeHand(table: Table, place: number): Table {
  const hands = table.hands.map((hand, at) => (at === place ? { ...hand, isClosed: true } : hand));
  return { ...table, hands };
}

function withHand(table: Table, changed: PlayerHand): Table {
  const place = activePlace(table);
  return { ...table, hands: table.hands.map((hand, at) => (at === place ? changed : hand)) };
}

function activeHand(table: Table): PlayerHand {
  const hand = table.hands[activePlace(table)];
  invariant(hand !== undefined, "a round that is not over has a hand to play");
  return hand;
}

function cardAt({ deck }: Table, place: number): number {
  const card = deck[place];
  invariant(card !== undefined, "a round never needs more cards than were asked for");
  return card;
}
