import { setTimeout as pause } from "node:timers/promises";
import { type BenchServers, startBenchServers } from "../bets/benchServers.ts";
import { ask, release, startChild } from "../bets/children.ts";
import { openAllFeatures } from "../bets/features.ts";
import { openStage, type Stage } from "../bets/stage.ts";
import { machineMs } from "../crash/protocol.ts";
import { countChangedBets } from "./checkContent.ts";
import type { ClientsOrder, ClientsReport } from "./protocol.ts";

export interface KillBenchOptions {
  /** Between two kills, and after the last. */
  readonly seconds: number | undefined;
  readonly betsPerSecond: number | undefined;
}

const VICTIMS = ["api", "postgres", "redis"] as const;
type Victim = (typeof VICTIMS)[number];

const SECONDS = 15;
const BETS_PER_SECOND = 10_000;
const PLAYERS = 400;
/** A server that has just started still compiles its code. */
const WARMUP_MS = 10_000;

interface Kill {
  readonly victim: Victim;
  readonly atMs: number;
}

/**
 * B4: `kill -9` of the API process, of Postgres with all its processes and of Redis, one after the other under load; each is
 * started again as an operator would. Clients ask again, by its id, for every bet that they have no answer to. A figure counts
 * only if afterwards every bet has been answered, stands in the books once and as its player was told, and the books are right.
 */
export async function benchKill({
  seconds = SECONDS,
  betsPerSecond = BETS_PER_SECOND,
}: KillBenchOptions): Promise<unknown> {
  const servers = await startBenchServers();
  try {
    return { B4: await runKills(servers, { seconds, betsPerSecond }) };
  } finally {
    await servers.stop();
  }
}

interface Run {
  readonly seconds: number;
  readonly betsPerSecond: number;
}

async function runKills(servers: BenchServers, { seconds, betsPerSecond }: Run) {
  const stage = await openStage(servers, {
    contender: "fairhouse",
    playerCount: PLAYERS,
    prepare: openAllFeatures,
    // A process that loses its servers has thousands of errors to tell of.
    logLevel: "fatal",
  });
  const clients = startChild("../kill/clients.ts");
  try {
    const tokens = await stage.tokensOf(stage.house.players);
    const { port, ackFile } = stage;
    const order = { port, tokens, betsPerSecond, warmupMs: WARMUP_MS, ackFile };
    await ask(clients, order satisfies ClientsOrder);
    await ask(clients, "go");
    await pause(WARMUP_MS + seconds * 1_000);
    const kills: Kill[] = [];
    for (const victim of VICTIMS) {
      kills.push({ victim, atMs: machineMs() });
      await killAndStart(victim, servers, stage);
      await pause(seconds * 1_000);
    }
    const report = await ask<ClientsReport>(clients, "stop");
    return { betsPerSecond, ...(await judge(stage, report)), kills: outcomesOf(kills, report) };
  } finally {
    release([clients]);
    await stage.close();
  }
}

async function killAndStart(victim: Victim, servers: BenchServers, stage: Stage): Promise<void> {
  if (victim === "api") {
    await stage.killServer();
    await stage.startServer();
    return;
  }
  await servers[victim].kill();
  await servers[victim].startAgain();
}

async function judge(stage: Stage, { silences: _none, ...report }: ClientsReport) {
  const verdict = await stage.check(report.open);
  const changed = await countChangedBets(stage.house, stage.ackFile);
  return {
    ...verdict,
    isCorrect: verdict.isCorrect && changed === 0 && report.open === 0,
    changed,
    ...report,
  };
}

/** After each kill: how long until the first bet was acknowledged again. */
function outcomesOf(kills: readonly Kill[], { silences }: ClientsReport) {
  return kills.map(({ victim, atMs }, place) => {
    const until = kills[place + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    const after = silences.filter(({ toMs }) => toMs > atMs && toMs < until);
    const longest = after.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))[0];
    return {
      victim,
      firstAcknowledgedAfterMs: longest === undefined ? null : Math.round(longest.toMs - atMs),
    };
  });
}
