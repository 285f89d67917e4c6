import { describe, expect, test } from "vitest";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { type HiloAction, hilo } from "#domain/games/hilo/hilo.ts";
import { afterWin, type HiloGuess, isRight, winningRanks } from "#domain/games/hilo/odds.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { RoundActionRefused } from "#domain/games/round.ts";
import { type Fraction, formatFractionDown } from "#domain/money/fraction.ts";
import { vectorsOf } from "#test/domain/fairness/vectors.ts";

const RANKS = Array.from({ length: 13 }, (_, place) => place + 1);
const GUESSES: readonly HiloGuess[] = ["higher", "lower"];

/** A deck of known ranks, ace 1 to king 13; what is not named is a seven. */
function dealt(ranks: readonly number[], maxMultiplier = 10_000) {
  const all = Array.from({ length: 53 }, (_, place) => ranks[place] ?? 7);
  // Diamonds: ranks run from 2 to ace, four cards each; a float just above card / 52 draws that card.
  const random = all.map((rank) => Math.ceil((((rank + 11) % 13) * 4 * 2 ** 32) / 52));
  return hilo.begin({ params: { maxMultiplier }, edgeBps: 100, stakeMinor: 1_000n, random });
}

function play(state: ReturnType<typeof dealt>, ...actions: HiloAction["action"][]) {
  return actions.reduce((at, action) => hilo.act(at, { action }), state);
}

describe("act", () => {
  test("default", () => {
    const after = play(dealt([7, 10, 3]), "higher", "lower");
    // 0.99 · 13/7 · 13/10
    expect(hilo.view(after)).toMatchObject({ cards: [20, 32, 4], wins: 2, pays: "2.3901" });
    expect(hilo.end(play(after, "cashOut"))).toMatchObject({
      payoutMinor: 2_390n,
      outcome: { cards: [20, 32, 4], wins: 2, ending: "cashedOut" },
    });
  });

  test("behavior: the same rank wins on either side", () => {
    for (const side of GUESSES) expect(hilo.view(play(dealt([7, 7]), side))).toMatchObject({ wins: 1 });
  });

  test("behavior: on an ace only another ace is low, and on a king only another king is high", () => {
    expect(hilo.end(play(dealt([1, 1]), "higher"))?.outcome.ending).toBe("wrong");
    expect(hilo.view(play(dealt([1, 1]), "lower"))).toMatchObject({ pays: "12.87" });
    expect(hilo.end(play(dealt([13, 13]), "lower"))?.outcome.ending).toBe("wrong");
    expect(hilo.view(play(dealt([13, 13]), "higher"))).toMatchObject({ pays: "12.87" });
  });

  test("behavior: a skip changes the card and nothing else", () => {
    expect(hilo.view(play(dealt([7, 2, 5]), "skip"))).toMatchObject({
      wins: 0,
      pays: null,
      actions: ["higher", "lower", "skip"],
    });
    const won = play(dealt([7, 8, 2]), "higher", "skip");
    expect(hilo.view(won)).toMatchObject({ wins: 1, pays: "1.8385" });
  });

  test("error: RoundActionRefused", () => {
    expect(() => play(dealt([7]), "cashOut")).toThrow(RoundActionRefused);
    expect(() => play(dealt([7, 2]), "higher", "skip")).toThrow(RoundActionRefused);
    expect(() => play(dealt([7, 9]), "higher", "cashOut", "cashOut")).toThrow(RoundActionRefused);
  });

  test("error: RoundActionRefused for a guess beyond the limit, while the other side and the cash-out stay open", () => {
    const won = play(dealt([1, 1, 12], 13), "lower");
    expect(() => play(won, "higher")).toThrow("13×");
    expect(hilo.view(won)).toMatchObject({ actions: ["skip", "cashOut"], higherPays: null });
    expect(hilo.end(play(won, "cashOut"))?.payoutMinor).toBe(12_870n);
  });

  test("behavior: the last card is guessed, not skipped, and then the round is cashed out", () => {
    const skips = Array.from({ length: 51 }, () => "skip" as const);
    const last = play(dealt([]), ...skips);
    expect(() => play(last, "skip")).toThrow(RoundActionRefused);
    expect(hilo.view(last)).toMatchObject({ actions: ["higher", "lower"] });
    expect(hilo.end(play(last, "higher"))?.outcome).toMatchObject({ wins: 1, ending: "cashedOut" });
  });

  test("behavior: an abandoned round pays what stands, or the stake when nothing was won", () => {
    expect(hilo.end(hilo.abandon(play(dealt([7]), "skip")))).toMatchObject({
      payoutMinor: 1_000n,
      isRefund: true,
    });
    expect(hilo.end(hilo.abandon(play(dealt([7, 8]), "higher")))).toMatchObject({ payoutMinor: 1_838n });
  });

  test.each([[{}], [{ maxMultiplier: 12 }], [{ maxMultiplier: 10_001 }], [{ maxMultiplier: "100" }]])(
    "error: GameParamsInvalid for %j",
    (raw) => {
      expect(() => hilo.parse(raw)).toThrow(GameParamsInvalid);
    },
  );
});

describe("return to player", () => {
  test("behavior: no guess is certain, and both count the ranks that win", () => {
    for (const guess of GUESSES) {
      for (const open of RANKS) {
        const winners = RANKS.filter((next) => isRight(guess, open, next));
        expect(winners).toHaveLength(winningRanks(guess, open));
        expect(winners.length).toBeGreaterThan(0);
        expect(winners.length).toBeLessThan(13);
      }
    }
  });

  /**
   * The most and the least that any way of playing the next few cards can expect, exactly: at every card the player
   * may guess either side, skip, or cash out, knowing all that lies open.
   */
  test("behavior: exactly 1 − edge comes back, whatever is guessed and skipped and whenever it is cashed out", () => {
    const edgeBps = 100;
    function expectations(open: number, pays: Fraction | null, left: number): number[] {
      const exact = (fractions: Fraction[]) =>
        fractions.map(({ numerator, denominator }) => Number((numerator * 10n ** 12n) / denominator));
      const values = pays === null ? [] : exact([pays]);
      if (left === 0) return values;
      const skipped = RANKS.map((next) => expectations(next, pays, left - 1));
      if (skipped.every((each) => each.length > 0)) {
        values.push(skipped.reduce((sum, each) => sum + Math.max(...each), 0) / 13);
        values.push(skipped.reduce((sum, each) => sum + Math.min(...each), 0) / 13);
      }
      for (const guess of GUESSES) {
        const winners = winningRanks(guess, open);
        const won = afterWin(pays, { winners, edgeBps });
        const after = RANKS.filter((next) => isRight(guess, open, next)).map((next) =>
          expectations(next, won, left - 1),
        );
        const best = after.reduce((sum, each) => sum + Math.max(...each), 0) / 13;
        const worst = after.reduce((sum, each) => sum + Math.min(...each), 0) / 13;
        values.push(best, worst);
      }
      return values;
    }
    for (const open of RANKS) {
      for (const value of expectations(open, null, 3)) expect(value / 10 ** 12).toBeCloseTo(0.99, 9);
    }
  });

  test("behavior: the fraction stays exact and in lowest terms over a long round", () => {
    const pays = RANKS.reduce<Fraction | null>(
      (before, open) => afterWin(before, { winners: open < 13 ? open : 12, edgeBps: 100 }),
      null,
    )!;
    expect(formatFractionDown(pays, 2)).toBe(
      (0.99 * RANKS.reduce((p, n) => (p * 13) / Math.min(n, 12), 1)).toFixed(3).slice(0, -1),
    );
  });
});

test.each(vectorsOf("hilo_index"))(
  "draw: vector of nonce $nonce",
  ({ serverSeed, clientSeed, nonce, expected }) => {
    const count = hilo.draw.floatsNeeded({});
    const random = createSeedHasher(serverSeed).floats({ clientSeed, nonce, count });
    const cards = expected as number[];
    expect((hilo.draw.outcome(random, {}, 100) as number[]).slice(0, cards.length)).toEqual(cards);
  },
);

test("describe", () => {
  const end = hilo.end(play(dealt([7, 8]), "higher", "cashOut"))!;
  expect(hilo.describe({ maxMultiplier: 100 }, end)).toBe(
    "Cashed out at 8♦ after 1 right guess: pays 1.8385×.",
  );
});
