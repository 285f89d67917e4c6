import { appendFile } from "node:fs/promises";
import { dueOf } from "#domain/agents/commissions.ts";
import { findGame } from "#domain/games/registry.ts";
import { settleRandomBets } from "#test/domain/agents/randomBets.ts";
import { type BenchServers, startBenchServers } from "../bets/benchServers.ts";
import { Latencies } from "../bets/latencies.ts";
import { openBetsOf, openStage, type Stage } from "../bets/stage.ts";
import { AGENT_SHARE_BPS, type Agency, openAgency } from "./agency.ts";
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

interface Load {
  readonly seconds: number;
  readonly betsPerSecond: number;
}

async function measureVisibility(servers: BenchServers, load: Load) {
  let agency: Agency | undefined;
  const stage = await openStage(servers, {
    contender: "fairhouse",
    playerCount: PLAYERS + WATCHED,
    async prepare(house) {
      await openAgency(house, { players: house.players.slice(0, PLAYERS), agentCount: AGENTS });
      agency = await openAgency(house, { players: house.players.slice(PLAYERS), agentCount: WATCHED });
    },
  });
  try {
    return await measure(stage, load, await pairsOf(stage, agency?.agentOf ?? new Map()));
  } finally {
    await stage.close();
  }
}

/** The watched players and their agents, signed in. */
async function pairsOf(stage: Stage, agentOf: Agency["agentOf"]): Promise<Watched[]> {
  const players = await stage.tokensOf([...agentOf.keys()]);
  const agents = await stage.tokensOf([...agentOf.values()]);
  return players.map((playerToken, n) => ({ playerToken, agentToken: agents[n]! }));
}

async function measure(stage: Stage, { seconds, betsPerSecond }: Load, pairs: readonly Watched[]) {
  await stage.connectLoad({
    tokens: await stage.tokensOf(stage.house.players.slice(0, PLAYERS)),
    shape: { kind: "open", betsPerSecond },
    warmupSeconds: WARMUP_SECONDS,
    seconds,
  });
  const startedAt = performance.now();
  const { report, seen, cores } = await stage.runLoad(() => watchAll(pairs, stage.port, startedAt, seconds));
  const { visible, placed } = seen;
  await appendFile(stage.ackFile, `${placed.join("\n")}\n`);
  const { periodsMs: _none, ...load } = report;
  return {
    ...(await stage.check(openBetsOf(report))),
    watchedBets: placed.length,
    visibleMs: visible.summary(),
    load,
    cores,
  };
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
