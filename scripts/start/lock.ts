import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { processStart } from "#scripts/runtime/processTable.ts";
import { HouseAlreadyRunning } from "#scripts/start/errors.ts";

const Holder = z.object({ pid: z.int().positive(), start: z.string() });

/**
 * Makes this process the only one on a state folder, until it calls what is returned. A lock whose process is gone, or
 * whose id now belongs to another process, is taken over.
 * @throws HouseAlreadyRunning
 */
export function takeLock(lockFile: string): () => void {
  mkdirSync(dirname(lockFile), { recursive: true });
  if (!tryWrite(lockFile)) {
    refuseLivingHolder(lockFile);
    rmSync(lockFile, { force: true });
    if (!tryWrite(lockFile)) throw new HouseAlreadyRunning("Another start of Fairhouse was a moment faster.");
  }
  return () => rmSync(lockFile, { force: true });
}

function tryWrite(lockFile: string): boolean {
  const holder = { pid: process.pid, start: processStart(process.pid) ?? "" };
  try {
    writeFileSync(lockFile, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function refuseLivingHolder(lockFile: string): void {
  const holder = readHolder(lockFile);
  if (holder === undefined || processStart(holder.pid) !== holder.start) return;
  const message = `Fairhouse already runs here as process ${holder.pid}: stop it with Ctrl-C in its terminal, or use another folder with --state-dir and other ports with --port-base.`;
  throw new HouseAlreadyRunning(message);
}

/** A lock that a crash left half-written has no holder. */
function readHolder(lockFile: string): z.output<typeof Holder> | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(lockFile, "utf8")));
  } catch {
    return undefined;
  }
}
