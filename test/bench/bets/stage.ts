import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type BenchHouse, createBenchHouse, premakeWal } from "./benchHouse.ts";
import type { BenchServers } from "./benchServers.ts";
import { ask, release, startChild } from "./children.ts";
import { type Correctness, type CorrectnessOptions, checkCorrectness, isCorrect } from "./correctness.ts";
import { cores, coresBetween, cpuOf } from "./cpu.ts";
import type { Contender, LoadOrder, LoadReport, ServerOrder } from "./protocol.ts";
import { signIn } from "./signIn.ts";

export interface StageOptions {
  readonly contender: Contender;
  readonly playerCount: number;
  /** What else the house is to have before it opens. */
  readonly prepare?: (house: BenchHouse) => Promise<void>;
  readonly logLevel?: ServerOrder["logLevel"];
}

/** A fresh house that is open: its books, the process that takes its bets, and one that offers them. */
export interface Stage {
  readonly house: BenchHouse;
  readonly port: number;
  readonly serverPid: number;
  /** Ids of acknowledged bets. */
  readonly ackFile: string;
  /** What each player presents to the server. */
  tokensOf(players: readonly string[]): Promise<readonly string[]>;
  /** Connects the sockets of the load. */
  connectLoad(load: Omit<LoadOrder, "port" | "ackFile">): Promise<void>;
  /** Has the load run, and whatever goes on meanwhile; returns when both have ended. */
  runLoad<Seen>(meanwhile: () => Promise<Seen>): Promise<LoadRun<Seen>>;
  killServer(): Promise<void>;
  /** At the same port, after it was killed. */
  startServer(): Promise<void>;
  /** Stops the server and looks into the books. */
  check(open: number, options?: Omit<CorrectnessOptions, "ackFile">): Promise<Verdict>;
  close(): Promise<void>;
}

export interface LoadRun<Seen> {
  readonly report: LoadReport;
  readonly seen: Seen;
  /** Cores that each process kept busy, load generator included. */
  readonly cores: Readonly<Record<string, number>>;
}

export interface Verdict extends Correctness {
  readonly isCorrect: boolean;
}

export async function openStage(
  servers: BenchServers,
  { contender, playerCount, prepare = async () => undefined, logLevel = "error" }: StageOptions,
): Promise<Stage> {
  const [seedKey, tokenKey] = [newKey(), newKey()];
  const house = await createBenchHouse(servers, { playerCount, seedKey });
  const { databaseUrl, tenantId, owner } = house;
  await prepare(house);
  await premakeWal(owner);
  const order: ServerOrder = {
    contender,
    databaseUrl,
    redisUrl: servers.redis.url,
    seedKey,
    tokenKey,
    tenantId,
    logLevel,
  };
  let server = startChild("./server.ts");
  const load = startChild("./load.ts");
  const { port } = await ask<{ port: number }>(server, order);
  const ackFile = join(servers.folder, `${tenantId}-${contender}-${port}.acks`);
  const pids = () => ({ server: server.pid ?? 0, postgres: servers.postgres.pid, redis: servers.redis.pid });

  return {
    house,
    port,
    ackFile,
    get serverPid() {
      return server.pid ?? 0;
    },
    tokensOf: async (players) =>
      contender === "fairhouse" ? signIn(owner, { tenantId, players, tokenKey }) : players,
    async connectLoad(loadOrder) {
      await ask(load, { ...loadOrder, port, ackFile } satisfies LoadOrder);
    },
    async runLoad(meanwhile) {
      const before = await cpuOf(pids());
      const startedAt = performance.now();
      const [report, seen] = await Promise.all([ask<LoadReport>(load, "go"), meanwhile()]);
      const seconds = (performance.now() - startedAt) / 1_000;
      const busy = coresBetween(before, await cpuOf(pids()), seconds);
      return { report, seen, cores: { ...busy, load: cores(report.cpuSeconds, seconds) } };
    },
    killServer: () => killed(server),
    async startServer() {
      server = startChild("./server.ts");
      await ask(server, { ...order, port });
    },
    async check(open, options = {}) {
      await ask(server, "stop");
      const correctness = await checkCorrectness(house, { ...options, ackFile });
      return { isCorrect: isCorrect(correctness, open), ...correctness };
    },
    async close() {
      release([server, load]);
      await owner.end();
    },
  };
}

/** Bets whose senders know that their outcome is open. */
export function openBetsOf({ unanswered, refused }: LoadReport): number {
  return unanswered + (refused.OUTCOME_UNKNOWN ?? 0);
}

function newKey(): string {
  return randomBytes(32).toString("base64");
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
