import { compareOutcomes } from "#test/property/compareOutcomes.ts";

const TIMEOUT_MS = 1_700_000;

/** 10,000 bets of every game stored, each under a seed of its own, and as many rounds of crash. */
compareOutcomes(
  {
    play: { players: 1_000, seedsPerPlayer: 10, betsPerSeed: 1, roundsPerSeed: 1 },
    crash: { tables: 40, roundsPerTable: 250 },
    decided: 10_000,
  },
  TIMEOUT_MS,
);
