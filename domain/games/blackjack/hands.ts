import { pipValue } from "#domain/games/cards.ts";

/** More than this loses. */
export const BEST_TOTAL = 21;
/** The dealer draws below this total and stands on it, soft or hard. */
export const DEALER_STANDS_AT = 17;
const ACE = 1;
/** What an ace counts beyond 1 while that does not break the hand. */
const SOFT_EXTRA = 10;

/** What the cards of a hand count. */
export type HandValue = {
  readonly total: number;
  /** True while an ace counts 11. */
  readonly isSoft: boolean;
};

export function handValue(cards: readonly number[]): HandValue {
  const pips = cards.map(pipValue);
  const hard = pips.reduce((sum, value) => sum + value, 0);
  const isSoft = pips.includes(ACE) && hard + SOFT_EXTRA <= BEST_TOTAL;
  return { total: isSoft ? hard + SOFT_EXTRA : hard, isSoft };
}

/** True for 21 with two cards. */
export function isNatural(cards: readonly number[]): boolean {
  return cards.length === 2 && handValue(cards).total === BEST_TOTAL;
}

export function isAce(card: number): boolean {
  return pipValue(card) === ACE;
}

export function isBust(cards: readonly number[]): boolean {
  return handValue(cards).total > BEST_TOTAL;
}
