import { expect, test } from "vitest";
import { automaticExit } from "#domain/games/crash/cashOut.ts";
import { nextLink } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";
import { settleRound } from "#domain/games/crash/settleRound.ts";
import {
  CrashBetUnreadable,
  type RecordedCrashBet,
  verifyCrashBet,
} from "#domain/games/crash/verifyCrashBet.ts";
import fc from "#test/support/properties.ts";

const HASH = "5f".repeat(32);
const SALT = "a1".repeat(32);
const POINT = Number(crashPointHundredths({ gameHash: HASH, salt: SALT, edgeBps: 300 }));
/** Above the crash point, so that only the point matters. */
const LIMITS = { highestHundredths: POINT + 50, ceilingHundredths: POINT + 100 };

function recorded(outcome: object = {}, auto: number | null = null): RecordedCrashBet {
  return {
    ...{ serverSeed: HASH, clientSeed: SALT, edgeBps: 300 },
    params: { autoCashOutHundredths: auto },
    outcome: {
      roundId: "9",
      number: 9,
      pointHundredths: POINT,
      exitHundredths: null,
      ...LIMITS,
      isCancelled: false,
      ...outcome,
    },
  };
}

test("default: point, commitment and multiplier follow from hash, salt and edge", () => {
  const bet = recorded({ exitHundredths: 101 });
  expect(verifyCrashBet(bet)).toMatchObject({
    ...{
      commitment: nextLink(HASH),
      outcome: bet.outcome,
      multiplier: { numerator: 101n, denominator: 100n },
    },
  });
  expect(verifyCrashBet(recorded()).multiplier.numerator).toBe(0n);
});

test("behavior: a wrong point, an exit above it, and an automatic cash-out that was not paid are seen", () => {
  expect(verifyCrashBet(recorded({ pointHundredths: POINT + 1 })).outcome.pointHundredths).toBe(POINT);
  expect(verifyCrashBet(recorded({ exitHundredths: POINT + 1 })).outcome.exitHundredths).toBeNull();
  expect(verifyCrashBet(recorded({}, 101)).outcome.exitHundredths).toBe(101);
  expect(verifyCrashBet(recorded({}, POINT + 1)).outcome.exitHundredths).toBeNull();
});

test("behavior: a bet by hand that reached its maximum or the round's ceiling was paid there", () => {
  const { exitHundredths } = verifyCrashBet(recorded({ ceilingHundredths: POINT - 1 })).outcome;
  expect(exitHundredths).toBe(POINT - 1);
  expect(verifyCrashBet(recorded({ highestHundredths: POINT })).outcome.exitHundredths).toBe(POINT);
  expect(verifyCrashBet(recorded({ highestHundredths: POINT + 1 })).outcome.exitHundredths).toBeNull();
});

test("behavior: an exit that no cash-out has is not confirmed", () => {
  for (const exitHundredths of [-101, 0, 1, 100]) {
    expect(verifyCrashBet(recorded({ exitHundredths })).outcome.exitHundredths).toBeNull();
  }
  const late = { exitHundredths: POINT };
  expect(verifyCrashBet(recorded(late, POINT - 1)).outcome.exitHundredths).toBe(POINT - 1);
  for (const limit of [{ highestHundredths: POINT - 1 }, { ceilingHundredths: POINT - 1 }]) {
    expect(verifyCrashBet(recorded({ ...late, ...limit })).outcome.exitHundredths).toBe(POINT - 1);
  }
  const returned = recorded({ exitHundredths: 101, isCancelled: true });
  expect(verifyCrashBet(returned).outcome.exitHundredths).toBeNull();
});

test("property: whatever a settlement comes to is confirmed", () => {
  const multiplier = fc.integer({ min: 101, max: 2 * POINT });
  const bets = fc.record({
    auto: fc.option(multiplier),
    highest: multiplier,
    ceiling: multiplier,
    byHand: fc.option(multiplier),
  });
  fc.assert(
    fc.property(bets, ({ auto, highest, ceiling, byHand }) => {
      const limits = { autoHundredths: auto, highestHundredths: highest };
      const isInTime = byHand !== null && byHand <= Math.min(automaticExit(limits, ceiling), POINT);
      const settled = settleRound(
        [{ ...limits, stakeMinor: 100n, cashedOutHundredths: isInTime ? byHand : null }],
        { pointHundredths: BigInt(POINT), ceilingHundredths: ceiling },
      );
      const exitHundredths = settled[0]?.exitHundredths ?? null;
      const outcome = { highestHundredths: highest, ceilingHundredths: ceiling, exitHundredths };
      const bet = recorded(outcome, auto);
      expect(verifyCrashBet(bet).outcome).toEqual(bet.outcome);
    }),
    { seed: 7, numRuns: 10_000 },
  );
});

test("behavior: a cancelled round gives the stake back", () => {
  const bet = recorded({ isCancelled: true }, 101);
  expect(verifyCrashBet(bet)).toMatchObject({
    outcome: bet.outcome,
    multiplier: { numerator: 1n, denominator: 1n },
  });
});

test("error: CrashBetUnreadable for what is no bet on crash, and for limits that no bet has", () => {
  const { highestHundredths: _, ...withoutMaximum } = recorded().outcome as Record<string, unknown>;
  for (const outcome of [{ roll: 12 }, withoutMaximum, recorded({ ceilingHundredths: 100 }).outcome]) {
    expect(() => verifyCrashBet({ ...recorded(), outcome })).toThrow(CrashBetUnreadable);
  }
  expect(() => verifyCrashBet(recorded({}, 1))).toThrow(CrashBetUnreadable);
});
