import { describe, expect, test } from "vitest";
import { commitment } from "#domain/fairness/commitment.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { type AcceptedBet, decideBet } from "#domain/games/decideBet.ts";
import type { AnyInstantGame, JsonObject } from "#domain/games/game.ts";
import { findInstantGame, games } from "#domain/games/registry.ts";
import { verifyDraw } from "#domain/games/verifyDraw.ts";
import { multiplyDown } from "#domain/money/fraction.ts";
import { bet, betContext } from "#test/domain/games/bets.ts";
import { fraction } from "#test/domain/games/fairReturn.ts";
import { betParams, printedOutcome, type SeedPair, seedPairs } from "#test/domain/games/randomBets.ts";
import fc from "#test/support/properties.ts";

const SEED = 20_261_121;
const RUNS = 10_000;
const WEALTH = 10n ** 15n;

const instant: readonly AnyInstantGame[] = [...games.values()].filter((game) => game.kind === "instant");
describe.each(instant.map(({ id }) => id))("%s", (id) => {
  const game = findInstantGame(id);
  const params = betParams[id]!;

  test("property: what the engine decides is what the verifier recomputes", () => {
    fc.assert(
      fc.property(seedPairs, params, (pair, raw) => {
        const decision = decide(id, pair, raw);
        const { outcome, commitment: bound } = verifyDraw({ game: id, ...pair, params: raw });
        expect(outcome).toEqual(printedOutcome(id, decision));
        expect(bound).toBe(commitment(pair.serverSeed));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test("property: every multiplier is one of the odds, and none is above the maximum", () => {
    fc.assert(
      fc.property(seedPairs, params, (pair, raw) => {
        const { multiplier, payoutMinor, stakeMinor, params: read, edgeBps } = decide(id, pair, raw);
        const odds = game.odds(read, edgeBps).map((prize) => fraction(prize.multiplier));
        const highest = game.maxMultiplier(read, edgeBps);
        expect(odds).toContain(fraction(multiplier));
        expect(Math.max(...odds)).toBe(fraction(highest));
        expect(payoutMinor).toBe(multiplyDown(stakeMinor, multiplier));
        expect(payoutMinor).toBeLessThanOrEqual(multiplyDown(stakeMinor, highest));
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  test("property: one sentence says how it came out", () => {
    fc.assert(
      fc.property(seedPairs, params, (pair, raw) => {
        const { params: read, outcome, multiplier } = decide(id, pair, raw);
        const sentence = game.describe(read, { outcome, multiplier });
        expect(sentence).toMatch(/^[A-Z0-9][^\n]*\.$/);
        expect(sentence.includes("lost")).toBe(multiplier.numerator === 0n);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe("a tampered bet", () => {
  const honest = { serverSeed: "0f".repeat(32), clientSeed: "abc", nonce: 7 };
  const params = { picks: [1, 2, 3], risk: "low" };
  const told = { ...verifyDraw({ game: "keno", ...honest, params }) };
  const again = (part: object) => verifyDraw({ game: "keno", ...honest, params, ...part });

  test("default: an honest one is recomputed", () => {
    expect(again({})).toEqual(told);
  });

  test("behavior: another server seed fits neither the commitment nor the outcome", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), fc.constantFrom(..."123456789abcde"), (at, digit) => {
        const digits = [...honest.serverSeed];
        digits[at] = digit;
        const tampered = again({ serverSeed: digits.join("") });
        expect(tampered.commitment).not.toBe(told.commitment);
        expect(tampered.outcome).not.toEqual(told.outcome);
      }),
      { seed: SEED },
    );
  });

  test("behavior: another nonce or client seed has another outcome", () => {
    for (const part of [{ nonce: 8 }, { nonce: 6 }, { clientSeed: "abd" }, { clientSeed: "abc " }]) {
      expect(again(part).outcome).not.toEqual(told.outcome);
      expect(again(part).commitment).toBe(told.commitment);
    }
  });

  test("behavior: another commitment is told from the seed's own", () => {
    const forged = `${told.commitment.slice(0, -1)}${told.commitment.endsWith("0") ? "1" : "0"}`;
    expect(again({}).commitment).not.toBe(forged);
  });
});

function decide(game: string, { serverSeed, clientSeed, nonce }: SeedPair, params: JsonObject): AcceptedBet {
  const decision = decideBet(
    betContext({
      bet: bet({ game, params, stakeMinor: 1_234_567n }),
      edgeBps: findInstantGame(game).edge.defaultBps,
      wallet: { balanceMinor: WEALTH },
      bankrollMinor: WEALTH * 1_000_000n,
      seed: { hasher: createSeedHasher(serverSeed), clientSeed, nonce },
    }),
  );
  if (decision.kind === "refused") throw decision.error;
  return decision;
}
