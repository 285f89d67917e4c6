import { compareOutcomes } from "#test/property/compareOutcomes.ts";

const TIMEOUT_MS = 300_000;

/** 10,000 draws of each game: stored where a thousand bets take a second, else decided by the same rules, and some stored. */
compareOutcomes(
  {
    play: { players: 50, seedsPerPlayer: 4, betsPerSeed: 50, roundsPerSeed: 1 },
    crash: { tables: 8, roundsPerTable: 9 },
    decided: 10_000,
  },
  TIMEOUT_MS,
);
