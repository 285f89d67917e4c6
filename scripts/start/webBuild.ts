import { createHash } from "node:crypto";
import { glob, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { lastLines } from "#scripts/runtime/logFile.ts";
import { startProcess } from "#scripts/runtime/process.ts";
import { StartInterrupted, WebBuildFailed } from "#scripts/start/errors.ts";
import { ROOT } from "#scripts/start/folders.ts";

const STAMP_FILE = join(ROOT, "web", ".next", "sources.sha256");
const SOURCES = ["web/**/*.{ts,tsx,css,json,mjs,svg,png,ico,woff2}", "domain/**/*.ts", "package-lock.json"];

/** Whether the dApp's build at hand comes from other sources than the present ones, or there is none. */
export async function isWebStale(): Promise<boolean> {
  const built = await readFile(STAMP_FILE, "utf8").catch(() => "");
  return built !== (await sourcesHash());
}

/** Builds the dApp for production. @throws WebBuildFailed @throws StartInterrupted */
export async function buildWeb(input: { logFile: string; stopping: AbortSignal }): Promise<void> {
  const { logFile, stopping } = input;
  const hash = await sourcesHash(); // Of before the build: an edit during it makes the result stale.
  await rm(STAMP_FILE, { force: true });
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const env = { ...systemEnvironment(), NEXT_TELEMETRY_DISABLED: "1" };
  const args = [next, "build", "web"];
  const child = await startProcess({
    name: "next build",
    command: process.execPath,
    args,
    env,
    cwd: ROOT,
    logFile,
  });
  const abort = () => void child.stop();
  stopping.addEventListener("abort", abort, { once: true });
  const exit = await child.exited;
  stopping.removeEventListener("abort", abort);
  if (stopping.aborted) throw new StartInterrupted("Stopped while building the dApp.");
  if (exit.code !== 0)
    throw new WebBuildFailed(`Building the dApp failed (see ${logFile}): ${lastLines(logFile)}`);
  await writeFile(STAMP_FILE, hash);
}

/** Contents are compared, not file times, because a checkout sets times at will. */
async function sourcesHash(): Promise<string> {
  const files: string[] = [];
  for await (const file of glob(SOURCES, { cwd: ROOT, exclude: ["web/.next/**", "web/next-env.d.ts"] }))
    files.push(file);
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(file).update(await readFile(join(ROOT, file)));
  return hash.digest("hex");
}
