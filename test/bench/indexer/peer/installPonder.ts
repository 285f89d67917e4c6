import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FairhouseError } from "#domain/errors.ts";
import { lastLines } from "#scripts/runtime/logFile.ts";
import { startProcess } from "#scripts/runtime/process.ts";
import type { Stage } from "../stage.ts";

/** The peer's own project: its dependencies are none of the product's. */
export const PONDER_PROJECT = fileURLToPath(new URL("../ponder/", import.meta.url));

/** What npm installed last, as the lockfile that it installed from. */
const INSTALLED = join(PONDER_PROJECT, "node_modules", ".installed-lock.json");
const LOCKFILE = join(PONDER_PROJECT, "package-lock.json");

/** Without a network npm would try for minutes before it says so. */
const IMPATIENCE = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000"];

/** The peer is not here and could not be fetched. */
export class PeerMissing extends FairhouseError {
  readonly code = "PEER_MISSING";
}

/**
 * Installs Ponder as its lockfile says, once. No install script runs.
 * @throws PeerMissing
 */
export async function installPonder({ folder, say, keep }: Stage): Promise<void> {
  const lockfile = await readFile(LOCKFILE, "utf8");
  if ((await readFile(INSTALLED, "utf8").catch(() => "")) === lockfile) return;
  say("installing Ponder from npm, once (about 220 MB)");
  const npm = await keep(
    startProcess({
      name: "npm",
      command: "npm",
      args: ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...IMPATIENCE],
      cwd: PONDER_PROJECT,
      // As if it had been typed: how npm reaches its registry is the user's affair.
      env: process.env,
      logFile: join(folder, "npm.log"),
    }),
  );
  const { code } = await npm.exited;
  if (code !== 0) {
    throw new PeerMissing(
      "Ponder could not be installed from the npm registry: check the network, or measure the house alone with " +
        `--without-ponder. npm said: ${lastLines(npm.logFile)}`,
    );
  }
  await writeFile(INSTALLED, lockfile);
}
