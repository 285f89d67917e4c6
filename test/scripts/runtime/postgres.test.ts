import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AlreadyRunningError } from "#scripts/runtime/errors.ts";
import { type RunningPostgres, removePostgresData, startPostgres } from "#scripts/runtime/postgres.ts";

let folder: string;
let dataDir: string;
let running: RunningPostgres[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fairhouse-postgres-"));
  await chmod(folder, 0o755);
  dataDir = join(folder, "data");
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(durable = false): Promise<RunningPostgres> {
  const server = await startPostgres({ dataDir, durable });
  running.push(server);
  return server;
}

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("startPostgres", () => {
  test("default: serves a database that keeps its rows over a stop", async () => {
    const first = await start();
    await rows(first.url, "CREATE TABLE kept AS SELECT 7 AS figure");
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    const second = await start();
    expect(await rows(second.url, "SELECT figure FROM kept")).toEqual([{ figure: 7 }]);
  });

  test("behavior: after kill -9, every committed row is there and the server starts again", async () => {
    const first = await start();
    await rows(first.url, "CREATE TABLE kept (figure INT)");
    await rows(first.url, "INSERT INTO kept VALUES (1), (2)");
    process.kill(first.pid, "SIGKILL");
    await first.exited;
    const second = await start();
    expect(await rows(second.url, "SELECT figure FROM kept ORDER BY 1")).toEqual([
      { figure: 1 },
      { figure: 2 },
    ]);
  });

  test("behavior: commits are durable, and only this machine is listened to", async () => {
    const { url } = await start(true);
    const names = ["synchronous_commit", "fsync", "listen_addresses", "TimeZone", "server_encoding"];
    const settings = await rows(
      url,
      `SELECT ${names.map((name) => `current_setting('${name}') AS "${name}"`)}`,
    );
    expect(settings).toEqual([
      {
        synchronous_commit: "on",
        fsync: "on",
        listen_addresses: "127.0.0.1",
        TimeZone: "UTC",
        server_encoding: "UTF8",
      },
    ]);
  });

  test("behavior: the password is random, kept for its owner alone, and required", async () => {
    const { url } = await start();
    expect((await stat(`${dataDir}.password`)).mode & 0o777).toBe(0o600);
    const password = await readFile(`${dataDir}.password`, "utf8");
    expect(password).toMatch(/^[0-9a-f]{48}$/);
    await expect(rows(url.replace(password, "guess"), "SELECT 1")).rejects.toThrow(
      "password authentication failed",
    );
  });

  test("error: AlreadyRunningError", async () => {
    const first = await start();
    await expect(startPostgres({ dataDir, durable: true })).rejects.toThrow(AlreadyRunningError);
    expect(await rows(first.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("behavior: a lock whose process id now belongs to another program is cleared", async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(dataDir, "postmaster.pid"), `${process.pid}\n${dataDir}\n`);
    const second = await start();
    expect(await rows(second.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("behavior: removing the data forgets everything", async () => {
    const first = await start();
    await rows(first.url, "CREATE TABLE gone ()");
    await first.stop();
    removePostgresData(dataDir);
    const second = await start();
    expect(await rows(second.url, "SELECT to_regclass('gone') AS found")).toEqual([{ found: null }]);
  });
});
