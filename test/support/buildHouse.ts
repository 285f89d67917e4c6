import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import { buildWeb, isWebStale } from "#scripts/start/webBuild.ts";

/**
 * Vitest runs this once, before the test files: houses that start side by side would each build what is stale, into the
 * same folders.
 */
export default async function setup(): Promise<void> {
  await ensureCompiled();
  if (!(await isWebStale())) return;
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-build-"));
  await buildWeb({ logFile: join(folder, "web-build.log"), stopping: new AbortController().signal });
  await rm(folder, { recursive: true, force: true });
}
