import { type Fraction, ZERO } from "#domain/money/fraction.ts";

/** One multiplier that a bet can come to, and how likely it is. */
export type Prize = { readonly multiplier: Fraction; readonly chance: Fraction };

/** All that a bet can come to; the chances add up to one. A multiplier may be listed more than once. */
export type Odds = readonly Prize[];

/** The exact chance that a bet pays more than its stake. */
export function winChance(odds: Odds): Fraction {
  return sum(odds.filter(({ multiplier }) => multiplier.numerator > multiplier.denominator).map(chanceOf));
}

/** The odds of a bet that either pays one multiplier or is lost. */
export function allOrNothing(multiplier: Fraction, chance: Fraction): Odds {
  const { numerator, denominator } = chance;
  return [
    { multiplier, chance },
    { multiplier: ZERO, chance: { numerator: denominator - numerator, denominator } },
  ];
}

function chanceOf({ chance }: Prize): Fraction {
  return chance;
}

/** Chances of one game share their denominator more often than not, which keeps the numbers small. */
function sum(fractions: readonly Fraction[]): Fraction {
  return fractions.reduce(
    (total, { numerator, denominator }) =>
      total.denominator === denominator
        ? { numerator: total.numerator + numerator, denominator }
        : {
            numerator: total.numerator * denominator + numerator * total.denominator,
            denominator: total.denominator * denominator,
          },
    ZERO,
  );
}
