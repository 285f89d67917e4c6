import { describe, expect, test } from "vitest";
import {
  CashOutTooEarly,
  CashOutTooLate,
  decideCashOut,
  MOST_DOUBT_MS,
  type OpenBet,
} from "#domain/games/crash/cashOut.ts";
import { endsAfterMs, multiplierAt, reachedAtMs } from "#domain/games/crash/curve.ts";
import { highestCashOut, maxStakedDown, payoutDown, roundCeiling } from "#domain/games/crash/maximumWin.ts";
import {
  admitCrashBet,
  BettingClosed,
  type CrashBetContext,
  RoundFull,
} from "#domain/games/crash/placeBet.ts";
import { settleRound } from "#domain/games/crash/settleRound.ts";
import { GameParamsInvalid } from "#domain/games/params.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import { MaxRiskExceeded } from "#domain/limits/maxRisk.ts";
import { StakeTooSmall } from "#domain/limits/stake.ts";
import fc from "#test/support/properties.ts";

const START = 1_700_000_000_000;
const CEILING = 1_000_000;
const running = (point: number, ceilingHundredths = CEILING) => ({
  startedAtMs: START,
  pointHundredths: BigInt(point),
  ceilingHundredths,
});
/** A receipt whose moment is known exactly, or but for some milliseconds. */
const at = (earliestMs: number, doubtMs = 0) => ({ earliestMs, latestMs: earliestMs + doubtMs });
const byHand: OpenBet = { autoHundredths: null, highestHundredths: CEILING };

describe("decideCashOut", () => {
  test("default: what the curve shows at the moment of receipt", () => {
    const received = START + reachedAtMs(180);
    expect(decideCashOut(byHand, running(250), at(received))).toEqual({
      hundredths: 180,
      isAutomatic: false,
    });
    // Fractions of a millisecond have not passed yet.
    expect(decideCashOut(byHand, running(250), at(received + 0.9)).hundredths).toBe(180);
  });

  test("behavior: the crash point itself pays, a hundredth more does not", () => {
    const end = START + endsAfterMs(running(250));
    expect(decideCashOut(byHand, running(250), at(end - 1)).hundredths).toBe(250);
    expect(() => decideCashOut(byHand, running(250), at(end))).toThrow(CashOutTooLate);
  });

  test("behavior: in doubt the earliest moment pays, but nobody is in time who may have come after the end was told", () => {
    const received = START + reachedAtMs(180);
    expect(decideCashOut(byHand, running(250), at(received, 90)).hundredths).toBe(180);
    const end = START + endsAfterMs(running(250));
    expect(decideCashOut(byHand, running(250), at(end - 1, MOST_DOUBT_MS)).hundredths).toBe(250);
    expect(() => decideCashOut(byHand, running(250), at(end - 1, MOST_DOUBT_MS + 1))).toThrow(CashOutTooLate);
  });

  test("behavior: a round that crashes at once pays nobody", () => {
    for (let elapsed = 0; elapsed < 400; elapsed++)
      expect(() => decideCashOut(byHand, running(100), at(START + elapsed))).toThrow();
  });

  test("error: CashOutTooEarly before 1.01×, and before the round", () => {
    const wait = (elapsed: number) => {
      try {
        return decideCashOut(byHand, running(250), at(START + elapsed));
      } catch (error) {
        return error instanceof CashOutTooEarly ? error.retryAfterMs : error;
      }
    };
    expect([-10, 0, 143].map(wait)).toEqual([154, 144, 1]);
    expect(wait(144)).toEqual({ hundredths: 101, isAutomatic: false });
  });

  test("behavior: an automatic cash-out that was reached stands, however late its player asks", () => {
    const bet = { autoHundredths: 200, highestHundredths: CEILING };
    for (const late of [10_000, 12_000, 1_000_000])
      expect(decideCashOut(bet, running(250), at(START + late))).toEqual({
        hundredths: 200,
        isAutomatic: true,
      });
    expect(() => decideCashOut(bet, running(199), at(START + 10_000))).toThrow(CashOutTooLate);
  });

  test("behavior: the maximum win and the round's ceiling cash out, too", () => {
    const limited = { autoHundredths: 500, highestHundredths: 300 };
    expect(decideCashOut(limited, running(900), at(START + 60_000)).hundredths).toBe(300);
    expect(decideCashOut(byHand, running(900, 150), at(START + 60_000)).hundredths).toBe(150);
  });
});

describe("highestCashOut", () => {
  test("property: the highest multiplier whose profit is allowed", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 15n }),
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        (stake, profit) => {
          const ask = () =>
            highestCashOut({ stakeMinor: stake, maxProfitMinor: profit, ceilingHundredths: CEILING });
          if (payoutDown(stake, 101) - stake > profit) {
            expect(ask).toThrow(MaxRiskExceeded);
            return;
          }
          const highest = ask();
          expect(payoutDown(stake, highest) - stake <= profit).toBe(true);
          if (highest < CEILING) expect(payoutDown(stake, highest + 1) - stake > profit).toBe(true);
        },
      ),
    );
  });

  test("error: MaxRiskExceeded names the largest stake that passes", () => {
    const terms = { maxProfitMinor: 7n, ceilingHundredths: CEILING };
    expect(highestCashOut({ stakeMinor: 799n, ...terms })).toBe(101);
    expect(() => highestCashOut({ stakeMinor: 800n, ...terms })).toThrow(
      expect.objectContaining({ maxStakeMinor: 799n }),
    );
  });
});

describe("roundCeiling", () => {
  test("default: nobody is stopped below the ceiling while the round is small", () => {
    const limits = { maxProfitMinor: 10n ** 12n, ceilingHundredths: CEILING };
    expect(roundCeiling([{ stakeMinor: 1_000n, exitHundredths: CEILING }], limits)).toBe(CEILING);
    expect(roundCeiling([], limits)).toBe(CEILING);
  });

  test("property: up to it the whole round wins no more than it may, and a hundredth more would", () => {
    const bets = fc.array(
      fc.record({
        stakeMinor: fc.bigInt({ min: 1n, max: 10n ** 9n }),
        exitHundredths: fc.integer({ min: 101, max: CEILING }),
      }),
      { minLength: 1, maxLength: 40 },
    );
    const profitAt = (all: { stakeMinor: bigint; exitHundredths: number }[], x: number) =>
      all.reduce(
        (sum, bet) => sum + payoutDown(bet.stakeMinor, Math.min(bet.exitHundredths, x)) - bet.stakeMinor,
        0n,
      );
    fc.assert(
      fc.property(bets, fc.bigInt({ min: 1n, max: 10n ** 11n }), (all, maxProfitMinor) => {
        fc.pre(all.reduce((sum, { stakeMinor }) => sum + stakeMinor, 0n) <= maxStakedDown(maxProfitMinor));
        const ceiling = roundCeiling(all, { maxProfitMinor, ceilingHundredths: CEILING });
        expect(profitAt(all, ceiling) <= maxProfitMinor).toBe(true);
        if (ceiling < CEILING) expect(profitAt(all, ceiling + 1) > maxProfitMinor).toBe(true);
      }),
    );
  });
});

describe("admitCrashBet", () => {
  const bet = (overrides: Partial<CrashBetContext> = {}): CrashBetContext => ({
    stakeMinor: 1_000_000n,
    autoHundredths: 200,
    balanceMinor: 10_000_000n,
    minStakeMinor: 1_000n,
    bankrollMinor: 1_000_000_000n,
    riskBps: 100,
    roundRiskBps: 500,
    ceilingHundredths: CEILING,
    ...overrides,
    round: { isBettingOpen: true, betCount: 0, stakedMinor: 0n, betsOfPlayer: 0, ...overrides.round },
  });
  const round = (overrides: Partial<CrashBetContext["round"]>) =>
    bet({ round: { isBettingOpen: true, betCount: 0, stakedMinor: 0n, betsOfPlayer: 0, ...overrides } });

  test("default: it tells where the bet has won all it may", () => {
    // 1 % of the bankroll is ten stakes; a minor unit short of the next hundredth still counts.
    expect(admitCrashBet(bet())).toBe(1_100);
    expect(admitCrashBet(bet({ autoHundredths: null, stakeMinor: 1_000n }))).toBe(CEILING);
  });

  test.each([
    [BettingClosed, round({ isBettingOpen: false })],
    [GameParamsInvalid, bet({ autoHundredths: 100 })],
    [GameParamsInvalid, bet({ autoHundredths: CEILING + 1 })],
    [GameParamsInvalid, bet({ autoHundredths: 150.5 })],
    [StakeTooSmall, bet({ stakeMinor: 999n })],
    [StakeTooSmall, bet({ stakeMinor: 0n })],
    [InsufficientBalance, bet({ balanceMinor: 999_999n })],
    [RoundFull, round({ betsOfPlayer: 2 })],
    [RoundFull, round({ betCount: 10_000 })],
    [RoundFull, round({ stakedMinor: 5_000_000_000n })],
    [MaxRiskExceeded, bet({ bankrollMinor: 0n })],
    [MaxRiskExceeded, bet({ bankrollMinor: -5n })],
  ])("error: %o", (kind, context) => {
    expect(() => admitCrashBet(context)).toThrow(kind);
  });

  test("error: RoundFull says how much still fits", () => {
    expect(() => admitCrashBet(round({ stakedMinor: 4_999_500_000n }))).toThrow(
      expect.objectContaining({ roomMinor: 500_000n }),
    );
  });
});

describe("settleRound", () => {
  const point = { pointHundredths: 250n, ceilingHundredths: CEILING };
  const bet = (overrides: object = {}) => ({
    stakeMinor: 1_001n,
    autoHundredths: null,
    highestHundredths: CEILING,
    cashedOutHundredths: null,
    ...overrides,
  });

  test("default: committed cash-outs and reached automatic ones are paid, rounded down; the rest is lost", () => {
    expect(
      settleRound(
        [
          bet({ cashedOutHundredths: 199 }),
          bet({ autoHundredths: 250 }),
          bet({ autoHundredths: 251 }),
          bet({ highestHundredths: 200 }),
          bet(),
        ],
        point,
      ),
    ).toEqual([
      { exitHundredths: 199, payoutMinor: 1_991n },
      { exitHundredths: 250, payoutMinor: 2_502n },
      { exitHundredths: null, payoutMinor: 0n },
      { exitHundredths: 200, payoutMinor: 2_002n },
      { exitHundredths: null, payoutMinor: 0n },
    ]);
  });

  test("behavior: at the ceiling everyone is paid", () => {
    const high = { pointHundredths: 5_000n, ceilingHundredths: 300 };
    expect(settleRound([bet(), bet({ autoHundredths: 400 })], high)).toEqual([
      { exitHundredths: 300, payoutMinor: 3_003n },
      { exitHundredths: 300, payoutMinor: 3_003n },
    ]);
  });

  test("error: InvariantError for a cash-out that can never have been committed", () => {
    for (const wrong of [
      bet({ cashedOutHundredths: 251 }),
      bet({ cashedOutHundredths: 240, autoHundredths: 200 }),
      bet({ cashedOutHundredths: 240, highestHundredths: 239 }),
    ])
      expect(() => settleRound([wrong], point)).toThrow();
  });

  test("property: what is answered to a cash-out is what the round pays", () => {
    const arbitrary = fc.record({
      point: fc.integer({ min: 100, max: 5_000 }),
      ceiling: fc.integer({ min: 101, max: 6_000 }),
      auto: fc.option(fc.integer({ min: 101, max: 6_000 })),
      highest: fc.integer({ min: 101, max: 6_000 }),
      elapsed: fc.integer({ min: 0, max: 70_000 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ point, ceiling, auto, highest, elapsed }) => {
        const round = running(point, ceiling);
        const open = { autoHundredths: auto, highestHundredths: highest };
        let answered: number | null = null;
        let isAutomatic = false;
        try {
          const cashOut = decideCashOut(open, round, at(START + elapsed));
          answered = cashOut.hundredths;
          isAutomatic = cashOut.isAutomatic;
          if (!isAutomatic) expect(answered).toBe(multiplierAt(elapsed));
        } catch (error) {
          if (!(error instanceof CashOutTooLate) && !(error instanceof CashOutTooEarly)) throw error;
        }
        const committed = isAutomatic ? null : answered;
        const [result] = settleRound([{ ...open, stakeMinor: 777n, cashedOutHundredths: committed }], round);
        if (answered !== null) expect(result!.exitHundredths).toBe(answered);
        if (result!.exitHundredths !== null) expect(result!.exitHundredths <= point).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
