import { describe, expect, test } from "vitest";
import type { PlaySession } from "@/lib/play/playSession";
import { withTotals } from "@/lib/play/visitPlay";

const USER = "player";
const LATER = 60_000;
const FRESH: PlaySession = { startedAtMs: 0, netMinor: 0n, betCount: 0, countedAtMs: 0, base: null };
const totals = (bets: number, staked: number, paid: number, currency = "BNB") => ({
  currency,
  bets: `${bets}`,
  staked: `${staked}`,
  paid: `${paid}`,
});

const told = (visit: PlaySession, userId: string, said: ReturnType<typeof totals>, atMs = LATER) =>
  withTotals(visit, { userId, totals: said, atMs });

describe("withTotals", () => {
  test("default: what ends elsewhere counts, from the visit's beginning on", () => {
    const begun = told(FRESH, USER, totals(10, 1_000, 900));
    expect(begun).toMatchObject({ betCount: 0, netMinor: 0n });
    expect(told(begun, USER, totals(12, 1_300, 950))).toMatchObject({ betCount: 2, netMinor: -250n });
  });

  test("behavior: bets that were counted before the house first answered are neither lost nor counted twice", () => {
    const played = { ...FRESH, betCount: 1, netMinor: 40n };
    const begun = told(played, USER, totals(11, 1_100, 1_040));
    expect(begun).toMatchObject({ betCount: 1, netMinor: 40n });
    expect(told(begun, USER, totals(11, 1_100, 1_040))).toEqual(begun);
  });

  test("behavior: an answer that may be from before the last bet takes nothing away; a later one decides", () => {
    const begun = told(FRESH, USER, totals(10, 1_000, 900));
    const played = { ...begun, betCount: 1, netMinor: -100n, countedAtMs: LATER };
    expect(told(played, USER, totals(10, 1_000, 900), LATER + 1_000)).toEqual(played);
    const counted = { betCount: 1, netMinor: -100n };
    expect(told(played, USER, totals(11, 1_100, 900), LATER + 5_000)).toMatchObject(counted);
    // Such as the stake of a crash round that was called off, which was no bet after all.
    const none = { betCount: 0, netMinor: 0n };
    expect(told(played, USER, totals(10, 1_000, 900), LATER + 5_000)).toMatchObject(none);
  });

  test("behavior: another account, or another currency, is counted from where it stands", () => {
    const begun = told(FRESH, USER, totals(10, 1_000, 900));
    const other = told(begun, "other", totals(500, 9_000, 1_000));
    expect(other).toMatchObject({ betCount: 0, netMinor: 0n });
    expect(told(other, "other", totals(3, 30, 0, "USDT"))).toMatchObject({ betCount: 0, netMinor: 0n });
  });
});
