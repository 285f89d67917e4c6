import { describe, expect, test } from "vitest";
import type { CrashBetsMessage, CrashRoundBets, ShownCrashBet } from "#domain/api/crashBets.ts";
import { roundBetsAfter } from "@/features/games/crash/roundBets";

const bet = (number: number, changes: Partial<ShownCrashBet> = {}): ShownCrashBet => ({
  betId: `0199f3a0-0000-7000-8000-${String(number).padStart(12, "0")}`,
  player: `player ${number}`,
  stake: "1000",
  standing: "in",
  exitHundredths: null,
  payout: null,
  ...changes,
});
const round = (changes: Partial<CrashRoundBets> = {}): CrashRoundBets => ({
  roundId: "7",
  currency: "BNB",
  betCount: 1,
  staked: "1000",
  isOver: false,
  winners: null,
  paid: null,
  bets: [bet(1)],
  ...changes,
});
const told = (rounds: CrashRoundBets[], kind: CrashBetsMessage["kind"] = "changes"): CrashBetsMessage => ({
  epoch: 1,
  seq: 1,
  snapshot: kind === "snapshot",
  kind,
  rounds,
});
const afterwards = (known: CrashRoundBets | null, changes: Partial<CrashRoundBets>) =>
  roundBetsAfter(known, told([round(changes)]), "BNB");

describe("roundBetsAfter", () => {
  test("default", () => {
    expect(roundBetsAfter(null, told([round()], "snapshot"), "BNB")).toEqual(round());
    const out = bet(1, { standing: "out", exitHundredths: 150, payout: "1500" });
    expect(afterwards(round(), { bets: [out] })?.bets).toEqual([out]);
  });

  test("behavior: the largest come first, and a hundred are kept", () => {
    const many = Array.from({ length: 100 }, (_, place) => bet(place + 2, { stake: "500" }));
    const bets = afterwards(round({ bets: [bet(1, { stake: "400" })] }), { bets: many })?.bets ?? [];
    expect(bets).toHaveLength(100);
    expect(bets.some(({ stake }) => stake === "400")).toBe(false);
    const larger = afterwards(round(), { bets: [bet(9, { stake: "20000" })] });
    expect(larger?.bets.map(({ stake }) => stake)).toEqual(["20000", "1000"]);
  });

  test("behavior: a newer round begins a new list, and an older one is not heard", () => {
    expect(afterwards(round({ roundId: "9" }), { roundId: "10", bets: [] })?.bets).toEqual([]);
    const known = round({ roundId: "10" });
    expect(afterwards(known, { roundId: "9", betCount: 50 })).toBe(known);
  });

  test("behavior: whoever is behind takes nothing back", () => {
    const out = bet(1, { standing: "out", exitHundredths: 150, payout: "1500" });
    const known = round({ bets: [out], betCount: 5, staked: "9000", isOver: true, winners: 2, paid: "1500" });
    expect(afterwards(known, {})).toEqual(known);
  });

  test("behavior: other currencies are other tables", () => {
    const known = round();
    expect(roundBetsAfter(known, told([round({ currency: "USDT" })]), "BNB")).toBe(known);
    expect(roundBetsAfter(known, told([], "snapshot"), "BNB")).toBeNull();
  });
});
