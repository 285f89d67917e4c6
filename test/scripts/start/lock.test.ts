import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { HouseAlreadyRunning } from "#scripts/start/errors.ts";
import { takeLock } from "#scripts/start/lock.ts";

let folder: string;
let lockFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fairhouse-lock-"));
  lockFile = join(folder, "state", "lock");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe("takeLock", () => {
  test("default: one holder at a time", () => {
    const release = takeLock(lockFile);
    release();
    takeLock(lockFile)();
  });

  test("error: HouseAlreadyRunning", () => {
    takeLock(lockFile);
    expect(() => takeLock(lockFile)).toThrow(HouseAlreadyRunning);
    expect(() => takeLock(lockFile)).toThrow(`as process ${process.pid}`);
  });

  test("behavior: a lock whose process is gone is taken over", async () => {
    takeLock(lockFile)();
    await writeFile(lockFile, JSON.stringify({ pid: 2 ** 22 + 1, start: "1" }));
    takeLock(lockFile);
    expect(await readFile(lockFile, "utf8")).toContain(`"pid":${process.pid}`);
  });

  test("behavior: a lock whose process id belongs to a newer process is taken over", async () => {
    takeLock(lockFile)();
    await writeFile(lockFile, JSON.stringify({ pid: process.pid, start: "an earlier life" }));
    takeLock(lockFile)();
  });

  test("behavior: a lock that a crash left half-written is taken over", async () => {
    takeLock(lockFile)();
    await writeFile(lockFile, '{"pid":1');
    takeLock(lockFile)();
  });
});
