import { describe, expect, test } from "vitest";
import { betStanding } from "@/features/games/crash/betStanding";
import { crashBet, crashRound } from "./rounds.ts";

describe("betStanding", () => {
  test("default", () => {
    expect(betStanding(crashBet(), crashRound(), 150)).toEqual({ kind: "riding" });
  });

  test("behavior: it is out where its automatic cash-out, its highest win or the ceiling was reached first", () => {
    expect(betStanding(crashBet(), crashRound(), 200)).toEqual({ kind: "out", hundredths: 200 });
    const rich = crashBet({ autoCashOutHundredths: null, highestHundredths: 170 });
    expect(betStanding(rich, crashRound(), 190)).toEqual({ kind: "out", hundredths: 170 });
    const capped = crashRound({ ceilingHundredths: 160 });
    expect(betStanding(crashBet(), capped, 160)).toEqual({ kind: "out", hundredths: 160 });
  });

  test("behavior: a committed cash-out holds, whatever the curve shows", () => {
    const bet = crashBet({ cashedOutHundredths: 131 });
    expect(betStanding(bet, crashRound(), 120)).toEqual({ kind: "out", hundredths: 131 });
  });

  test("behavior: once the round has crashed, its point decides", () => {
    const at = (pointHundredths: number) => crashRound({ phase: "crashed", pointHundredths });
    expect(betStanding(crashBet(), at(200), 0)).toEqual({ kind: "out", hundredths: 200 });
    expect(betStanding(crashBet(), at(199), 0)).toEqual({ kind: "settling" });
    expect(betStanding(crashBet({ payout: "0" }), at(199), 0)).toEqual({ kind: "lost" });
  });

  test("behavior: it is not lost before the house has settled it: a cash-out may be on its way", () => {
    const byHand = crashBet({ autoCashOutHundredths: null });
    const over = (phase: "crashed" | "settled", pointHundredths: number) =>
      betStanding(byHand, crashRound({ phase, pointHundredths }), 0);
    expect(over("crashed", 101)).toEqual({ kind: "settling" });
    expect(over("settled", 150)).toEqual({ kind: "settling" });
    expect(over("crashed", 100)).toEqual({ kind: "lost" });
  });

  test("behavior: a settled bet says itself what became of it", () => {
    expect(betStanding(crashBet({ payout: "0" }), null, 0)).toEqual({ kind: "lost" });
    expect(betStanding(crashBet({ payout: "1000" }), null, 0)).toEqual({ kind: "returned" });
    const won = crashBet({ payout: "2000", exitHundredths: 200 });
    expect(betStanding(won, null, 0)).toEqual({ kind: "out", hundredths: 200 });
  });

  test("behavior: waits while bets are taken, and for the settlement after another round has begun", () => {
    expect(betStanding(crashBet(), crashRound({ phase: "betting" }), 0)).toEqual({ kind: "waiting" });
    expect(betStanding(crashBet(), crashRound({ roundId: "8" }), 0)).toEqual({ kind: "settling" });
    expect(betStanding(crashBet(), crashRound({ phase: "cancelled" }), 0)).toEqual({ kind: "returned" });
  });
});
