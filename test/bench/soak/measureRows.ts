import type { BenchServers } from "../bets/benchServers.ts";
import { openAllFeatures } from "../bets/features.ts";
import { openBetsOf, openStage } from "../bets/stage.ts";
import { type Filled, fillBets } from "./fillBets.ts";

export interface RowsRun {
  /** Bets that the house has had before. */
  readonly bets: number;
  readonly seconds: number;
  readonly betsPerSecond: number;
  readonly playerCount: number;
}

const WARMUP_SECONDS = 10;

/** B1 in a house with a past. */
export async function measureRows(
  servers: BenchServers,
  { bets, seconds, betsPerSecond, playerCount }: RowsRun,
) {
  let filled: Filled = { bets: 0, gigabytes: 0 };
  const stage = await openStage(servers, {
    contender: "fairhouse",
    playerCount,
    async prepare(house) {
      await openAllFeatures(house);
      filled = await fillBets(servers, house, bets);
    },
  });
  try {
    await stage.connectLoad({
      tokens: await stage.tokensOf(stage.house.players),
      shape: { kind: "open", betsPerSecond },
      warmupSeconds: WARMUP_SECONDS,
      seconds,
    });
    const { report, cores } = await stage.runLoad(async () => undefined);
    console.error(
      `${filled.bets} bets before: ${JSON.stringify(report.latencyMs)}; now the books are checked`,
    );
    const verdict = await stage.check(openBetsOf(report), { earlierBets: filled.bets });
    const { acknowledgedPerSecond, latencyMs, refused, unanswered } = report;
    return { filled, ...verdict, acknowledgedPerSecond, latencyMs, refused, unanswered, cores };
  } finally {
    await stage.close();
  }
}
