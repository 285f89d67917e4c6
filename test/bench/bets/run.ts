import type { BenchServers } from "./benchServers.ts";
import type { Correctness } from "./correctness.ts";
import { openAllFeatures } from "./features.ts";
import { type Audience, type AudienceReport, gatherAudience } from "./listeners/audience.ts";
import type { Contender, LoadReport, LoadShape } from "./protocol.ts";
import { openBetsOf, openStage, type Stage } from "./stage.ts";

export interface RunOptions {
  readonly name: string;
  readonly contender: Contender;
  readonly shape: LoadShape;
  readonly seconds: number;
  readonly playerCount: number;
  /** Sockets beside those that bet, which hear crash and the feed. */
  readonly listeners: number;
}

export interface RunResult extends Correctness, Omit<LoadReport, "periodsMs"> {
  readonly name: string;
  readonly contender: Contender;
  readonly isCorrect: boolean;
  /** Cores that each process kept busy, load generator and listeners included. */
  readonly cores: Readonly<Record<string, number>>;
  readonly audience?: AudienceReport;
}

/** A server that has just started still compiles its code; one in service does not. */
const WARMUP_SECONDS = 10;

/**
 * One run: a fresh database, a server process, a load generator process; checks the books before it counts. The house is
 * measured with all of its features on; its peers have none.
 */
export async function runBets(servers: BenchServers, options: RunOptions): Promise<RunResult> {
  const { name, contender, playerCount } = options;
  const isHouse = contender === "fairhouse";
  const stage = await openStage(servers, {
    contender,
    playerCount,
    ...(isHouse ? { prepare: openAllFeatures } : {}),
  });
  const audience = isHouse && options.listeners > 0 ? gatherAudience() : undefined;
  try {
    await audience?.join(stage.port, options.listeners);
    return { name, contender, ...(await measure(stage, options, audience)) };
  } finally {
    audience?.leave();
    await stage.close();
  }
}

async function measure(stage: Stage, { shape, seconds }: RunOptions, audience: Audience | undefined) {
  const tokens = await stage.tokensOf(stage.house.players);
  await stage.connectLoad({ tokens, shape, warmupSeconds: WARMUP_SECONDS, seconds });
  const { report, seen, cores } = await stage.runLoad(async () =>
    audience?.listen({ afterMs: WARMUP_SECONDS * 1_000, forMs: seconds * 1_000 }),
  );
  const { periodsMs: _none, ...load } = report;
  const verdict = await stage.check(openBetsOf(report));
  if (seen === undefined) return { ...verdict, ...load, cores };
  const { cores: listenersCores, ...heard } = seen;
  return { ...verdict, ...load, cores: { ...cores, listeners: listenersCores }, audience: heard };
}
