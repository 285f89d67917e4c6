import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import { runCommand } from "#scripts/runtime/runCommand.ts";
import { withProgress } from "#scripts/start/progress.ts";
import { buildWeb } from "#scripts/start/webBuild.ts";

/** Takes the long steps of a first start ahead of time, so that a container image starts in seconds. */
const logFile = ".fairhouse/logs/web-build.log";
const stopping = new AbortController().signal;

await runCommand(async () => {
  await withProgress(console.log, "contracts compiled", ensureCompiled);
  await withProgress(console.log, "build of the dApp", () => buildWeb({ logFile, stopping }));
  return 0;
});
