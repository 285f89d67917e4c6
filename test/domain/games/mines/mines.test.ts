import { describe, expect, test } from "vitest";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { mines } from "#domain/games/mines/mines.ts";
import { choose, minesMultiplier, TILES } from "#domain/games/mines/multiplier.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { RoundActionRefused } from "#domain/games/round.ts";
import { formatFractionDown } from "#domain/money/fraction.ts";
import { vectorsOf } from "#test/domain/fairness/vectors.ts";

/** A board whose mines are known: the float 0 lays each mine on the first tile that is left. */
function board(count: number, maxPicks = 24) {
  const params = mines.parse({ mines: count, maxPicks });
  const random = Array.from({ length: count }, () => 0);
  return mines.begin({ params, edgeBps: 100, stakeMinor: 1_000n, random });
}

const pick = (tile: number) => ({ action: "pick", tile }) as const;

describe("parse", () => {
  test("default: no more picks than there are safe tiles", () => {
    expect(mines.parse({ mines: 3, maxPicks: 24 })).toEqual({ mines: 3, maxPicks: 22 });
    expect(mines.parse({ mines: 24, maxPicks: 1 })).toEqual({ mines: 24, maxPicks: 1 });
  });

  test.each([
    [null],
    [{}],
    [{ mines: 3 }],
    [{ mines: 0, maxPicks: 1 }],
    [{ mines: 25, maxPicks: 1 }],
    [{ mines: 1.5, maxPicks: 1 }],
    [{ mines: "3", maxPicks: 1 }],
    [{ mines: 3, maxPicks: 0 }],
    [{ mines: 3, maxPicks: 25 }],
    [{ mines: 3, maxPicks: 3, edgeBps: 0 }],
  ])("error: GameParamsInvalid for %j", (raw) => {
    expect(() => mines.parse(raw)).toThrow(GameParamsInvalid);
  });

  test.each([[{ action: "pick" }], [pick(25)], [pick(-1)], [pick(0.5)], [{ action: "cashOut", tile: 1 }]])(
    "error: GameParamsInvalid for the action %j",
    (raw) => {
      expect(() => mines.actions.parse(raw)).toThrow(GameParamsInvalid);
    },
  );
});

describe("act", () => {
  test("default", () => {
    const after = [5, 6].map(pick).reduce(mines.act, board(3));
    expect(mines.view(after)).toMatchObject({
      picks: [5, 6],
      mines: null,
      pays: "1.2857",
      actions: ["pick", "cashOut"],
    });
    const over = mines.act(after, { action: "cashOut" });
    expect(mines.end(over)).toEqual({
      payoutMinor: 1_285n,
      multiplier: minesMultiplier(3, 2, 100),
      isRefund: false,
      outcome: { mines: [0, 1, 2], picks: [5, 6], ending: "cashedOut" },
    });
  });

  test("behavior: a mine takes the stake", () => {
    const over = mines.act(mines.act(board(3), pick(7)), pick(2));
    expect(mines.end(over)).toMatchObject({
      payoutMinor: 0n,
      outcome: { mines: [0, 1, 2], picks: [7, 2], ending: "exploded" },
    });
    expect(mines.view(over)).toMatchObject({ mines: [0, 1, 2], actions: [] });
  });

  test("behavior: the last safe tile cashes out by itself, and so does the last pick that was wanted", () => {
    const full = Array.from({ length: 22 }, (_, tile) => pick(tile + 3)).reduce(mines.act, board(3));
    expect(mines.end(full)?.multiplier).toEqual(minesMultiplier(3, 22, 100));
    expect(mines.end(mines.act(board(3, 1), pick(9)))?.outcome.ending).toBe("cashedOut");
  });

  test("error: RoundActionRefused", () => {
    const one = mines.act(board(3), pick(5));
    expect(() => mines.act(board(3), { action: "cashOut" })).toThrow(RoundActionRefused);
    expect(() => mines.act(one, pick(5))).toThrow(RoundActionRefused);
    expect(() => mines.act(mines.act(one, pick(0)), pick(6))).toThrow(RoundActionRefused);
    expect(() => mines.act(mines.act(one, { action: "cashOut" }), pick(6))).toThrow(RoundActionRefused);
  });

  test("behavior: an abandoned round pays what stands, or the stake when nothing was picked", () => {
    const refunded = mines.end(mines.abandon(board(3)));
    expect(refunded).toMatchObject({ payoutMinor: 1_000n, isRefund: true, outcome: { ending: "refunded" } });
    const paid = mines.end(mines.abandon(mines.act(board(3), pick(5))));
    expect(paid).toMatchObject({ payoutMinor: 1_125n, outcome: { ending: "cashedOut" } });
  });
});

describe("return to player", () => {
  test("behavior: exactly 1 − edge comes back at any number of mines and picks", () => {
    for (const edgeBps of [mines.edge.minBps, 100, mines.edge.maxBps]) {
      for (let count = 1; count < TILES; count++) {
        for (let picks = 1; picks <= TILES - count; picks++) {
          const { numerator, denominator } = minesMultiplier(count, picks, edgeBps);
          // The chance, counted the other way round: boards whose mines are all among the tiles that were not picked.
          const [luckyBoards, boards] = [choose(TILES - picks, count), choose(TILES, count)];
          expect(numerator * luckyBoards * 10_000n).toBe(denominator * boards * BigInt(10_000 - edgeBps));
        }
      }
    }
  });

  test.each([
    [1, 1, "1.0312"],
    [3, 1, "1.125"],
    [3, 5, "1.9973"],
    [5, 20, "52598.7"],
    [24, 1, "24.75"],
    [12, 13, "5148297"],
  ])("default: %i mines and %i picks pay %s", (count, picks, pays) => {
    expect(formatFractionDown(minesMultiplier(count, picks, 100), 4)).toBe(pays);
  });

  test("behavior: the columns of a bet hold every multiplier", () => {
    for (let count = 1; count < TILES; count++) {
      const { numerator, denominator } = minesMultiplier(count, TILES - count, 10);
      expect(numerator < 2n ** 63n && denominator < 2n ** 63n).toBe(true);
    }
  });
});

describe("draw", () => {
  test.each(vectorsOf("mines"))("default: vector of $mines mines, nonce $nonce", (vector) => {
    const { serverSeed, clientSeed, nonce, expected } = vector;
    const { mines: count } = vector as unknown as { mines: number };
    const random = createSeedHasher(serverSeed).floats({
      clientSeed,
      nonce,
      count: mines.draw.floatsNeeded({ mines: count }),
    });
    expect(mines.draw.outcome(random, { mines: count }, 100)).toEqual({ mines: expected });
    const state = mines.begin({
      params: { mines: count, maxPicks: 1 },
      edgeBps: 100,
      stakeMinor: 1n,
      random,
    });
    expect(state.mines).toEqual(expected);
  });

  test("error: GameParamsInvalid without a number of mines", () => {
    expect(() => mines.draw.floatsNeeded({})).toThrow(GameParamsInvalid);
  });
});

test("describe", () => {
  const params = mines.parse({ mines: 1, maxPicks: 24 });
  const end = mines.end(mines.abandon(mines.act(board(1), pick(5))))!;
  expect(mines.describe(params, end)).toBe(
    "1 mine among 25 tiles: cashed out after 1 safe tile, pays 1.0312×.",
  );
});
