import { expect, test } from "vitest";
import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import { chainCommitment } from "#domain/games/crash/chainTerms.ts";
import { linkAfter, nextLink } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";
import { type ToldBet, type ToldBetRound, verifyBetOfRound } from "#domain/games/crash/verifyBetOfRound.ts";

const HASH = "3e".repeat(32);
const SALT = "77".repeat(32);
const GAME = 2;
const EDGE_BPS = 300;
const POINT = Number(crashPointHundredths({ gameHash: HASH, salt: SALT, edgeBps: EDGE_BPS }));
const root = linkAfter(HASH, GAME);
const terms = { version: 2, currency: "BNB", games: 5, edgeBps: EDGE_BPS, root } as const;
const limits = { highestHundredths: POINT + 1, ceilingHundredths: POINT + 2 };

/** A round as an honest house tells it. */
function toldRound(changes: Partial<ToldBetRound["round"]> = {}): ToldBetRound {
  return {
    game: GAME,
    round: {
      ...{ roundId: "7", number: 9, currency: "BNB", phase: "settled", commitment: nextLink(HASH) },
      ...{ edgeBps: EDGE_BPS, ceilingHundredths: limits.ceilingHundredths },
      ...{ gameHash: HASH, pointHundredths: POINT, ...changes },
    },
    chain: {
      ...{ kind: crashChainKind("BNB"), root: terms.root, games: terms.games, edgeBps: EDGE_BPS },
      ...{ termsVersion: 2, commitment: chainCommitment(terms), salt: SALT },
      ...{ anchorBlock: "10", saltBlock: "13" },
    },
  };
}

/** A bet that got out at 1.01×, as an honest house tells it. */
function toldBet(outcome: object = {}, changes: Partial<ToldBet> = {}): ToldBet {
  return {
    ...{ currency: "BNB", stake: "1000", payout: "1010", edgeBps: EDGE_BPS, commitment: nextLink(HASH) },
    ...{ serverSeed: HASH, clientSeed: SALT, nonce: GAME, params: { autoCashOutHundredths: null } },
    outcome: {
      ...{ roundId: "7", number: 9, pointHundredths: POINT, exitHundredths: 101, isCancelled: false },
      ...{ ...limits, ...outcome },
    },
    ...changes,
  };
}

const ALL = {
  ...{ commitment: true, chain: true, terms: true, salt: true, point: true },
  ...{ round: true, exit: true, payout: true },
};
const checksOf = (bet: ToldBet, round = toldRound()) => verifyBetOfRound(bet, round)?.checks;

test("default: an honest bet is confirmed, won, lost or given back", () => {
  expect(checksOf(toldBet())).toEqual(ALL);
  expect(checksOf(toldBet({ exitHundredths: null }, { payout: "0" }))).toEqual(ALL);
  const returned = toldBet({ exitHundredths: null, isCancelled: true }, { payout: "1000" });
  expect(checksOf(returned, toldRound({ phase: "cancelled" }))).toEqual(ALL);
});

test("behavior: a bet cannot have been cancelled without its round, nor played in one that was", () => {
  const returned = toldBet({ exitHundredths: null, isCancelled: true }, { payout: "1000" });
  expect(checksOf(returned)).toEqual({ ...ALL, exit: false });
  expect(checksOf(toldBet(), toldRound({ phase: "cancelled" }))).toEqual({ ...ALL, exit: false });
  expect(checksOf(toldBet(), toldRound({ phase: "running" }))).toEqual({ ...ALL, exit: false });
});

test("behavior: a bet that reached the round's ceiling and was not paid is seen, whatever ceiling it names", () => {
  const lost = toldBet({ exitHundredths: null }, { payout: "0" });
  const low = toldRound({ ceilingHundredths: POINT });
  expect(checksOf(lost, low)).toEqual({ ...ALL, exit: false });
  const named = toldBet({ exitHundredths: null, ceilingHundredths: POINT }, { payout: "0" });
  expect(checksOf(named, low)).toEqual({ ...ALL, exit: false, payout: false });
});

test("behavior: a bet that is told as of another round is seen", () => {
  const others = [
    ...[toldBet({ roundId: "8" }), toldBet({ number: 8 }), toldBet({}, { nonce: 1 })],
    ...[toldBet({}, { currency: "USDT" }), toldBet({}, { edgeBps: 100 })],
    toldBet({}, { commitment: "0".repeat(64) }),
  ];
  for (const bet of others) expect(checksOf(bet)).toEqual({ ...ALL, round: false });
  expect(checksOf(toldBet({}, { clientSeed: "78".repeat(32) }))?.round).toBe(false);
  expect(checksOf(toldBet({}, { serverSeed: "78".repeat(32) }))?.round).toBe(false);
});

test("behavior: a point by a cheaper edge than the chain's is seen", () => {
  const dearer = Number(crashPointHundredths({ gameHash: HASH, salt: SALT, edgeBps: 2_000 }));
  const bet = toldBet({ pointHundredths: dearer }, { edgeBps: 2_000 });
  expect(checksOf(bet)).toEqual({ ...ALL, point: false, round: false });
});

test("behavior: nothing is said of a bet whose round is not over", () => {
  expect(verifyBetOfRound(toldBet(), toldRound({ gameHash: null }))).toBeNull();
});
