import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchServers, createBenchHouse, premakeWal } from "./benchHouse.ts";
import { type Correctness, checkCorrectness, isCorrect } from "./correctness.ts";
import { cpuSeconds } from "./cpu.ts";
import type { Contender, LoadOrder, LoadReport, LoadShape, ServerOrder } from "./protocol.ts";
import { signIn } from "./signIn.ts";

export interface RunOptions {
  readonly name: string;
  readonly contender: Contender;
  readonly shape: LoadShape;
  readonly seconds: number;
  readonly playerCount: number;
}

export interface RunResult extends Correctness, LoadReport {
  readonly name: string;
  readonly contender: Contender;
  readonly isCorrect: boolean;
  /** Cores that each process kept busy, load generator included. */
  readonly cores: Readonly<Record<string, number>>;
}

/** A server that has just started still compiles its code; one in service does not. */
const WARMUP_SECONDS = 10;

/** One run: a fresh database, a server process, a load generator process; checks the books before it counts. */
export async function runBets(servers: BenchServers, options: RunOptions): Promise<RunResult> {
  const [seedKey, tokenKey] = [newKey(), newKey()];
  const house = await createBenchHouse(servers, { playerCount: options.playerCount, seedKey });
  const { databaseUrl, tenantId, players, owner } = house;
  await premakeWal(owner);
  const server = start("./server.ts");
  const load = start("./load.ts");
  try {
    const { contender, shape, seconds } = options;
    const order: ServerOrder = {
      contender,
      databaseUrl,
      redisUrl: servers.redis.url,
      seedKey,
      tokenKey,
      tenantId,
    };
    const { port } = await ask<{ port: number }>(server, order);
    const ackFile = join(servers.folder, `${options.name}-${contender}.acks`);
    const tokens = contender === "fairhouse" ? await signIn(owner, { tenantId, players, tokenKey }) : players;
    const loadOrder: LoadOrder = { port, tokens, shape, warmupSeconds: WARMUP_SECONDS, seconds, ackFile };
    await ask(load, loadOrder);
    const before = await cpuOf(servers, server);
    const startedAt = performance.now();
    const report = await ask<LoadReport>(load, "go");
    const ranFor = (performance.now() - startedAt) / 1_000;
    const after = await cpuOf(servers, server);
    await ask(server, "stop");
    const correctness = await checkCorrectness(owner, ackFile);
    return {
      name: options.name,
      contender,
      isCorrect: isCorrect(correctness, report.unanswered + (report.refused.OUTCOME_UNKNOWN ?? 0)),
      ...correctness,
      ...report,
      cores: {
        server: cores(after.server - before.server, ranFor),
        postgres: cores(after.postgres - before.postgres, ranFor),
        redis: cores(after.redis - before.redis, ranFor),
        load: cores(report.cpuSeconds, ranFor),
      },
    };
  } finally {
    server.disconnect();
    load.disconnect();
    await owner.end();
  }
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
