import { expect, test } from "vitest";
import { nextLink } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";
import {
  CrashBetUnreadable,
  type RecordedCrashBet,
  verifyCrashBet,
} from "#domain/games/crash/verifyCrashBet.ts";

const HASH = "5f".repeat(32);
const SALT = "a1".repeat(32);
const POINT = Number(crashPointHundredths({ gameHash: HASH, salt: SALT, edgeBps: 300 }));

function recorded(outcome: object = {}, auto: number | null = null): RecordedCrashBet {
  return {
    ...{ serverSeed: HASH, clientSeed: SALT, edgeBps: 300 },
    params: { autoCashOutHundredths: auto },
    outcome: {
      roundId: "9",
      number: 9,
      pointHundredths: POINT,
      exitHundredths: null,
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

test("behavior: a cancelled round gives the stake back", () => {
  const bet = recorded({ isCancelled: true }, 101);
  expect(verifyCrashBet(bet)).toMatchObject({
    outcome: bet.outcome,
    multiplier: { numerator: 1n, denominator: 1n },
  });
});

test("error: CrashBetUnreadable for what is no bet on crash", () => {
  expect(() => verifyCrashBet({ ...recorded(), outcome: { roll: 12 } })).toThrow(CrashBetUnreadable);
});
