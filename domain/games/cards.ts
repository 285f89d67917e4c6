import { invariant } from "#domain/errors.ts";
import { drawIndex } from "#domain/fairness/draw.ts";

/** Cards are drawn with replacement: every one of them is any of the 52, whatever came before. */
const CARDS = 52;
const SUITS = ["♦", "♥", "♠", "♣"] as const;
const RANKS = ["2", "3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K", "A"] as const;
const TEN_PLACE = RANKS.indexOf("10");
const ACE_PLACE = RANKS.indexOf("A");

/** The card of a float u / 2^32: floor(f · 52), by rank from 2 to ace, within a rank ♦ ♥ ♠ ♣. */
export function cardOf(u: number): number {
  return drawIndex(u, CARDS);
}

/** Writes a card for people: 0 → "2♦", 51 → "A♣". */
export function cardName(card: number): string {
  return `${RANKS[rankPlace(card)]}${SUITS[card % SUITS.length]}`;
}

/** The rank of a card with the ace lowest: 1 (ace) … 13 (king). */
export function rankAceLow(card: number): number {
  return ((rankPlace(card) + 1) % RANKS.length) + 1;
}

/** What a card counts in blackjack: ace 1, pictures 10. */
export function pipValue(card: number): number {
  const place = rankPlace(card);
  return place === ACE_PLACE ? 1 : Math.min(place, TEN_PLACE) + 2;
}

function rankPlace(card: number): number {
  invariant(Number.isInteger(card) && card >= 0 && card < CARDS, "a card is one of 0 to 51");
  return Math.floor(card / SUITS.length);
}
