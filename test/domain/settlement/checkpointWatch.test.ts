import { describe, expect, test } from "vitest";
import { type ExitClock, exitThreats, type ListedToken } from "#domain/settlement/checkpointWatch.ts";

const COIN = `0x${"00".repeat(20)}` as const;
const USDT = `0x${"55".repeat(20)}` as const;
const OTHER = `0x${"77".repeat(20)}` as const;
const DELAY = 7n * 86_400n;
const NOW = 1_000_000n;
const LATE_AFTER = 7_200n;

const listed = (token: ListedToken["token"], epoch: bigint, ageSeconds: bigint) => ({
  token,
  epoch,
  publishedAt: epoch === 0n ? 0n : NOW - ageSeconds,
  signAt: NOW - ageSeconds,
});

/** The exit's clock as the vault computes it. */
function clockOf(...tokens: ReturnType<typeof listed>[]): ExitClock {
  const silentSince = tokens.map(({ signAt }) => signAt).reduce((least, at) => (at < least ? at : least));
  return { tokens, isExitActive: false, exitAvailableAt: silentSince + DELAY, exitDelaySeconds: DELAY };
}

const threatsOf = (clock: ExitClock, known = [COIN, USDT] as (typeof COIN)[]) =>
  exitThreats(clock, { known: new Set(known), nowSeconds: NOW, lateAfterSeconds: LATE_AFTER });

describe("exitThreats", () => {
  test("default: nothing while every checkpoint is young", () => {
    expect(threatsOf(clockOf(listed(COIN, 3n, 3_600n), listed(USDT, 1n, 10n)))).toEqual([]);
  });

  test("behavior: a checkpoint is late after the threshold, not at it", () => {
    expect(threatsOf(clockOf(listed(COIN, 3n, LATE_AFTER)))).toEqual([]);
    expect(threatsOf(clockOf(listed(COIN, 3n, LATE_AFTER + 1n), listed(USDT, 1n, 10n)))).toEqual([
      { kind: "checkpoint_late", token: COIN, epoch: 3n, ageSeconds: LATE_AFTER + 1n },
    ]);
  });

  test("behavior: a token that the house does not count in is named at once, however its checkpoint stands", () => {
    const threat = { kind: "token_without_currency", token: OTHER };
    expect(threatsOf(clockOf(listed(COIN, 3n, 10n), listed(OTHER, 0n, 0n)))).toEqual([threat]);
    expect(threatsOf(clockOf(listed(COIN, 3n, 10n), listed(OTHER, 2n, LATE_AFTER * 2n)))).toEqual([threat]);
  });

  test("behavior: a token without a first checkpoint is late when its listing is too old", () => {
    expect(threatsOf(clockOf(listed(COIN, 3n, 60n), listed(USDT, 0n, 60n)))).toEqual([]);
    expect(threatsOf(clockOf(listed(COIN, 3n, 60n), listed(USDT, 0n, LATE_AFTER + 5n)))).toEqual([
      { kind: "checkpoint_late", token: USDT, epoch: 0n, ageSeconds: LATE_AFTER + 5n },
    ]);
  });

  test("behavior: a new token is not blamed for another one's silence", () => {
    expect(threatsOf(clockOf(listed(COIN, 3n, LATE_AFTER * 2n), listed(USDT, 0n, 60n)))).toEqual([
      { kind: "checkpoint_late", token: COIN, epoch: 3n, ageSeconds: LATE_AFTER * 2n },
    ]);
  });

  test("behavior: once the exit is open there is nothing left to prevent", () => {
    const clock = clockOf(listed(COIN, 3n, DELAY), listed(OTHER, 0n, DELAY));
    expect(threatsOf({ ...clock, isExitActive: true })).toEqual([]);
  });
});
