import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RunningRedis, startRedis } from "#scripts/runtime/redis.ts";

let dir: string;
let running: RunningRedis[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "fairhouse-redis-"));
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  await rm(dir, { recursive: true, force: true });
});

async function start(): Promise<RunningRedis> {
  const server = await startRedis({ dir });
  running.push(server);
  return server;
}

async function withClient<Result>(url: string, use: (client: Redis) => Promise<Result>): Promise<Result> {
  const client = new Redis(url, { retryStrategy: () => null });
  client.on("error", () => undefined);
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

describe("startRedis", () => {
  test("default: serves, and keeps its keys over a stop", async () => {
    const first = await start();
    await withClient(first.url, (client) => client.set("kept", "7"));
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    const second = await start();
    expect(await withClient(second.url, (client) => client.get("kept"))).toBe("7");
  });

  test("behavior: never evicts keys, because queues live in it", async () => {
    const { url } = await start();
    const policy = await withClient(url, (client) => client.config("GET", "maxmemory-policy"));
    expect(policy).toEqual(["maxmemory-policy", "noeviction"]);
  });

  test("behavior: a client without the password is refused", async () => {
    const { port } = await start();
    const url = `redis://127.0.0.1:${port}`;
    await expect(withClient(url, (client) => client.get("kept"))).rejects.toThrow("NOAUTH");
  });

  test("behavior: starts again after kill -9", async () => {
    const first = await start();
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    const second = await start();
    expect(await withClient(second.url, (client) => client.ping())).toBe("PONG");
  });
});
