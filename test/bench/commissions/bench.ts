import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dueOf } from "#domain/agents/commissions.ts";
import { findGame } from "#domain/games/registry.ts";
import { settleRandomBets } from "#test/domain/agents/randomBets.ts";
import { type BenchServers, createBenchHouse, startBenchServers } from "../bets/benchHouse.ts";
import { checkCorrectness, isCorrect } from "../bets/correctness.ts";
import { cpuSeconds } from "../bets/cpu.ts";
import { Latencies } from "../bets/latencies.ts";
import type { LoadOrder, LoadReport, ServerOrder } from "../bets/protocol.ts";
import { signIn } from "../bets/signIn.ts";
import { AGENT_SHARE_BPS, openAgency } from "./agency.ts";
import { type Watched, watch } from "./watch.ts";

export interface CommissionsBenchOptions {
  readonly seconds: number | undefined;
  /** Bets a second of other players meanwhile. */
  readonly betsPerSecond: number | undefined;
}

const SECONDS = 20;
const BETS_PER_SECOND = 5_000;
const WARMUP_SECONDS = 5;
const PLAYERS = 400;
const AGENTS = 40;
/** Each with an agent who has no other player, so that the agent's claim tells of that player's bets alone. */
const WATCHED = 20;
/** Far below what one address may ask a minute. */
const PAUSE_MS = 400;
const STAKE = 1_000_000n;
const RANDOM_BETS = 1_000_000;

/**
 * B6: from the answer to a bet until its agent sees the commission over HTTP, while other players bet and each of their
 * bets earns three agents. Before it, a million random bets are settled by the rules alone and recomputed another way. A
 * figure counts only with correct books, lines and claims included.
 */
export async function benchCommissions({
  seconds = SECONDS,
  betsPerSecond = BETS_PER_SECOND,
}: CommissionsBenchOptions): Promise<unknown> {
  const rules = checkRules();
  const servers = await startBenchServers();
  try {
    return { rules, B6: await measureVisibility(servers, { seconds, betsPerSecond }) };
  } finally {
    await servers.stop();
  }
}

function checkRules() {
  const startedAt = performance.now();
  const { bets, lines, dueMinor, linesMinor, wrong } = settleRandomBets(RANDOM_BETS, Date.now() >>> 0);
  const took = (performance.now() - startedAt) / 1_000;
  return {
    bets,
    lines,
    isCorrect: dueMinor === linesMinor && wrong.length === 0,
    wrong,
    betsPerSecondWithRecomputing: Math.round(bets / took),
  };
}

async function measureVisibility(
  servers: BenchServers,
  { seconds, betsPerSecond }: { readonly seconds: number; readonly betsPerSecond: number },
) {
  const [seedKey, tokenKey] = [newKey(), newKey()];
  const house = await createBenchHouse(servers, { playerCount: PLAYERS + WATCHED, seedKey });
  const { databaseUrl, tenantId, owner } = house;
  const [players, watched] = [house.players.slice(0, PLAYERS), house.players.slice(PLAYERS)];
  await openAgency(house, { players, agentCount: AGENTS });
  const { agentOf } = await openAgency(house, { players: watched, agentCount: WATCHED });
  const [server, load] = [start("../bets/server.ts"), start("../bets/load.ts")];
  try {
    const order: ServerOrder = {
      contender: "fairhouse",
      databaseUrl,
      redisUrl: servers.redis.url,
      seedKey,
      tokenKey,
      tenantId,
    };
    const { port } = await ask<{ port: number }>(server, order);
    const tokensOf = (members: readonly string[]) => signIn(owner, { tenantId, players: members, tokenKey });
    const ackFile = join(servers.folder, "commissions.acks");
    const loadOrder: LoadOrder = {
      port,
      tokens: await tokensOf(players),
      shape: { kind: "open", betsPerSecond },
      warmupSeconds: WARMUP_SECONDS,
      seconds,
      ackFile,
    };
    await ask(load, loadOrder);
    const playerTokens = await tokensOf(watched);
    const agentTokens = await tokensOf(watched.map((player) => agentOf.get(player)!));
    const pairs = playerTokens.map((playerToken, n) => ({ playerToken, agentToken: agentTokens[n]! }));

    const before = await cpuOf(servers, server);
    const startedAt = performance.now();
    const loading = ask<LoadReport>(load, "go");
    const { visible, placed } = await watchAll(pairs, port, startedAt, seconds);
    const report = await loading;
    const ranFor = (performance.now() - startedAt) / 1_000;
    const after = await cpuOf(servers, server);
    await ask(server, "stop");
    await appendFile(ackFile, `\n${placed.join("\n")}`);
    const correctness = await checkCorrectness(owner, ackFile);
    return {
      isCorrect: isCorrect(correctness, report.unanswered + (report.refused.OUTCOME_UNKNOWN ?? 0)),
      ...correctness,
      watchedBets: placed.length,
      visibleMs: visible.summary(),
      load: report,
      cores: {
        server: cores(after.server - before.server, ranFor),
        postgres: cores(after.postgres - before.postgres, ranFor),
        redis: cores(after.redis - before.redis, ranFor),
        load: cores(report.cpuSeconds, ranFor),
      },
    };
  } finally {
    // One that has ended early is told nothing more, or the servers would be left behind.
    for (const child of [server, load]) if (child.connected) child.disconnect();
    await owner.end();
  }
}

/** The watched players bet while the figures count. */
async function watchAll(pairs: readonly Watched[], port: number, startedAt: number, seconds: number) {
  const { edge } = findGame("dice");
  const rates = { revenueShareBps: AGENT_SHARE_BPS, turnoverBps: 0 };
  const due = dueOf({ stakeMinor: STAKE, edgeBps: edge.defaultBps }, rates);
  await new Promise((resolve) => setTimeout(resolve, WARMUP_SECONDS * 1_000));
  const visible = new Latencies();
  const options = {
    port,
    stakeMinor: STAKE,
    dueMinor: due.revenueShareMinor,
    untilMs: startedAt + (WARMUP_SECONDS + seconds) * 1_000,
    pauseMs: PAUSE_MS,
    visible,
  };
  const placed = (await Promise.all(pairs.map((pair) => watch(pair, options)))).flat();
  return { visible, placed };
}

function newKey(): string {
  return randomBytes(32).toString("base64");
}

function start(entry: string): ChildProcess {
  return fork(fileURLToPath(new URL(entry, import.meta.url)), { execArgv: process.execArgv });
}

/** Sends a message and waits for the answer, or for the process to die. */
function ask<Answer>(child: ChildProcess, message: object | string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) =>
      reject(new Error(`a bench process ended early with code ${code}`));
    child.once("exit", onExit);
    child.once("message", (answer) => {
      child.off("exit", onExit);
      resolve(answer as Answer);
    });
    child.send(message);
  });
}

async function cpuOf({ postgres, redis }: BenchServers, server: ChildProcess) {
  return {
    server: await cpuSeconds(server.pid ?? 0),
    postgres: await cpuSeconds(postgres.pid),
    redis: await cpuSeconds(redis.pid),
  };
}

function cores(cpu: number, seconds: number): number {
  return Math.round((cpu / seconds) * 100) / 100;
}
