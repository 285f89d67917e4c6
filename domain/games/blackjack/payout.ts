import { handValue, isBust, isNatural } from "#domain/games/blackjack/hands.ts";
import type { PlayerHand, Table } from "#domain/games/blackjack/table.ts";
import { mulDivDown } from "#domain/money/amount.ts";

export type HandResult = "blackjack" | "won" | "push" | "lost";

/** All stakes so far: the first, another for the second hand, another for each doubled hand, and the insurance. */
export function stakedMinor({ terms, hands, insurance }: Table): bigint {
  const played = hands.reduce((sum, hand) => sum + handStakeMinor(terms.stakeMinor, hand), 0n);
  return insurance === "taken" ? played + insuranceMinor(terms.stakeMinor) : played;
}

/** Insurance costs half of the first stake, rounded down. */
export function insuranceMinor(stakeMinor: bigint): bigint {
  return stakeMinor / 2n;
}

/** What the table pays when it is over: every hand by its result, and the insurance 2:1 on a dealer's blackjack. */
export function payoutMinor(table: Table): bigint {
  const { terms, dealer, hands, insurance } = table;
  const played = hands.reduce(
    (sum, hand) => sum + resultPayoutDown(handStakeMinor(terms.stakeMinor, hand), handResult(table, hand)),
    0n,
  );
  const isInsured = insurance === "taken" && isNatural(dealer);
  return isInsured ? played + 3n * insuranceMinor(terms.stakeMinor) : played;
}

/** How a hand stands against the dealer's. Only the first two cards of an unsplit hand can be a blackjack. */
export function handResult({ dealer, hands }: Table, { cards }: PlayerHand): HandResult {
  const hasNatural = hands.length === 1 && isNatural(cards);
  const dealerHasNatural = isNatural(dealer);
  if (hasNatural) return dealerHasNatural ? "push" : "blackjack";
  if (isBust(cards) || dealerHasNatural) return "lost";
  const { total } = handValue(cards);
  const dealt = handValue(dealer).total;
  if (isBust(dealer) || total > dealt) return "won";
  return total === dealt ? "push" : "lost";
}

function handStakeMinor(stakeMinor: bigint, { isDoubled }: PlayerHand): bigint {
  return isDoubled ? 2n * stakeMinor : stakeMinor;
}

/** Stake included: blackjack 3:2, rounded down; a win 1:1. */
function resultPayoutDown(stakeMinor: bigint, result: HandResult): bigint {
  switch (result) {
    case "blackjack":
      return mulDivDown(stakeMinor, 5n, 2n);
    case "won":
      return 2n * stakeMinor;
    case "push":
      return stakeMinor;
    case "lost":
      return 0n;
  }
}
