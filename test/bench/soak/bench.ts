import { startBenchServers } from "../bets/benchServers.ts";
import { measureRows } from "./measureRows.ts";
import { measureSoak } from "./measureSoak.ts";

export interface SoakBenchOptions {
  /** One part alone; by default both. */
  readonly only: string | undefined;
  readonly minutes: number | undefined;
  /** Bets that the house has had before, in the second part. */
  readonly rows: number | undefined;
  /** How long each house with a past is measured. */
  readonly seconds: number | undefined;
  readonly betsPerSecond: number | undefined;
}

const MINUTES = 10;
const ROWS = 50_000_000;
/** What so many bets are compared with. */
const FEW_ROWS = 1_000_000;
const SECONDS = 60;
const BETS_PER_SECOND = 10_000;
const PLAYERS = 400;

/**
 * B7: whether memory and latency stay flat under load for minutes on end, and whether bets are as fast in a house that has had
 * fifty million as in one that has had a million. Figures count only with correct books.
 * @throws RangeError for a part that there is not
 */
export async function benchSoak({
  only,
  minutes = MINUTES,
  rows = ROWS,
  seconds = SECONDS,
  betsPerSecond = BETS_PER_SECOND,
}: SoakBenchOptions): Promise<unknown> {
  if (only !== undefined && !Object.hasOwn(PARTS, only))
    throw new RangeError(`--only takes ${Object.keys(PARTS)}`);
  const load = { betsPerSecond, playerCount: PLAYERS, minutes, rows, seconds };
  const figures: Record<string, unknown> = {};
  for (const [name, measure] of Object.entries(PARTS)) {
    if (only === undefined || only === name) figures[name] = await measure(load);
  }
  return figures;
}

interface SoakLoad {
  readonly betsPerSecond: number;
  readonly playerCount: number;
  readonly minutes: number;
  readonly rows: number;
  readonly seconds: number;
}

/** The parts by the option that says how much of each. */
const PARTS = { minutes: benchMinutes, rows: benchRows };

async function benchMinutes(load: SoakLoad) {
  const soak = await withServers((servers) => measureSoak(servers, load));
  console.error(`B7: growth ${JSON.stringify(soak.growth)}, ${booksOf(soak)}`);
  return soak;
}

async function benchRows({ rows, ...load }: SoakLoad) {
  const past = [];
  for (const bets of [Math.min(FEW_ROWS, rows), rows]) {
    const run = await withServers((servers) => measureRows(servers, { ...load, bets }));
    console.error(`B7: p99 ${run.latencyMs.p99} ms after ${run.filled.bets} bets, ${booksOf(run)}`);
    past.push(run);
  }
  return { past, p99Ratio: ratio(past.map(({ latencyMs }) => latencyMs.p99)) };
}

function booksOf({ isCorrect }: { readonly isCorrect: boolean }): string {
  return isCorrect ? "books correct" : "BOOKS WRONG";
}

/** Each part has servers of its own, and leaves nothing on the disk. */
async function withServers<Result>(
  measure: (servers: Awaited<ReturnType<typeof startBenchServers>>) => Promise<Result>,
): Promise<Result> {
  const servers = await startBenchServers();
  try {
    return await measure(servers);
  } finally {
    await servers.stop();
  }
}

function ratio([few = 1, many = 1]: readonly number[]): number {
  return Math.round((many / few) * 100) / 100;
}
