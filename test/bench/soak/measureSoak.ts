import type { BenchServers } from "../bets/benchServers.ts";
import { openAllFeatures } from "../bets/features.ts";
import type { LatencySummary } from "../bets/latencies.ts";
import { processStats } from "../bets/processStats.ts";
import { openBetsOf, openStage } from "../bets/stage.ts";

export interface SoakRun {
  readonly minutes: number;
  readonly betsPerSecond: number;
  readonly playerCount: number;
}

export interface SoakMinute extends LatencySummary {
  /** Memory of the API process, on average. */
  readonly residentMb: number;
}

const WARMUP_SECONDS = 10;
const SECONDS_PER_MINUTE = 60;
const SAMPLE_EVERY_MS = 1_000;
const BYTES_PER_MB = 1_000_000;

/** The same load for minutes on end, minute by minute. */
export async function measureSoak(servers: BenchServers, { minutes, betsPerSecond, playerCount }: SoakRun) {
  const stage = await openStage(servers, { contender: "fairhouse", playerCount, prepare: openAllFeatures });
  const memory = watchMemory(stage.serverPid);
  try {
    await stage.connectLoad({
      tokens: await stage.tokensOf(stage.house.players),
      shape: { kind: "open", betsPerSecond },
      warmupSeconds: WARMUP_SECONDS,
      seconds: minutes * SECONDS_PER_MINUTE,
      periodSeconds: SECONDS_PER_MINUTE,
    });
    memory.begin(WARMUP_SECONDS * 1_000);
    const { report, cores } = await stage.runLoad(async () => undefined);
    const resident = memory.perMinute();
    const byMinute = report.periodsMs.map(
      (latency, minute): SoakMinute => ({ ...latency, residentMb: resident[minute] ?? 0 }),
    );
    console.error(`${JSON.stringify({ byMinute, growth: growthOf(byMinute) })}; now the books are checked`);
    const verdict = await stage.check(openBetsOf(report));
    const { acknowledgedPerSecond, refused, unanswered } = report;
    return {
      ...verdict,
      acknowledgedPerSecond,
      refused,
      unanswered,
      byMinute,
      growth: growthOf(byMinute),
      cores,
    };
  } finally {
    memory.end();
    await stage.close();
  }
}

/** The last third of the minutes against the first: 1 is flat. */
function growthOf(minutes: readonly SoakMinute[]) {
  const third = Math.max(1, Math.floor(minutes.length / 3));
  const [first, last] = [minutes.slice(0, third), minutes.slice(-third)];
  const growth = (of: (minute: SoakMinute) => number) =>
    Math.round((average(last.map(of)) / average(first.map(of))) * 100) / 100;
  return {
    residentMb: growth(({ residentMb }) => residentMb),
    p50: growth(({ p50 }) => p50),
    p99: growth(({ p99 }) => p99),
  };
}

/** Looks at the memory of a process once a second. */
function watchMemory(pid: number) {
  const samples: { readonly at: number; readonly bytes: number }[] = [];
  let beginsAt = Number.POSITIVE_INFINITY;
  const timer = setInterval(async () => {
    const at = performance.now();
    const own = (await processStats()).find((stat) => stat.pid === pid);
    if (own !== undefined) samples.push({ at, bytes: own.residentBytes });
  }, SAMPLE_EVERY_MS);
  return {
    begin(afterMs: number) {
      beginsAt = performance.now() + afterMs;
    },
    perMinute(): number[] {
      const counted = samples.filter(({ at }) => at >= beginsAt);
      const minuteOf = (at: number) => Math.floor((at - beginsAt) / 1_000 / SECONDS_PER_MINUTE);
      const groups = Map.groupBy(counted, ({ at }) => minuteOf(at));
      return [...groups.values()].map((group) =>
        Math.round(average(group.map(({ bytes }) => bytes)) / BYTES_PER_MB),
      );
    },
    end: () => clearInterval(timer),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
