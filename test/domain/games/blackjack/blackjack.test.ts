import { describe, expect, test } from "vitest";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { blackjack } from "#domain/games/blackjack/blackjack.ts";
import type { BlackjackMove, Table } from "#domain/games/blackjack/table.ts";
import { cardName, pipValue } from "#domain/games/cards.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { RoundActionRefused } from "#domain/games/round.ts";
import { vectorsOf } from "#test/domain/fairness/vectors.ts";
import { bestMove, optimalReturn } from "./optimalPlay.ts";

const NAMES = Array.from({ length: 52 }, (_, card) => cardName(card));

/** A table dealt from "player player dealer hidden …", as in "10♦ 6♦ 9♦ 7♦ 5♦". Suits may be left out. */
function dealt(cards: string, stakeMinor = 1_000n): Table {
  const deck = cards.split(" ").map((name) => NAMES.indexOf(/[♦♥♠♣]$/.test(name) ? name : `${name}♦`));
  expect(deck).not.toContain(-1);
  const random = Array.from({ length: 64 }, (_, place) => floatOf(deck[place] ?? NAMES.indexOf("10♣")));
  return blackjack.begin({ params: {}, edgeBps: 50, stakeMinor, random });
}

/** The first float that draws a card. */
function floatOf(card: number): number {
  return Math.ceil((card * 2 ** 32) / 52);
}

function play(table: Table, ...moves: BlackjackMove[]): Table {
  return moves.reduce((at, action) => blackjack.act(at, { action }), table);
}

const offered = (table: Table) => blackjack.view(table).actions;

describe("a round", () => {
  test("default: hit, stand, and the dealer draws to 17", () => {
    const table = dealt("10 3 9 5 6 2 10");
    expect(blackjack.view(table)).toMatchObject({
      hands: [{ total: 13, isSoft: false, result: null }],
      dealer: { total: 9, cards: [NAMES.indexOf("9♦")] },
      active: 0,
      actions: ["hit", "stand", "double"],
    });
    const over = play(table, "hit", "stand");
    expect(blackjack.view(over)).toMatchObject({
      hands: [{ total: 19, result: "won" }],
      dealer: { total: 26 },
      actions: [],
    });
    expect(blackjack.end(over)).toMatchObject({
      payoutMinor: 2_000n,
      multiplier: { numerator: 2_000n, denominator: 1_000n },
    });
  });

  test.each([
    ["10 10 10 7", ["stand"], 2_000n, "won"],
    ["10 8 10 10", ["stand"], 0n, "lost"],
    ["10 8 10 8", ["stand"], 1_000n, "push"],
    ["10 6 10 7 10", ["hit"], 0n, "lost"],
    ["10 6 10 7 5", ["hit"], 2_000n, "won"],
    ["5 6 10 7 10", ["double"], 4_000n, "won"],
    ["5 6 10 9 2", ["double"], 0n, "lost"],
    ["10 2 6 A", ["stand"], 0n, "lost"],
  ] as const)("behavior: %s, %j pays %s", (cards, moves, payout, result) => {
    const over = play(dealt(cards), ...moves);
    expect(blackjack.end(over)).toMatchObject({ payoutMinor: payout, outcome: { hands: [{ result }] } });
  });

  test("behavior: blackjack pays 3:2 at once, rounded down, and is a push against another", () => {
    expect(blackjack.end(dealt("A K 9 9", 1_001n))).toMatchObject({ payoutMinor: 2_502n });
    expect(blackjack.end(dealt("A K 10 A"))).toMatchObject({
      payoutMinor: 1_000n,
      outcome: { hands: [{ result: "push" }] },
    });
    expect(blackjack.end(dealt("10 9 K A"))).toMatchObject({ payoutMinor: 0n });
  });

  test("behavior: an ace counts 11 while it can, and hands of 21 stand by themselves", () => {
    const soft = dealt("A 6 10 7 10 4");
    expect(blackjack.view(soft)).toMatchObject({ hands: [{ total: 17, isSoft: true }] });
    expect(blackjack.view(play(soft, "hit"))).toMatchObject({
      hands: [{ total: 17, isSoft: false }],
      active: 0,
    });
    expect(blackjack.end(play(soft, "hit", "hit"))).toMatchObject({ payoutMinor: 2_000n });
  });

  test("behavior: the dealer draws nothing when every hand is over 21", () => {
    const { outcome } = blackjack.end(play(dealt("10 6 2 3 10"), "hit"))!;
    expect(outcome.dealer).toHaveLength(2);
    expect(outcome.cards).toHaveLength(5);
  });
});

describe("insurance", () => {
  test("behavior: an ace asks first, and a dealer's blackjack pays it 2:1", () => {
    const table = dealt("10 9 A K", 1_001n);
    expect(offered(table)).toEqual(["insure", "decline"]);
    expect(blackjack.view(table)).toMatchObject({ dealer: { cards: [NAMES.indexOf("A♦")] } });
    const insured = play(table, "insure");
    expect(blackjack.stakedMinor(insured)).toBe(1_501n);
    expect(blackjack.end(insured)).toMatchObject({ payoutMinor: 1_500n, outcome: { isInsured: true } });
    expect(blackjack.end(play(table, "decline"))).toMatchObject({ payoutMinor: 0n });
  });

  test("behavior: without a dealer's blackjack it is lost and the round goes on", () => {
    const table = play(dealt("10 9 A 7"), "insure");
    expect(offered(table)).toEqual(["hit", "stand", "double"]);
    expect(blackjack.end(play(table, "stand"))).toMatchObject({ payoutMinor: 2_000n });
    expect(blackjack.stakedMinor(table)).toBe(1_500n);
  });

  test("behavior: even money for an insured blackjack", () => {
    expect(blackjack.end(play(dealt("A K A K"), "insure"))).toMatchObject({ payoutMinor: 2_500n });
    expect(blackjack.end(play(dealt("A K A 5"), "insure"))).toMatchObject({ payoutMinor: 2_500n });
  });

  test("error: RoundActionRefused when half of the stake is nothing", () => {
    const table = dealt("10 9 A K", 1n);
    expect(offered(table)).toEqual(["decline"]);
    expect(() => play(table, "insure")).toThrow(RoundActionRefused);
  });
});

describe("split", () => {
  test("behavior: two hands, played one after the other, each may be doubled", () => {
    const table = dealt("8 8 6 10 3 10 10 2 10");
    expect(offered(table)).toEqual(["hit", "stand", "double", "split"]);
    const two = play(table, "split");
    expect(blackjack.view(two)).toMatchObject({ hands: [{ total: 11 }, { total: 18 }], active: 0 });
    expect(offered(two)).toEqual(["hit", "stand", "double"]);
    const second = play(two, "double");
    expect(blackjack.view(second)).toMatchObject({ hands: [{ total: 21, isDoubled: true }, {}], active: 1 });
    const over = play(second, "stand");
    expect(blackjack.stakedMinor(over)).toBe(3_000n);
    // Dealer 6 + 10 + 2 = 18: the doubled hand wins, the other comes back.
    expect(blackjack.end(over)).toMatchObject({
      payoutMinor: 5_000n,
      multiplier: { numerator: 5_000n, denominator: 3_000n },
    });
  });

  test("behavior: split aces get one card each, and their 21 is no blackjack", () => {
    const over = play(dealt("A A 6 10 K 5 10"), "split");
    expect(blackjack.end(over)).toMatchObject({
      payoutMinor: 4_000n,
      outcome: { hands: [{ result: "won" }, { result: "won" }] },
    });
  });

  test("behavior: cards that count the same are a pair, and a split hand is not split again", () => {
    expect(offered(dealt("K Q 6 10"))).toContain("split");
    expect(offered(play(dealt("8 8 6 10 8 8"), "split"))).not.toContain("split");
    expect(() => play(dealt("8 9 6 10"), "split")).toThrow(RoundActionRefused);
  });

  test("behavior: the most that can be won is four times the first stake", () => {
    const over = play(dealt("5 5 6 10 6 6 10 10 10"), "split", "double", "double");
    expect(blackjack.stakedMinor(over)).toBe(4_000n);
    expect(blackjack.end(over)).toMatchObject({ payoutMinor: 8_000n });
  });
});

describe("refusals", () => {
  test("error: RoundActionRefused", () => {
    const three = play(dealt("2 3 6 10 2"), "hit");
    expect(() => play(three, "double")).toThrow("hit, stand");
    expect(() => play(dealt("10 9 6 10"), "insure")).toThrow(RoundActionRefused);
    expect(() => play(dealt("10 9 A 10"), "hit")).toThrow(RoundActionRefused);
    expect(() => play(dealt("A K 6 10"), "stand")).toThrow("over");
  });

  test("error: GameParamsInvalid", () => {
    expect(blackjack.parse({})).toEqual({});
    for (const raw of [null, [], { decks: 6 }]) expect(() => blackjack.parse(raw)).toThrow(GameParamsInvalid);
  });

  test("behavior: an abandoned round stands on every hand, without insurance", () => {
    const split = blackjack.abandon(play(dealt("8 8 6 10 3 10 10"), "split"));
    expect(blackjack.end(split)).toMatchObject({ payoutMinor: 4_000n });
    expect(blackjack.end(blackjack.abandon(dealt("10 9 A K")))).toMatchObject({
      payoutMinor: 0n,
      outcome: { isInsured: false },
    });
  });
});

describe("return to player", () => {
  const { gain, staked } = optimalReturn();
  const bps = (n: bigint, d: bigint) => Number((n * 10n ** 8n) / d) / 10 ** 4;

  test("default: the best play loses 0.5704 % of the first stakes, and 0.5061 % of all", () => {
    expect(bps(-gain.n, gain.d)).toBeCloseTo(57.0388, 4);
    expect(bps(staked.n, staked.d)).toBeCloseTo(11_269.3479, 4);
    const edge = bps(-gain.n * staked.d, gain.d * staked.n);
    expect(edge).toBeCloseTo(50.6141, 4);
    // The configured edge promises nobody more than the house earns, and is within half a percent of it.
    expect(blackjack.edge.defaultBps).toBe(Math.floor(edge));
    expect(gain.n).toBeLessThan(0n);
  });

  test("behavior: the game, played so, returns what was computed", () => {
    const rounds = 100_000;
    const next = pseudoRandom(20_261_122);
    let [payouts, stakes] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const random = Array.from({ length: 64 }, next);
      let table = blackjack.begin({ params: {}, edgeBps: 50, stakeMinor: 2n, random });
      while (!table.isOver) {
        const { cards } = table.hands.find(({ isClosed }) => !isClosed)!;
        const action = bestMove(pipValue(table.dealer[0]!), cards.map(pipValue), offered(table) as string[]);
        table = blackjack.act(table, { action });
      }
      payouts += Number(blackjack.end(table)!.payoutMinor) / 2;
      stakes += Number(blackjack.stakedMinor(table)) / 2;
    }
    // A round deviates by about 1.15 stakes: four standard errors.
    const tolerance = (4 * 1.15) / Math.sqrt(rounds);
    expect(Math.abs((payouts - stakes) / rounds - Number(gain.n) / Number(gain.d))).toBeLessThan(tolerance);
    expect(Math.abs(stakes / rounds - Number(staked.n) / Number(staked.d))).toBeLessThan(tolerance);
  });
});

test.each(vectorsOf("blackjack_index"))(
  "draw: vector of nonce $nonce",
  ({ serverSeed, clientSeed, nonce, expected }) => {
    const count = blackjack.draw.floatsNeeded({});
    const random = createSeedHasher(serverSeed).floats({ clientSeed, nonce, count });
    expect((blackjack.draw.outcome(random, {}, 50) as number[]).slice(0, 5)).toEqual(expected);
  },
);

test("describe", () => {
  const end = blackjack.end(play(dealt("10 9 6 10 10"), "stand"))!;
  expect(blackjack.describe({}, end)).toBe("10♦ 9♦ won. Dealer: 6♦ 10♦ 10♦.");
});

/** xorshift32: quick, and the same in every run. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
