import type { BlackjackMove } from "#domain/games/blackjack/table.ts";

/**
 * The best way to play, and exactly what it returns: a dynamic programme over hands by what they count, written from
 * the published rules and without the code of the game. Amounts are in first stakes, as exact fractions.
 */

/** An exact signed ratio in lowest terms. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

/** What a way of playing on expects: beyond the stakes, and the stakes themselves. */
interface Expectation {
  readonly gain: Ratio;
  readonly staked: Ratio;
}

/** What a hand counts, an ace that may count 11 doing so. */
interface Count {
  readonly total: number;
  readonly isSoft: boolean;
}

/** What cards count: ace 1, pictures 10. */
const PIPS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const ZERO = ratio(0n);
const ONE = ratio(1n);

/** Expected gain and stakes of a round that is played as well as it can be. */
export function optimalReturn(): Expectation {
  let total: Expectation = { gain: ZERO, staked: ZERO };
  for (const up of PIPS) {
    for (const first of PIPS) {
      for (const second of PIPS) {
        const weight = times(chanceOf(up), times(chanceOf(first), chanceOf(second)));
        total = plus(total, scaled(dealt(up, first, second), weight));
      }
    }
  }
  return total;
}

/** The best move of a hand of cards counted in pips, given the dealer's open card and what the rules allow. */
export const bestMove = memoised(
  (up: number, cards: readonly number[], allowed: readonly string[]): BlackjackMove => {
    if (allowed.includes("decline")) return "decline";
    const options: [BlackjackMove, Expectation][] = [
      ["stand", stand(up, countOf(cards).total)],
      ["hit", hit(up, countOf(cards))],
    ];
    if (allowed.includes("double")) options.push(["double", double(up, countOf(cards))]);
    if (allowed.includes("split")) options.push(["split", split(up, cards[0]!)]);
    return options.reduce((best, option) => (isMore(option[1].gain, best[1].gain) ? option : best))[0];
  },
);

/** A round from its first three cards; a dealer's blackjack is found before the player moves. */
function dealt(up: number, first: number, second: number): Expectation {
  const dealerNatural = up === 1 ? chanceOf(10) : up === 10 ? chanceOf(1) : ZERO;
  const otherwise = minus(ONE, dealerNatural);
  if (countOf([first, second]).total === 21) {
    return { gain: times(otherwise, ratio(3n, 2n)), staked: ONE };
  }
  const allowed = first === second ? ["double", "split"] : ["double"];
  const move = bestMove(up, [first, second], allowed);
  const played = moveOn(up, [first, second], move);
  return plus(scaled({ gain: ratio(-1n), staked: ONE }, dealerNatural), scaled(played, otherwise));
}

function moveOn(up: number, cards: readonly number[], move: BlackjackMove): Expectation {
  const count = countOf(cards);
  if (move === "split") return split(up, cards[0]!);
  if (move === "double") return double(up, count);
  return move === "hit" ? hit(up, count) : stand(up, count.total);
}

/** The best of standing and hitting, and of doubling where two cards allow it. 21 stands by itself. */
const best = memoised((up: number, total: number, isSoft: boolean, canDouble: boolean): Expectation => {
  if (total > 21) return { gain: ratio(-1n), staked: ONE };
  const options = [stand(up, total)];
  if (total < 21) options.push(hit(up, { total, isSoft }));
  if (total < 21 && canDouble) options.push(double(up, { total, isSoft }));
  return options.reduce((most, option) => (isMore(option.gain, most.gain) ? option : most));
});

const stand = memoised((up: number, total: number): Expectation => {
  let gain = ZERO;
  for (const [dealer, chance] of dealerEnds(up)) {
    const sign = dealer > 21 || dealer < total ? 1n : dealer === total ? 0n : -1n;
    gain = sum(gain, times(chance, ratio(sign)));
  }
  return { gain, staked: ONE };
});

function hit(up: number, count: Count): Expectation {
  return overCards((pip) => {
    const { total, isSoft } = added(count, pip);
    return best(up, total, isSoft, false);
  });
}

function double(up: number, count: Count): Expectation {
  const once = overCards((pip) => {
    const { total } = added(count, pip);
    return total > 21 ? { gain: ratio(-1n), staked: ONE } : stand(up, total);
  });
  return scaled(once, ratio(2n));
}

/** Two hands of equal prospects. Split aces get one card each. */
function split(up: number, pip: number): Expectation {
  const hand = overCards((second) => {
    const { total, isSoft } = countOf([pip, second]);
    return pip === 1 ? stand(up, total) : best(up, total, isSoft, true);
  });
  return scaled(hand, ratio(2n));
}

/** What the dealer ends with, knowing that it is no blackjack: 17 to 21, or more than 21. */
const dealerEnds = memoised((up: number): Map<number, Ratio> => {
  const ends = new Map<number, Ratio>();
  const draw = (count: Count, chance: Ratio) => {
    if (count.total >= 17) ends.set(count.total, sum(ends.get(count.total) ?? ZERO, chance));
    else for (const pip of PIPS) draw(added(count, pip), times(chance, chanceOf(pip)));
  };
  const natural = up === 1 ? 10 : up === 10 ? 1 : 0;
  const possible = natural === 0 ? ONE : minus(ONE, chanceOf(natural));
  for (const hole of PIPS.filter((pip) => pip !== natural)) {
    draw(countOf([up, hole]), over(chanceOf(hole), possible));
  }
  return ends;
});

function overCards(play: (pip: number) => Expectation): Expectation {
  return PIPS.reduce<Expectation>((total, pip) => plus(total, scaled(play(pip), chanceOf(pip))), {
    gain: ZERO,
    staked: ZERO,
  });
}

function countOf(cards: readonly number[]): Count {
  return cards.reduce(added, { total: 0, isSoft: false });
}

function added({ total, isSoft }: Count, pip: number): Count {
  const raised = total + pip;
  if (pip === 1 && !isSoft && raised + 10 <= 21) return { total: raised + 10, isSoft: true };
  return isSoft && raised > 21 ? { total: raised - 10, isSoft: false } : { total: raised, isSoft };
}

function chanceOf(pip: number): Ratio {
  return pip === 10 ? ratio(4n, 13n) : ratio(1n, 13n);
}

function plus(a: Expectation, b: Expectation): Expectation {
  return { gain: sum(a.gain, b.gain), staked: sum(a.staked, b.staked) };
}

function scaled({ gain, staked }: Expectation, by: Ratio): Expectation {
  return { gain: times(gain, by), staked: times(staked, by) };
}

function ratio(n: bigint, d = 1n): Ratio {
  let [divisor, rest] = [d, n < 0n ? -n : n];
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return { n: n / divisor, d: d / divisor };
}

function sum(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.d + b.n * a.d, a.d * b.d);
}

function minus(a: Ratio, b: Ratio): Ratio {
  return sum(a, { n: -b.n, d: b.d });
}

function times(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.n, a.d * b.d);
}

function over(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.d, a.d * b.n);
}

function isMore(a: Ratio, b: Ratio): boolean {
  return a.n * b.d > b.n * a.d;
}

function memoised<Args extends unknown[], Result>(
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  const known = new Map<string, Result>();
  return (...args) => {
    const key = args.join();
    const result = known.get(key) ?? compute(...args);
    known.set(key, result);
    return result;
  };
}
