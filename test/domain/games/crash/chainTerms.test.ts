import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { PublicCrashRound } from "#domain/api/crash.ts";
import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import { type ChainTerms, chainCommitment } from "#domain/games/crash/chainTerms.ts";
import { linkAfter, nextLink } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";
import { verifyRound } from "#domain/games/crash/verifyRound.ts";
import fc from "#test/support/properties.ts";

const GAME_HASH = "ab".repeat(32);
const SALT = "0c".repeat(32);
const GAME = 3;
const terms: ChainTerms = {
  version: 2,
  currency: "BNB",
  games: 10,
  edgeBps: 300,
  root: linkAfter(GAME_HASH, GAME),
};

/** A round as an honest house tells it. */
function told(of: ChainTerms = terms): PublicCrashRound {
  const at = "2026-11-21T12:00:00.000Z";
  return {
    game: GAME,
    round: {
      ...{
        roundId: "7",
        number: 7,
        currency: of.currency,
        phase: "settled",
        commitment: nextLink(GAME_HASH),
      },
      ...{ edgeBps: of.edgeBps, ceilingHundredths: 1_000_000, bettingEndsAt: at, startedAt: at, betCount: 0 },
      ...{ staked: "0", paid: "0", settledAt: at, gameHash: GAME_HASH },
      pointHundredths: Number(crashPointHundredths({ gameHash: GAME_HASH, salt: SALT, edgeBps: of.edgeBps })),
    },
    chain: {
      ...{
        chainId: "1",
        epoch: "1",
        kind: crashChainKind(of.currency),
        root: of.root,
        games: of.games,
        played: 3,
      },
      ...{ termsVersion: of.version, commitment: chainCommitment(of), edgeBps: of.edgeBps },
      ...{ anchorBlock: "10", anchorTx: `0x${"d".repeat(64)}`, saltBlock: "13", salt: SALT },
    },
  };
}

const ALL = { commitment: true, chain: true, terms: true, salt: true, point: true };

test("default: the commitment is the SHA-256 of the terms as text, as anybody can compute it", () => {
  const text = `fairhouse crash chain 2:BNB:10:300:${terms.root}`;
  expect(chainCommitment(terms)).toBe(createHash("sha256").update(text).digest("hex"));
});

test("behavior: chains of before committed to their root alone, and still verify", () => {
  const old = { ...terms, version: 1 } as const;
  expect(chainCommitment(old)).toBe(terms.root);
  expect(verifyRound(told(old))).toMatchObject({ checks: ALL, isEdgeCommitted: false, anchored: terms.root });
});

test("property: other terms have another commitment", () => {
  const other = fc.record({
    version: fc.constant(2 as const),
    currency: fc.constantFrom("BNB", "BN", "USDT"),
    games: fc.integer({ min: 1, max: 200 }),
    edgeBps: fc.integer({ min: 0, max: 2_000 }),
    root: fc.constantFrom("0".repeat(64), "f".repeat(64)),
  });
  fc.assert(
    fc.property(other, other, (a, b) => {
      expect(chainCommitment(a) === chainCommitment(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { seed: 7 },
  );
});

test("default: an honest round is confirmed, with what the registry must hold", () => {
  expect(verifyRound(told())).toMatchObject({
    ...{ checks: ALL, isEdgeCommitted: true, root: terms.root, anchored: chainCommitment(terms) },
  });
});

test("behavior: an edge that was not committed to is seen, wherever it is put", () => {
  const honest = told();
  const dearer = crashPointHundredths({ gameHash: GAME_HASH, salt: SALT, edgeBps: 900 });
  const inRound = { ...honest, round: { ...honest.round, edgeBps: 900, pointHundredths: Number(dearer) } };
  expect(verifyRound(inRound)?.checks).toEqual({ ...ALL, terms: false, point: false });
  const inBoth = { ...inRound, chain: { ...honest.chain, edgeBps: 900 } };
  expect(verifyRound(inBoth)?.checks).toEqual({ ...ALL, terms: false });
  // A commitment made to fit is not what stands in the registry.
  const madeUp = {
    ...inBoth,
    chain: { ...inBoth.chain, commitment: chainCommitment({ ...terms, edgeBps: 900 }) },
  };
  expect(verifyRound(madeUp)?.anchored).not.toBe(chainCommitment(terms));
  expect(verifyRound({ ...honest, chain: { ...honest.chain, termsVersion: 3 } })?.checks.terms).toBe(false);
});

test("behavior: a number that no game of the chain has leads nowhere", () => {
  const honest = told();
  for (const game of [0, -1, 1.5, 11, 10_000_001, Number.NaN]) {
    expect(verifyRound({ ...honest, game })?.checks.chain).toBe(false);
  }
  // The game's own hash told as the root: no step leads from one to the other.
  const own = { ...terms, root: GAME_HASH };
  const chain = { ...honest.chain, root: GAME_HASH, commitment: chainCommitment(own) };
  expect(verifyRound({ ...honest, chain, game: 0 })?.checks).toEqual({ ...ALL, chain: false });
});

test("behavior: a salt that may have been known before the anchor is seen", () => {
  const honest = told();
  for (const blocks of [{ saltBlock: "10" }, { saltBlock: "9" }, { saltBlock: null }, { anchorBlock: "x" }]) {
    const chain = { ...honest.chain, ...blocks };
    expect(verifyRound({ ...honest, chain })?.checks).toEqual({ ...ALL, salt: false });
  }
});

test("behavior: nothing is said of a round that is not over", () => {
  const honest = told();
  expect(verifyRound({ ...honest, round: { ...honest.round, gameHash: null } })).toBeNull();
});
