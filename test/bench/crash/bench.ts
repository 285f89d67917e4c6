import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createRedis } from "#backend/adapters/redis.ts";
import { CRASH_HOLD } from "#backend/modules/crash/crashNews.ts";
import { createLivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import { createBenchHouse } from "../bets/benchHouse.ts";
import { type BenchServers, startBenchServers } from "../bets/benchServers.ts";
import { ask, release, startChild } from "../bets/children.ts";
import { cores, coresBetween, cpuOf } from "../bets/cpu.ts";
import type { LoadOrder, LoadReport, ServerOrder } from "../bets/protocol.ts";
import { signIn } from "../bets/signIn.ts";
import { type CrowdOrder, type CrowdReport, machineMs, type SentTicks } from "./protocol.ts";

export interface CrashBenchOptions {
  readonly seconds: number | undefined;
  /** So many sockets, instead of the whole series. */
  readonly sockets: number | undefined;
  /** API processes that share the sockets. */
  readonly processes: number | undefined;
  /** So many bets a second beside the ticks, over sockets of their own. */
  readonly betsPerSecond: number | undefined;
}

interface CrashRun {
  readonly sockets: number;
  readonly processes: number;
  readonly seconds: number;
  readonly betsPerSecond: number;
}

export interface CrashResult extends CrashRun, CrowdReport {
  readonly isCorrect: boolean;
  readonly ticks: number;
  /** Cores that each process kept busy; the one that sends the ticks is this one. */
  readonly cores: Readonly<Record<string, number>>;
  readonly bets?: Pick<LoadReport, "acknowledgedPerSecond" | "latencyMs" | "unanswered" | "refused">;
}

const SERIES = [1_000, 2_500, 5_000, 10_000];
const SECONDS = 15;
/** As the leader of a table does. */
const TICK_EVERY_MS = 100;
/** A server that has just started still compiles its code. */
const WARMUP_TICKS = 50;
const LAST_TICK_TIMEOUT_MS = 3_000;
const BETTORS = 100;

/**
 * B5: ticks of a running round to so many sockets, from just before a tick is published, in a process of its own as a leader
 * would be, to each socket's receipt of it. A figure counts only if every socket had every tick, once and in order.
 */
export async function benchCrash(options: CrashBenchOptions): Promise<unknown> {
  const servers = await startBenchServers();
  const results: CrashResult[] = [];
  try {
    for (const sockets of options.sockets === undefined ? SERIES : [options.sockets]) {
      const result = await runCrash(servers, {
        sockets,
        processes: options.processes ?? 1,
        seconds: options.seconds ?? SECONDS,
        betsPerSecond: options.betsPerSecond ?? 0,
      });
      results.push(result);
      const { p50, p99 } = result.latencyMs;
      const verdict = result.isCorrect ? "all ticks arrived" : "TICKS MISSING";
      console.error(`B5 ${sockets} sockets: p50 ${p50} ms, p99 ${p99} ms, ${verdict}`);
    }
  } finally {
    await servers.stop();
  }
  return { results };
}

async function runCrash(servers: BenchServers, run: CrashRun): Promise<CrashResult> {
  const [seedKey, tokenKey] = [newKey(), newKey()];
  const house = await createBenchHouse(servers, { playerCount: BETTORS, seedKey });
  const { databaseUrl, tenantId, players, owner } = house;
  const redisUrl = servers.redis.url;
  const apis = Array.from({ length: run.processes }, () => startChild("./server.ts"));
  const crowd = startChild("../crash/crowd.ts");
  const load = startChild("./load.ts");
  try {
    const order: ServerOrder = { contender: "fairhouse", databaseUrl, redisUrl, seedKey, tokenKey, tenantId };
    const ports = await Promise.all(apis.map(async (api) => (await ask<{ port: number }>(api, order)).port));
    await ask(crowd, { ports, sockets: run.sockets } satisfies CrowdOrder);
    const hasBets = run.betsPerSecond > 0;
    if (hasBets) {
      const tokens = await signIn(owner, { tenantId, players, tokenKey });
      await ask(load, betsOrder(run, { port: ports[0] ?? 0, tokens, folder: servers.folder }));
    }
    const pids = { redis: servers.redis.pid, postgres: servers.postgres.pid };
    const named = { ...pids, ...Object.fromEntries(apis.map(({ pid }, at) => [`api${at + 1}`, pid ?? 0])) };
    const before = await cpuOf(named);
    const ownBefore = process.cpuUsage();
    const startedAt = performance.now();
    const betting = hasBets ? ask<LoadReport>(load, "go") : undefined;
    const sent = await sendTicks(redisUrl, tenantId, run);
    const ranFor = (performance.now() - startedAt) / 1_000;
    const after = await cpuOf(named);
    const own = process.cpuUsage(ownBefore);
    const bets = await betting;
    const report = await ask<CrowdReport>(crowd, sent);
    await Promise.all(apis.map((api) => ask(api, "stop")));
    return {
      ...run,
      ...report,
      ticks: sent.sentAt.length,
      isCorrect:
        report.missing === 0 && report.repeated === 0 && report.received === run.sockets * sent.sentAt.length,
      cores: {
        ...coresBetween(before, after, ranFor),
        leader: cores((own.user + own.system) / 1e6, ranFor),
        crowd: cores(report.cpuSeconds, ranFor),
      },
      ...(bets === undefined ? {} : { bets: betFigures(bets) }),
    };
  } finally {
    release([...apis, crowd, load]);
    await owner.end();
  }
}

/** Ticks at their times, whatever becomes of them. */
async function sendTicks(redisUrl: string, tenantId: number, { seconds }: CrashRun): Promise<SentTicks> {
  const redis = createRedis({ url: redisUrl, name: "bench-leader" });
  await new Promise((resolve) => redis.once("ready", resolve));
  const live = createLivePublisher(redis);
  const sentAt: [number, number][] = [];
  const startedAt = performance.now();
  const ticks = WARMUP_TICKS + (seconds * 1_000) / TICK_EVERY_MS;
  for (let tick = 1; tick <= ticks; tick++) {
    const elapsedMs = tick * TICK_EVERY_MS;
    const body = { kind: "tick", roundId: "1", currency: "BNB", elapsedMs, hundredths: 100 + tick };
    if (tick > WARMUP_TICKS) sentAt.push([elapsedMs, machineMs()]);
    void live.publish(tenantId, { channel: "crash", hold: CRASH_HOLD, body });
    await setTimeout(Math.max(0, startedAt + elapsedMs - performance.now()));
  }
  await setTimeout(LAST_TICK_TIMEOUT_MS);
  redis.disconnect();
  return { sentAt };
}

function betsOrder(
  { betsPerSecond, seconds }: CrashRun,
  { port, tokens, folder }: { port: number; tokens: readonly string[]; folder: string },
): LoadOrder {
  const warmupSeconds = (WARMUP_TICKS * TICK_EVERY_MS) / 1_000;
  const shape = { kind: "open", betsPerSecond } as const;
  return { port, tokens, shape, warmupSeconds, seconds, ackFile: join(folder, "crash.acks") };
}

function betFigures({ acknowledgedPerSecond, latencyMs, unanswered, refused }: LoadReport) {
  return { acknowledgedPerSecond, latencyMs, unanswered, refused };
}

function newKey(): string {
  return randomBytes(32).toString("base64");
}
