import type { CrashBetView, CrashRoundView, CrashTableView } from "#domain/api/crash.ts";

/** A round as the house tells of it, running unless said otherwise. */
export function crashRound(changes: Partial<CrashRoundView> = {}): CrashRoundView {
  return {
    roundId: "7",
    number: 7,
    currency: "BNB",
    phase: "running",
    commitment: "a".repeat(64),
    edgeBps: 300,
    ceilingHundredths: 1_000_000,
    bettingEndsAt: "2026-11-21T10:00:06.000Z",
    startedAt: "2026-11-21T10:00:06.010Z",
    betCount: 0,
    staked: "0",
    paid: null,
    settledAt: null,
    gameHash: null,
    pointHundredths: null,
    ...changes,
  };
}

export function crashTable(round: CrashRoundView | null, results: CrashRoundView[] = []): CrashTableView {
  return {
    currency: "BNB",
    isOpen: true,
    edgeBps: 300,
    ceilingHundredths: 1_000_000,
    bettingMs: 6_000,
    pauseMs: 3_000,
    round,
    results,
  };
}

export function crashBet(changes: Partial<CrashBetView> = {}): CrashBetView {
  return {
    betId: "0199f3a0-0000-7000-8000-000000000001",
    roundId: "7",
    currency: "BNB",
    stake: "1000",
    autoCashOutHundredths: 200,
    highestHundredths: 500_000,
    cashedOutHundredths: null,
    exitHundredths: null,
    payout: null,
    createdAt: "2026-11-21T10:00:01.000Z",
    ...changes,
  };
}
