import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commitment } from "#domain/fairness/commitment.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { type AcceptedBet, decideBet } from "#domain/games/decideBet.ts";
import type { AnyInstantGame, Json, JsonObject } from "#domain/games/game.ts";
import { findInstantGame, games } from "#domain/games/registry.ts";
import { positions } from "#domain/games/roulette/positions.ts";
import { verifyDraw } from "#domain/games/verifyDraw.ts";
import { multiplyDown } from "#domain/money/fraction.ts";
import { bet, betContext } from "#test/domain/games/bets.ts";
import { fraction } from "#test/domain/games/fairReturn.ts";

const SEED = 20_261_121;
const RUNS = 10_000;
const WEALTH = 10n ** 15n;

const risk = fc.constantFrom("low", "medium", "high");
const position = fc.constantFrom(...positions.map(({ id }) => id));

/** Parameters that each game accepts. A game without them here fails the first test. */
const paramsOfGame: Readonly<Record<string, fc.Arbitrary<JsonObject>>> = {
  dice: fc.record({
    targetHundredths: fc.integer({ min: 200, max: 9_800 }),
    direction: fc.constantFrom("over", "under"),
  }),
  limbo: fc.record({ targetHundredths: fc.integer({ min: 101, max: 5_000_000 }) }),
  plinko: fc.record({ rows: fc.integer({ min: 8, max: 16 }), risk }),
  roulette: fc.record({
    chips: fc.array(fc.record({ on: position, parts: fc.integer({ min: 1, max: 10_000 }) }), {
      minLength: 1,
      maxLength: 64,
    }),
  }),
  keno: fc.record({
    picks: fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { minLength: 1, maxLength: 10 }),
    risk: fc.oneof(risk, fc.constant("classic")),
  }),
  wheel: fc.record({ segments: fc.constantFrom(10, 20, 30, 40, 50), risk }),
};

/** What verifiers print of an outcome of the engine. */
const published: Readonly<Record<string, (decision: AcceptedBet) => unknown>> = {
  dice: ({ outcome }) => field(outcome, "rollHundredths") / 100,
  limbo: ({ outcome }) => field(outcome, "resultHundredths") / 100,
  plinko: ({ outcome, multiplier }) => ({ ...(outcome as JsonObject), multiplier: fraction(multiplier) }),
  roulette: ({ outcome }) => field(outcome, "pocket"),
  keno: ({ outcome }) => outcome,
  wheel: ({ outcome }) => field(outcome, "index"),
};

const instant: readonly AnyInstantGame[] = [...games.values()].filter((game) => game.kind === "instant");
const seeds = fc.record({
  serverSeed: fc.stringMatching(/^[0-9a-f]{64}$/),
  clientSeed: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 64 }),
  nonce: fc.integer({ min: 0, max: 2 ** 31 }),
});

describe.each(instant.map(({ id }) => id))("%s", (id) => {
  const game = findInstantGame(id);
  const params = paramsOfGame[id]!;

  test("property: what the engine decides is what the verifier recomputes", () => {
    fc.assert(
      fc.property(seeds, params, (pair, raw) => {
        const decision = decide(id, pair, raw);
        const { outcome, commitment: bound } = verifyDraw({ game: id, ...pair, params: raw });
        expect(outcome).toEqual(published[id]?.(decision));
        expect(bound).toBe(commitment(pair.serverSeed));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test("property: every multiplier is one of the odds, and none is above the maximum", () => {
    fc.assert(
      fc.property(seeds, params, (pair, raw) => {
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
      fc.property(seeds, params, (pair, raw) => {
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

type Pair = { readonly serverSeed: string; readonly clientSeed: string; readonly nonce: number };

function decide(game: string, { serverSeed, clientSeed, nonce }: Pair, params: JsonObject): AcceptedBet {
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

function field(outcome: Json, name: string): number {
  return (outcome as Record<string, number>)[name]!;
}
