import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "#backend/db/migrate.ts";
import { runStatement } from "#backend/db/runStatement.ts";
import { startChain } from "#scripts/runtime/chain.ts";
import { startPostgres } from "#scripts/runtime/postgres.ts";
import type { RunningProcess } from "#scripts/runtime/process.ts";
import { startRedis } from "#scripts/runtime/redis.ts";
import { type ChainRequest, chainRequest } from "#test/support/serviceProtocol.ts";

const TEMPLATE = "fairhouse_template";
/** The configured number of Redis databases; a run with more files than this begins to share them. */
const REDIS_DATABASES = 256;
const LOCAL_CHAIN_ID = 31_337;

/**
 * Vitest runs this once, before the test files and in a process of its own: it starts one Postgres and one Redis for
 * the whole run, each when a file first asks for it, and stops everything at the end.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-test-"));
  await chmod(folder, 0o755); // Postgres may run as another user; its data and passwords stay private.
  const host = new ServiceHost(folder);
  const server = createServer(async (request, response) => {
    const answer = await host.answer(request.url ?? "").catch((error: unknown) => ({ error: String(error) }));
    const isLent = "giveBack" in answer;
    response.writeHead("error" in answer ? 500 : 200, { "content-type": "application/json" });
    response.write(`${JSON.stringify(answer)}\n`);
    if (!isLent) response.end();
    // The answer goes on for as long as the process lives that was lent something, however it ends.
    else if (response.destroyed) answer.giveBack();
    else response.once("close", answer.giveBack);
  });
  project.provide("serviceHost", await listen(server));
  return async () => {
    server.close();
    server.closeAllConnections();
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Something of which there is one per file is lent: it is given back when the file has run. */
type Service = { url: string } | { url: string; giveBack: () => void };

class ServiceHost {
  readonly #folder: string;
  readonly #running: Promise<RunningProcess>[] = [];
  #postgres: Promise<string> | undefined;
  #redis: Promise<string> | undefined;
  #redisDatabases = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async answer(path: string): Promise<Service> {
    const { pathname, searchParams } = new URL(path, "http://host");
    switch (pathname) {
      case "/database":
        return { url: await this.#createDatabase() };
      case "/redis":
        return { url: await this.#redisDatabase() };
      case "/chain":
        return this.#startChain(chainRequest.parse(Object.fromEntries(searchParams)));
      default:
        throw new Error(`No test service at ${pathname}`);
    }
  }

  async stop(): Promise<void> {
    const started = await Promise.allSettled(this.#running);
    await Promise.all(started.map((result) => result.status === "fulfilled" && result.value.stop()));
  }

  async #createDatabase(): Promise<string> {
    this.#postgres ??= this.#startPostgres();
    const template = await this.#postgres;
    const name = `test_${randomUUID().replaceAll("-", "")}`;
    await runStatement(withDatabase(template, "postgres"), `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    return withDatabase(template, name);
  }

  /** Migrates one database; the files get copies of it, which takes a fraction of the time. */
  async #startPostgres(): Promise<string> {
    const starting = startPostgres({ dataDir: join(this.#folder, "postgres"), durable: false });
    this.#running.push(starting);
    const { url } = await starting;
    await runStatement(url, `CREATE DATABASE ${TEMPLATE}`);
    const template = withDatabase(url, TEMPLATE);
    await migrate(template);
    return template;
  }

  async #redisDatabase(): Promise<string> {
    this.#redis ??= this.#startRedis();
    const url = new URL(await this.#redis);
    url.pathname = `/${this.#redisDatabases++ % REDIS_DATABASES}`;
    return url.href;
  }

  async #startRedis(): Promise<string> {
    const starting = startRedis({ dir: join(this.#folder, "redis"), report: console.error });
    this.#running.push(starting);
    return (await starting).url;
  }

  async #startChain({ blockTimeSeconds }: ChainRequest): Promise<Service> {
    const starting = startChain({
      chainId: LOCAL_CHAIN_ID,
      logFile: join(this.#folder, "chain.log"),
      ...(blockTimeSeconds !== undefined && { blockTimeSeconds }),
    });
    this.#running.push(starting);
    const { url, stop } = await starting;
    return { url, giveBack: () => void stop() };
  }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`);
    });
  });
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
