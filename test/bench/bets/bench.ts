import { startBenchServers } from "./benchServers.ts";
import { CONTENDERS, type Contender } from "./protocol.ts";
import { type RunOptions, type RunResult, runBets } from "./run.ts";

export interface BetsBenchOptions {
  readonly seconds: number | undefined;
  /** One open load at this rate, instead of the whole series. */
  readonly betsPerSecond: number | undefined;
  /** The house alone, saturated, instead of the whole series. */
  readonly isSaturated: boolean;
  /** Sockets that listen to crash and the feed meanwhile. */
  readonly listeners: number | undefined;
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
      console.error(lineOf(result));
    }
  } finally {
    await servers.stop();
  }
  return { results, ratios: ratios(results) };
}

function lineOf({ name, contender, acknowledgedPerSecond, latencyMs, isCorrect, audience }: RunResult) {
  const verdict = isCorrect ? "books correct" : "BOOKS WRONG";
  const bets = `${name} ${contender}: ${acknowledgedPerSecond}/s, p99 ${latencyMs.p99} ms, ${verdict}`;
  if (audience === undefined) return bets;
  const { sockets, crash, feed } = audience;
  const missing = crash.missing + feed.missing;
  return `${bets}; ${sockets} listeners: crash p99 ${crash.latencyMs.p99} ms, feed p99 ${feed.latencyMs.p99} ms, ${missing} missing`;
}

function plan({ seconds, betsPerSecond, isSaturated, listeners = 0 }: BetsBenchOptions): RunOptions[] {
  const shared = { playerCount: PLAYERS, listeners };
  const open = (name: string, rate: number): RunOptions => ({
    ...shared,
    name,
    contender: "fairhouse",
    shape: { kind: "open", betsPerSecond: rate },
    seconds: seconds ?? OPEN_SECONDS,
  });
  const saturated = (contender: Contender): RunOptions => ({
    ...shared,
    name: "B3",
    contender,
    shape: { kind: "saturated", inFlightPerSocket: IN_FLIGHT_PER_SOCKET },
    seconds: seconds ?? SATURATED_SECONDS,
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
