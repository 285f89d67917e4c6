import fc from "fast-check";
import { createPool } from "#backend/db/pool.ts";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import { createCrashHistory } from "#backend/modules/crash/crashHistory.service.ts";
import { settledCrashBets } from "#backend/modules/crash/settledBets.service.ts";
import type { CrashBetRequest } from "#domain/api/crash.ts";
import { FairhouseError, InvariantError } from "#domain/errors.ts";
import { BettingClosed } from "#domain/games/crash/placeBet.ts";
import { CrashHouse } from "#test/backend/modules/crash/crashHouse.ts";
import type { CrashProcess } from "#test/backend/modules/crash/crashProcess.ts";
import type { ToldBet } from "#test/property/told.ts";

export type CrashPlay = {
  /** They are played side by side, each with a chain of its own. */
  readonly tables: number;
  readonly roundsPerTable: number;
};

/** Keeps rounds short: 1.10× is reached in 1.4 s. */
const CEILING = 110;
const BETTING_MS = 1_000;
const ROUND_TIMEOUT_MS = 60_000;
const MOST_BY_HAND_MS = 1_200;
/** Rounds go on while nobody plays. */
const MOST_GAMES = 5_000;
const RICH = 10n ** 12n;

const stakes = fc.integer({ min: 1_000, max: 1_234_567 }).map(String);
const choices = fc.record({
  stakes: fc.tuple(stakes, stakes, stakes),
  auto: fc.integer({ min: 101, max: CEILING }),
  byHandMs: fc.integer({ min: 0, max: MOST_BY_HAND_MS }),
});
type Choice = typeof choices extends fc.Arbitrary<infer Value> ? Value : never;

/** Plays crash over a real Postgres, and reads back what the house tells anybody of each bet and its round. */
export async function storedCrashBets({ tables, roundsPerTable }: CrashPlay): Promise<ToldBet[]> {
  const currencies = Array.from({ length: tables - 1 }, (_, at) => `T${at}`);
  const house = await CrashHouse.open({
    ...{ points: [], games: MOST_GAMES, bettingMs: BETTING_MS, pauseMs: 0, ceiling: CEILING },
    tables: Object.fromEntries(currencies.map((currency) => [currency, []])),
  });
  const { databaseUrl: url, faults } = house;
  const api = createPool({
    url,
    role: "fairhouse_api",
    maxConnections: 4,
    onIdleError: (error) => faults.push(error),
  });
  try {
    const process = await house.process();
    const played = await Promise.all(
      ["BNB", ...currencies].map((currency, seed) =>
        playTable({ house, process, currency }, fc.sample(choices, { seed, numRuns: roundsPerTable })),
      ),
    );
    const history = createBetHistory(api, settledCrashBets);
    const rounds = createCrashHistory(api);
    const told: ToldBet[] = [];
    for (const betId of played.flat()) {
      const { serverSeed, ...bet } = await history.find(house.tenant.id, betId);
      const round = await rounds.round(house.tenant.id, bet.seedId);
      told.push({ bet: { ...bet, serverSeed: serverSeed! }, round });
    }
    return told;
  } finally {
    await api.end();
    await house.close();
  }
}

type Table = { readonly house: CrashHouse; readonly process: CrashProcess; readonly currency: string };

async function playTable(table: Table, rounds: readonly Choice[]): Promise<string[]> {
  const { house, currency } = table;
  const players = await Promise.all([1, 2, 3].map(() => house.addPlayer(RICH, currency)));
  const betIds: string[] = [];
  for (const chosen of rounds) {
    const round = await house.roundIn("betting", { currency, timeoutMs: ROUND_TIMEOUT_MS });
    const number = Number(round.number);
    // One gets out by rule, one by hand, and one not before the ceiling.
    const autos = [chosen.auto, null, null];
    const placed = await Promise.all(
      players.map((userId, at) =>
        placeBet(table, userId, {
          ...{ roundId: round.roundId, stake: chosen.stakes[at]! },
          autoCashOutHundredths: autos[at]!,
        }),
      ),
    );
    betIds.push(...placed.filter((betId) => betId !== null));
    await new Promise((resolve) => setTimeout(resolve, BETTING_MS + chosen.byHandMs));
    if (placed[1]) await cashOut(table, players[1]!, placed[1]);
    await house.roundIn("settled", { currency, number, timeoutMs: ROUND_TIMEOUT_MS });
  }
  return betIds;
}

/** Null when a slow machine came too late. */
async function placeBet(
  { process, currency }: Table,
  userId: string,
  request: Omit<CrashBetRequest, "betId" | "currency">,
): Promise<string | null> {
  try {
    return (await process.bet(userId, { ...request, currency })).bet.betId;
  } catch (error) {
    if (error instanceof BettingClosed) return null;
    throw error;
  }
}

/** What is asked too early or too late leaves the bet as it is. */
async function cashOut({ process }: Table, userId: string, betId: string): Promise<void> {
  try {
    await process.cashOut(userId, betId);
  } catch (error) {
    if (!(error instanceof FairhouseError) || error instanceof InvariantError) throw error;
  }
}
