import { describe, expect, test } from "vitest";
import { commitment } from "#domain/fairness/commitment.ts";
import { createSeedHasher } from "#domain/fairness/seedHasher.ts";
import { decideBet } from "#domain/games/decideBet.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { UnknownGame } from "#domain/games/registry.ts";
import { DrawRequestInvalid, verifyDraw } from "#domain/games/verifyDraw.ts";
import { bet, betContext } from "#test/domain/games/bets.ts";
import fc from "#test/support/properties.ts";

const request = {
  game: "dice",
  serverSeed: "f2ac89b608eeb01312d115bce6741b32",
  clientSeed: "86ff027f15c48241af7f54a726690ee7",
  nonce: 0,
};

describe("verifyDraw", () => {
  test.each([...[28.07, 29.02, 5.86, 54.86, 9.66].entries()])("default: dice, nonce %i", (nonce, outcome) => {
    expect(verifyDraw({ ...request, nonce })).toEqual({
      game: "dice",
      outcome,
      commitment: commitment(request.serverSeed),
    });
  });

  test.each([...[17.41, 1.69, 2.88, 21.02, 1.09].entries()])("default: limbo, nonce %i", (nonce, outcome) => {
    const serverSeed = "5c5c42b55822f994bd955a4416775190";
    const clientSeed = "40cea334816e7a68ed62d208ce4a2572";
    expect(verifyDraw({ game: "limbo", serverSeed, clientSeed, nonce })).toMatchObject({ outcome });
  });

  test("default: cards, as many as asked for", () => {
    const { outcome } = verifyDraw({ ...request, game: "cards", params: { count: 3 } });
    expect(outcome).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
  });

  test("behavior: limbo depends on the edge, which may be given", () => {
    const pair = {
      serverSeed: "5c5c42b55822f994bd955a4416775190",
      clientSeed: "40cea334816e7a68ed62d208ce4a2572",
    };
    const at = (edge: unknown) => verifyDraw({ game: "limbo", ...pair, nonce: 0, edge }).outcome;
    expect(at(0.01)).toBe(17.41);
    expect(at("0.01")).toBe(17.41);
    expect(at(0.02)).toBe(17.23);
  });

  test("behavior: a settled bet can be recomputed from its revealed seed", () => {
    const decision = decideBet(betContext({ bet: bet() }));
    expect(decision).toMatchObject({ kind: "accepted", outcome: { rollHundredths: 2_807 } });
    expect(verifyDraw(request).outcome).toBe(28.07);
  });

  test("behavior: a tampered server seed does not fit the commitment", () => {
    const tampered = verifyDraw({ ...request, serverSeed: request.serverSeed.replace("f2", "f3") });
    expect(tampered.commitment).not.toBe(commitment(request.serverSeed));
    expect(tampered.outcome).not.toBe(28.07);
  });

  test("property: the outcome of dice is the float scaled to whole hundredths", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii", minLength: 1 }), fc.maxSafeNat(), (serverSeed, nonce) => {
        const [u = -1] = createSeedHasher(serverSeed).floats({ clientSeed: "abc", nonce, count: 1 });
        const { outcome } = verifyDraw({ game: "dice", serverSeed, clientSeed: "abc", nonce });
        expect(outcome).toBe(Math.floor((u / 2 ** 32) * 10_001) / 100);
      }),
      { seed: 20_261_121 },
    );
  });

  test("error: UnknownGame", () => {
    expect(() => verifyDraw({ ...request, game: "poker" })).toThrow(UnknownGame);
    expect(() => verifyDraw({ ...request, game: "__proto__" })).toThrow(UnknownGame);
  });

  test.each([
    ["plinko", {}],
    ["plinko", { rows: 7, risk: "low" }],
    ["wheel", { segments: 15, risk: "low" }],
    ["cards", {}],
    ["cards", { count: 0 }],
    ["cards", { count: 1e9 }],
  ])("error: GameParamsInvalid for %s with %j", (game, params) => {
    expect(() => verifyDraw({ ...request, game, params })).toThrow(GameParamsInvalid);
  });

  test.each([
    [{ game: undefined }],
    [{ serverSeed: "" }],
    [{ serverSeed: 5 }],
    [{ clientSeed: "é" }],
    [{ clientSeed: undefined }],
    [{ nonce: -1 }],
    [{ nonce: 1.5 }],
    [{ nonce: "1" }],
    [{ nonce: 2 ** 53 }],
    [{ params: [] }],
    [{ params: null }],
    [{ params: "{}" }],
    [{ edge: 1 }],
    [{ edge: -0.01 }],
    [{ edge: 0.000_15 }],
    [{ edge: "3 %" }],
    [{ edge: null }],
  ])("error: DrawRequestInvalid for %j", (overrides) => {
    expect(() => verifyDraw({ ...request, ...overrides })).toThrow(DrawRequestInvalid);
  });
});
