import { handValue } from "#domain/games/blackjack/hands.ts";
import {
  type HandResult,
  handResult,
  insuranceMinor,
  payoutMinor,
  stakedMinor,
} from "#domain/games/blackjack/payout.ts";
import {
  activePlace,
  allowedMoves,
  type BlackjackMove,
  type BlackjackParams,
  deal,
  move,
  type Table,
} from "#domain/games/blackjack/table.ts";
import { cardName, cardOf } from "#domain/games/cards.ts";
import { paramsOf, paramsOfEither } from "#domain/games/params.ts";
import { RoundActionRefused, type RoundGame } from "#domain/games/round.ts";
import type { Fraction } from "#domain/money/fraction.ts";

export type BlackjackAction = { readonly action: BlackjackMove };

export type BlackjackOutcome = {
  /** Every card that was drawn, in the order in which they were. */
  readonly cards: readonly number[];
  readonly dealer: readonly number[];
  readonly hands: readonly FinishedHand[];
  readonly isInsured: boolean;
};

export type FinishedHand = {
  readonly cards: readonly number[];
  readonly isDoubled: boolean;
  readonly result: HandResult;
};

const GAME = "blackjack";
/**
 * The player who always makes the best move loses 0.5061 % of all stakes (0.5704 % of the first ones); others lose more.
 * Whole hundredths of a percent, rounded down, so that nobody is promised a share of more than the house earns.
 */
const EDGE_BPS = 50;
/** Two hands of the player and one of the dealer, none of which can grow beyond 21 cards. */
const MAX_CARDS = 64;
/** Split, and both hands doubled and won: four times the first stake beyond what was staked. */
const MAX_MULTIPLIER: Fraction = { numerator: 5n, denominator: 1n };

/**
 * Closer to 21 than the dealer, without going over it.
 *
 * Cards are drawn with replacement: the player's two, the dealer's open and hidden one, then as they are needed. The
 * dealer stands on every 17 and looks for a blackjack before the player moves. Blackjack pays 3:2, insurance 2:1.
 * Any two cards may be doubled, also after a split; cards that count the same may be split once; split aces get one
 * card each, and 21 after a split is no blackjack. Hands of 21 stand by themselves.
 */
export const blackjack: RoundGame<BlackjackParams, BlackjackAction, Table, BlackjackOutcome> = {
  kind: "rounds",
  id: GAME,
  name: "Blackjack",
  rulesVersion: 1,
  edge: { minBps: EDGE_BPS, maxBps: EDGE_BPS, defaultBps: EDGE_BPS },
  paytable: { blackjack: "3:2", win: "1:1", insurance: "2:1" },
  ...paramsOf(GAME, {}),

  actions: paramsOfEither(`${GAME} action`, "action", {
    insure: {},
    decline: {},
    hit: {},
    stand: {},
    double: {},
    split: {},
  }),

  floatsNeeded: () => MAX_CARDS,
  maxMultiplier: () => MAX_MULTIPLIER,
  begin: (terms) => deal(terms, terms.random.map(cardOf)),

  act(table, { action }) {
    const refusal = refusalOf(table, action);
    if (refusal !== null) throw new RoundActionRefused(GAME, refusal);
    return move(table, action);
  },

  abandon(table) {
    let left = table.insurance === "offered" ? move(table, "decline") : table;
    while (!left.isOver) left = move(left, "stand");
    return left;
  },

  stakedMinor,

  view(table) {
    const { dealer, hands, insurance, isOver } = table;
    const shown = isOver ? dealer : dealer.slice(0, 1);
    return {
      hands: hands.map((hand) => {
        const { cards, isDoubled } = hand;
        const result = isOver ? handResult(table, hand) : null;
        return { cards, ...handValue(cards), isDoubled, result };
      }),
      active: isOver ? null : activePlace(table),
      dealer: { cards: shown, ...handValue(shown) },
      insurance,
      actions: allowedMoves(table).filter((name) => refusalOf(table, name) === null),
    };
  },

  end(table) {
    if (!table.isOver) return null;
    const payout = payoutMinor(table);
    return {
      payoutMinor: payout,
      multiplier: { numerator: payout, denominator: stakedMinor(table) },
      isRefund: false,
      outcome: {
        cards: table.deck.slice(0, table.drawn),
        dealer: table.dealer,
        hands: table.hands.map((hand) => ({
          cards: hand.cards,
          isDoubled: hand.isDoubled,
          result: handResult(table, hand),
        })),
        isInsured: table.insurance === "taken",
      },
    };
  },

  draw: {
    floatsNeeded: () => MAX_CARDS,
    outcome: (random) => random.map(cardOf),
  },

  describe(_params, { outcome: { hands, dealer } }) {
    const each = hands.map(({ cards, result }) => `${cardsText(cards)} ${RESULT_WORDS[result]}`);
    return `${each.join("; ")}. Dealer: ${cardsText(dealer)}.`;
  },
};

const RESULT_WORDS: Readonly<Record<HandResult, string>> = {
  blackjack: "is a blackjack",
  won: "won",
  push: "came back",
  lost: "lost",
};

/** Why the rules do not allow the move, or null when they do. */
function refusalOf(table: Table, name: BlackjackMove): string | null {
  const allowed = allowedMoves(table);
  if (allowed.length === 0) return "it is over";
  if (!allowed.includes(name)) return `you can ${allowed.join(", ")}`;
  const isNothing = name === "insure" && insuranceMinor(table.terms.stakeMinor) === 0n;
  return isNothing ? "half of this stake is nothing, so it cannot be insured" : null;
}

function cardsText(cards: readonly number[]): string {
  return cards.map(cardName).join(" ");
}
