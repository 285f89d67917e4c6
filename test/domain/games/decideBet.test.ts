import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import { decideBet } from "#domain/games/decideBet.ts";
import { EdgeOutOfBounds } from "#domain/games/gameConfig.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { findInstantGame, UnknownGame } from "#domain/games/registry.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import { MaxRiskExceeded } from "#domain/limits/maxRisk.ts";
import { StakeTooSmall } from "#domain/limits/stake.ts";
import { multiplyDown } from "#domain/money/fraction.ts";
import { bet, betContext } from "#test/domain/games/bets.ts";
import fc from "#test/support/properties.ts";

const limbo = (stakeMinor: bigint, targetHundredths: number) =>
  bet({ game: "limbo", stakeMinor, params: { targetHundredths } });

describe("decideBet", () => {
  test("default: a lost bet costs its stake", () => {
    const context = betContext();
    expect(decideBet(context)).toEqual({
      kind: "accepted",
      betId: context.bet.betId,
      game: "dice",
      params: context.bet.params,
      edgeBps: 100,
      stakeMinor: 1_000_000n,
      nonce: 0,
      outcome: { rollHundredths: 2_807 },
      multiplier: { numerator: 0n, denominator: 1n },
      payoutMinor: 0n,
      balanceMinor: 999_000_000n,
    });
  });

  test("default: a won bet pays stake · multiplier, rounded down", () => {
    const won = bet({ stakeMinor: 7n, params: { targetHundredths: 5_000, direction: "under" } });
    expect(decideBet(betContext({ bet: won }))).toMatchObject({
      multiplier: { numerator: 9_900n, denominator: 5_000n },
      payoutMinor: 13n,
      balanceMinor: 1_000_000_006n,
    });
  });

  test("behavior: the whole balance may be staked", () => {
    const decision = decideBet(betContext({ wallet: { balanceMinor: 1_000_000n } }));
    expect(decision).toMatchObject({ kind: "accepted", balanceMinor: 0n });
  });

  test("behavior: the most that risk allows passes, one unit more does not", () => {
    const bankrollMinor = 1_000_000n;
    const wallet = { balanceMinor: 10n ** 12n };
    const refused = decideBet(betContext({ bet: limbo(10n ** 6n, 1_000), wallet, bankrollMinor }));
    expect(refused).toMatchObject({
      kind: "refused",
      error: { maxProfitMinor: 10_000n, maxStakeMinor: 1_111n },
    });
    expect(decideBet(betContext({ bet: limbo(1_111n, 1_000), wallet, bankrollMinor })).kind).toBe("accepted");
    expect(decideBet(betContext({ bet: limbo(1_112n, 1_000), wallet, bankrollMinor })).kind).toBe("refused");
  });

  test("behavior: without bankroll nothing that can win is accepted", () => {
    expect(decideBet(betContext({ bankrollMinor: 0n }))).toMatchObject({ error: { maxProfitMinor: 0n } });
    expect(decideBet(betContext({ bankrollMinor: -5n }))).toMatchObject({ error: { maxProfitMinor: 0n } });
  });

  test.each([
    ["UnknownGame", { bet: bet({ game: "poker" }) }, UnknownGame],
    ["GameParamsInvalid", { bet: bet({ params: { targetHundredths: 5_000 } }) }, GameParamsInvalid],
    ["StakeTooSmall", { bet: bet({ stakeMinor: 0n }) }, StakeTooSmall],
    ["StakeTooSmall below the currency's minimum", { minStakeMinor: 1_000_001n }, StakeTooSmall],
    ["StakeTooSmall for a negative stake", { bet: bet({ stakeMinor: -1n }) }, StakeTooSmall],
    ["InsufficientBalance", { wallet: { balanceMinor: 999_999n } }, InsufficientBalance],
    ["EdgeOutOfBounds", { edgeBps: 0 }, EdgeOutOfBounds],
    ["MaxRiskExceeded", { bankrollMinor: 1_000n }, MaxRiskExceeded],
  ])("error: %s", (_, overrides, errorClass) => {
    const context = betContext(overrides);
    const decision = decideBet(context);
    expect(decision).toEqual({ kind: "refused", betId: context.bet.betId, error: expect.any(errorClass) });
  });

  test("error: InvariantError for a mistake of the caller, which is not the player's", () => {
    const { seed } = betContext();
    expect(() => decideBet(betContext({ seed: { ...seed, nonce: -1 } }))).toThrow(InvariantError);
    expect(() => decideBet(betContext({ minStakeMinor: 0n }))).toThrow(InvariantError);
  });

  test("property: balances never go negative, and no payout passes its maximum or the risk limit", () => {
    const dice = fc.record({
      targetHundredths: fc.integer({ min: 0, max: 10_000 }),
      direction: fc.constantFrom("over", "under"),
    });
    const params = fc.oneof(
      dice.map((value) => ({ game: "dice", params: value })),
      fc
        .integer({ min: 101, max: 10 ** 8 })
        .map((value) => ({ game: "limbo", params: { targetHundredths: value } })),
    );
    const stake = fc.bigInt({ min: -1n, max: 2_000n });
    const { seed } = betContext();
    fc.assert(
      fc.property(fc.array(fc.tuple(params, stake), { maxLength: 60 }), (bets) => {
        let balanceMinor = 5_000n;
        let bankrollMinor = 1_000_000n;
        let nonce = 0;
        for (const [choice, stakeMinor] of bets) {
          const context = betContext({
            bet: bet({ ...choice, stakeMinor }),
            wallet: { balanceMinor },
            seed: { ...seed, nonce },
            bankrollMinor,
          });
          const decision = decideBet(context);
          if (decision.kind === "refused") continue;
          const game = findInstantGame(decision.game);
          expect(decision.nonce).toBe(nonce++);
          expect(decision.balanceMinor).toBe(balanceMinor - stakeMinor + decision.payoutMinor);
          expect(decision.balanceMinor).toBeGreaterThanOrEqual(0n);
          const highest = game.maxMultiplier(decision.params, decision.edgeBps);
          expect(decision.payoutMinor).toBeLessThanOrEqual(multiplyDown(stakeMinor, highest));
          expect((decision.payoutMinor - stakeMinor) * 100n).toBeLessThanOrEqual(bankrollMinor);
          expect(JSON.parse(JSON.stringify(decision.outcome))).toEqual(decision.outcome);
          bankrollMinor += balanceMinor - decision.balanceMinor;
          balanceMinor = decision.balanceMinor;
        }
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});
