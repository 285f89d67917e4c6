import { startBenchServers } from "./benchHouse.ts";
import { CONTENDERS, type Contender } from "./protocol.ts";
import { type RunOptions, type RunResult, runBets } from "./run.ts";

export interface BetsBenchOptions {
  readonly seconds: number | undefined;
  /** One open load at this rate, instead of the whole series. */
  readonly betsPerSecond: number | undefined;
  /** The house alone, saturated, instead of the whole series. */
  readonly isSaturated: boolean;
}

const PLAYERS = 400;
const OPEN_SECONDS = 60;
const SATURATED_SECONDS = 20;
const IN_FLIGHT_PER_SOCKET = 8;

/**
 * B1 and B2: open load of 10,000 and 20,000 bets/s. B3: saturated, against a transaction per bet with a row lock
 * and against balances in Redis, in the same run. A figure counts only with correct books.
 */
export async function benchBets(options: BetsBenchOptions): Promise<unknown> {
  const servers = await startBenchServers();
  const results: RunResult[] = [];
  try {
    for (const run of plan(options)) {
      const result = await runBets(servers, run);
      results.push(result);
      const { name, contender, acknowledgedPerSecond, latencyMs, isCorrect } = result;
      const verdict = isCorrect ? "books correct" : "BOOKS WRONG";
      console.error(`${name} ${contender}: ${acknowledgedPerSecond}/s, p99 ${latencyMs.p99} ms, ${verdict}`);
    }
  } finally {
    await servers.stop();
  }
  return { results, ratios: ratios(results) };
}

function plan({ seconds, betsPerSecond, isSaturated }: BetsBenchOptions): RunOptions[] {
  const open = (name: string, rate: number): RunOptions => ({
    name,
    contender: "fairhouse",
    shape: { kind: "open", betsPerSecond: rate },
    seconds: seconds ?? OPEN_SECONDS,
    playerCount: PLAYERS,
  });
  const saturated = (contender: Contender): RunOptions => ({
    name: "B3",
    contender,
    shape: { kind: "saturated", inFlightPerSocket: IN_FLIGHT_PER_SOCKET },
    seconds: seconds ?? SATURATED_SECONDS,
    playerCount: PLAYERS,
  });
  if (betsPerSecond !== undefined) return [open("open", betsPerSecond)];
  if (isSaturated) return [saturated("fairhouse")];
  return [open("B1", 10_000), open("B2", 20_000), ...CONTENDERS.map(saturated)];
}

/** How many times as many bets as each peer settles, where both ran. */
function ratios(results: readonly RunResult[]): Record<string, number> {
  const saturated = new Map(
    results.filter(({ name }) => name === "B3").map((result) => [result.contender, result]),
  );
  const own = saturated.get("fairhouse")?.acknowledgedPerSecond;
  if (own === undefined) return {};
  return Object.fromEntries(
    [...saturated]
      .filter(([contender]) => contender !== "fairhouse")
      .map(([contender, { acknowledgedPerSecond }]) => [
        `fairhouse:${contender}`,
        Math.round((own / acknowledgedPerSecond) * 100) / 100,
      ]),
  );
}
