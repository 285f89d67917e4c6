import { describe, expect, test } from "vitest";
import {
  afterPlay,
  checkPlayerLimits,
  LIMIT_KINDS,
  LIMIT_PERIODS,
  type LimitStanding,
  PlayerLimitReached,
  SelfExcluded,
} from "#domain/limits/playerLimits.ts";
import fc from "#test/support/properties.ts";

const limitOf = (overrides: Partial<LimitStanding> = {}): LimitStanding => ({
  kind: "wager",
  period: "day",
  amountMinor: 100n,
  usedMinor: 0n,
  ...overrides,
});

function check(limits: readonly LimitStanding[], stakeMinor: bigint, balanceMinor = 1_000n): void {
  checkPlayerLimits({ excludedUntil: null, limits }, { stakeMinor, balanceMinor });
}

describe("checkPlayerLimits", () => {
  test("default", () => {
    check([], 1_000n);
    check([limitOf({ usedMinor: 60n })], 40n);
    expect(() => check([limitOf({ usedMinor: 60n })], 41n)).toThrow(PlayerLimitReached);
  });

  test("behavior: the strictest of several limits decides", () => {
    const limits = [
      limitOf({ amountMinor: 500n }),
      limitOf({ kind: "loss", amountMinor: 30n, usedMinor: 10n }),
    ];
    check(limits, 20n);
    expect(() => check(limits, 21n)).toThrow(/loss limit of 30 .* at most 20 now/);
  });

  test("behavior: a player who is ahead may lose what was won and the limit", () => {
    check([limitOf({ kind: "loss", usedMinor: -50n })], 150n);
    expect(() => check([limitOf({ kind: "loss", usedMinor: -50n })], 151n)).toThrow(PlayerLimitReached);
  });

  test("behavior: deposits above their limit are held, and nothing below it is", () => {
    const deposited = (usedMinor: bigint) => [limitOf({ kind: "deposit", usedMinor })];
    check(deposited(100n), 1_000n);
    check(deposited(-300n), 1_000n);
    check(deposited(400n), 700n);
    expect(() => check(deposited(400n), 701n)).toThrow(PlayerLimitReached);
    expect(() => check(deposited(5_000n), 1n)).toThrow(/at most 0 now/);
  });

  test("error: SelfExcluded comes before any limit", () => {
    const excludedUntil = new Date("2030-01-01T00:00:00Z");
    const limits = [limitOf({ amountMinor: 0n })];
    const wager = { stakeMinor: 1n, balanceMinor: 1n };
    expect(() => checkPlayerLimits({ excludedUntil, limits }, wager)).toThrow(SelfExcluded);
  });

  test("property: no sequence of wagers goes beyond a wager or loss limit", () => {
    const play = fc.record({
      stake: fc.bigInt({ min: 1n, max: 60n }),
      paid: fc.bigInt({ min: 0n, max: 90n }),
    });
    const limit = fc.record({
      kind: fc.constantFrom(...LIMIT_KINDS.filter((kind) => kind !== "deposit")),
      period: fc.constantFrom(...LIMIT_PERIODS),
      amountMinor: fc.bigInt({ min: 0n, max: 300n }),
      usedMinor: fc.constant(0n),
    });
    fc.assert(
      fc.property(fc.array(limit, { maxLength: 4 }), fc.array(play), (wanted, plays) => {
        let limits: readonly LimitStanding[] = wanted;
        let wagered = 0n;
        let lost = 0n;
        for (const { stake, paid } of plays) {
          try {
            check(limits, stake);
          } catch {
            continue;
          }
          wagered += stake;
          // At the moment of the stake nothing has come back of it.
          for (const { kind, amountMinor } of wanted) {
            expect(kind === "wager" ? wagered : lost + stake).toBeLessThanOrEqual(amountMinor);
          }
          lost += stake - paid;
          limits = afterPlay(limits, { wageredMinor: stake, paidMinor: paid });
        }
      }),
    );
  });
});
