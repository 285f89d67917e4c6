import { invariant } from "#domain/errors.ts";
import { cardName, cardOf, rankAceLow } from "#domain/games/cards.ts";
import { afterWin, type HiloGuess, isRight, winningRanks } from "#domain/games/hilo/odds.ts";
import { integer } from "#domain/games/paramFields.ts";
import { type ParamsOf, paramsOf, paramsOfEither } from "#domain/games/params.ts";
import { RoundActionRefused, type RoundGame, type RoundTerms } from "#domain/games/round.ts";
import { type Fraction, formatFractionDown, multiplyDown, ZERO } from "#domain/money/fraction.ts";

/** `maxMultiplier` bounds what the round can win: a guess that would pay more is refused. */
export type HiloParams = ParamsOf<typeof fields>;

export type HiloAction = { readonly action: HiloGuess | "skip" | "cashOut" };

export type HiloEnding = "wrong" | "cashedOut" | "refunded";

export type HiloState = {
  readonly terms: RoundTerms<HiloParams>;
  /** Every card that the round can come to, whether or not it has. */
  readonly deck: readonly number[];
  /** The place of the open card in the deck: as many cards have been guessed or skipped. */
  readonly place: number;
  readonly wins: number;
  /** What the round pays; null before the first right guess. */
  readonly multiplier: Fraction | null;
  readonly ending: HiloEnding | null;
};

export type HiloOutcome = {
  /** The cards that were open, in their order. */
  readonly cards: readonly number[];
  readonly wins: number;
  readonly ending: HiloEnding;
};

const GAME = "hilo";
/** The first guess alone pays up to 13 times the stake, less the edge. */
const MIN_MAX_MULTIPLIER = 13;
const MAX_MAX_MULTIPLIER = 10_000;
/** Guesses and skips in one round; the last of them has to be a guess. */
const MAX_STEPS = 52;
const DECK = MAX_STEPS + 1;
const PAYS_DECIMALS = 4;
/** Nothing was risked, so the stake comes back as it is. */
const REFUND: Fraction = { numerator: 1n, denominator: 1n };

const fields = {
  maxMultiplier: integer({
    min: MIN_MAX_MULTIPLIER,
    max: MAX_MAX_MULTIPLIER,
    description: "the round pays at most so many times its stake: guesses beyond are refused",
  }),
};

/**
 * A card lies open: guess whether the next one is higher or lower, the same rank being right either way. Each right
 * guess multiplies what the round pays by its fair odds; skip a card that is no good, and cash out in time.
 */
export const hilo: RoundGame<HiloParams, HiloAction, HiloState, HiloOutcome> = {
  kind: "rounds",
  id: GAME,
  name: "Hi-Lo",
  rulesVersion: 1,
  edge: { minBps: 10, maxBps: 500, defaultBps: 100 },
  paytable: null,
  ...paramsOf(GAME, fields),

  actions: paramsOfEither(`${GAME} action`, "action", { higher: {}, lower: {}, skip: {}, cashOut: {} }),

  floatsNeeded: () => DECK,
  maxMultiplier: ({ maxMultiplier }) => ({ numerator: BigInt(maxMultiplier), denominator: 1n }),

  begin: (terms) => ({
    terms,
    deck: terms.random.map(cardOf),
    place: 0,
    wins: 0,
    multiplier: null,
    ending: null,
  }),

  act(state, { action }) {
    const refusal = refusalOf(state, action);
    if (refusal !== null) throw new RoundActionRefused(GAME, refusal);
    if (action === "cashOut") return { ...state, ending: "cashedOut" };
    return action === "skip" ? { ...state, place: state.place + 1 } : guess(state, action);
  },

  abandon: (state) => ({ ...state, ending: state.multiplier === null ? "refunded" : "cashedOut" }),
  stakedMinor: ({ terms }) => terms.stakeMinor,

  view(state) {
    const { multiplier, ending } = state;
    const actions = ACTIONS.filter((action) => refusalOf(state, action) === null);
    const nextPays = (side: HiloGuess) =>
      actions.includes(side) ? formatFractionDown(multiplierAfter(state, side), PAYS_DECIMALS) : null;
    return {
      cards: shownCards(state),
      wins: state.wins,
      pays: ending !== null || multiplier === null ? null : formatFractionDown(multiplier, PAYS_DECIMALS),
      higherPays: nextPays("higher"),
      lowerPays: nextPays("lower"),
      ending,
      actions,
    };
  },

  end(state) {
    const { terms, wins, ending } = state;
    if (ending === null) return null;
    const multiplier = ending === "wrong" ? ZERO : (state.multiplier ?? REFUND);
    return {
      payoutMinor: multiplyDown(terms.stakeMinor, multiplier),
      multiplier,
      isRefund: ending === "refunded",
      outcome: { cards: shownCards(state), wins, ending },
    };
  },

  draw: {
    floatsNeeded: () => DECK,
    outcome: (random) => random.map(cardOf),
  },

  describe(_params, { outcome: { cards, wins, ending }, multiplier }) {
    const open = cards.slice(-1).map(cardName).join();
    const right = `${wins} right ${wins === 1 ? "guess" : "guesses"}`;
    if (ending === "refunded") return "Nothing was guessed, and the stake came back.";
    if (ending === "wrong") return `The next card was ${open}: after ${right} the stake is lost.`;
    return `Cashed out at ${open} after ${right}: pays ${formatFractionDown(multiplier, PAYS_DECIMALS)}×.`;
  },
};

const ACTIONS: readonly HiloAction["action"][] = ["higher", "lower", "skip", "cashOut"];

/** Why the rules do not allow the action, or null when they do. */
function refusalOf(state: HiloState, action: HiloAction["action"]): string | null {
  if (state.ending !== null) return "it is over";
  if (action === "cashOut") return state.multiplier === null ? "nothing has been won yet" : null;
  if (action === "skip") {
    return state.place + 1 < MAX_STEPS ? null : "the last card cannot be skipped: guess, or cash out";
  }
  const { numerator, denominator } = multiplierAfter(state, action);
  const { maxMultiplier } = state.terms.params;
  if (numerator <= BigInt(maxMultiplier) * denominator) return null;
  return `winning would pay more than the ${maxMultiplier}× that this round is limited to`;
}

/** What the round would pay if the guess were right. */
function multiplierAfter({ terms, deck, place, multiplier }: HiloState, side: HiloGuess): Fraction {
  const winners = winningRanks(side, rankAceLow(cardAt(deck, place)));
  return afterWin(multiplier, { winners, edgeBps: terms.edgeBps });
}

function guess(state: HiloState, side: HiloGuess): HiloState {
  const { deck, place } = state;
  const next = { ...state, place: place + 1 };
  if (!isRight(side, rankAceLow(cardAt(deck, place)), rankAceLow(cardAt(deck, place + 1)))) {
    return { ...next, ending: "wrong" };
  }
  const isLast = next.place === MAX_STEPS;
  return {
    ...next,
    wins: state.wins + 1,
    multiplier: multiplierAfter(state, side),
    ending: isLast ? "cashedOut" : null,
  };
}

function shownCards({ deck, place }: HiloState): readonly number[] {
  return deck.slice(0, place + 1);
}

function cardAt(deck: readonly number[], place: number): number {
  const card = deck[place];
  invariant(card !== undefined, "a round has a card for each of its steps");
  return card;
}
