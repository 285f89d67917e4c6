import { randomUUID } from "node:crypto";
import { cp, mkdir, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { startProcess } from "#scripts/runtime/process.ts";
import { ROOT } from "#scripts/start/folders.ts";
import { isOk, type RunningIndexer } from "../books.ts";
import { CHAIN_ID } from "../chain/shape.ts";
import type { RunningChain } from "../chain/startChain.ts";
import { DEPLOY_BLOCK, VAULT } from "../chain/story.ts";
import { PONDER_PROJECT } from "./installPonder.ts";

const MODULES = join(PONDER_PROJECT, "node_modules");

/** Runs Ponder's production server on a copy of its project: it writes files beside its sources. */
export async function startPonder(
  run: { readonly databaseUrl: string; readonly schema: string },
  chain: RunningChain,
  folder: string,
): Promise<RunningIndexer> {
  const project = join(folder, `ponder-${randomUUID()}`);
  await copyProject(project);
  const port = await freePort();
  const child = await startProcess({
    name: "Ponder",
    command: process.execPath,
    args: [
      join(MODULES, "ponder", "dist", "esm", "bin", "ponder.js"),
      "start",
      ...["--root", project, "--schema", run.schema],
      ...["--port", `${port}`, "--hostname", "127.0.0.1", "--log-format", "json"],
    ],
    cwd: project,
    env: {
      ...systemEnvironment(),
      PONDER_TELEMETRY_DISABLED: "true",
      DATABASE_URL: run.databaseUrl,
      CHAIN_ID: `${CHAIN_ID}`,
      RPC_URL: chain.url,
      RPC_WS_URL: chain.wsUrl,
      VAULT,
      START_BLOCK: `${DEPLOY_BLOCK}`,
    },
    logFile: join(folder, `${basename(project)}.log`),
  });
  return { ...child, isReady: () => isOk(`http://127.0.0.1:${port}/ready`) };
}

async function copyProject(project: string): Promise<void> {
  await mkdir(project, { recursive: true });
  const isSource = (path: string) => !path.startsWith(MODULES);
  await cp(PONDER_PROJECT, project, { recursive: true, filter: isSource });
  await cp(join(ROOT, "domain", "abi", "vault.ts"), join(project, "vaultAbi.ts"));
  await symlink(MODULES, join(project, "node_modules"), "dir");
}
