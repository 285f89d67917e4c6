import { FairhouseError } from "#domain/errors.ts";
import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import { withProgress } from "#scripts/start/progress.ts";
import { buildWeb } from "#scripts/start/webBuild.ts";

/** Takes the long steps of a first start ahead of time, so that a container image starts in seconds. */
const logFile = ".fairhouse/logs/web-build.log";
const stopping = new AbortController().signal;

try {
  await withProgress(console.log, "contracts compiled", ensureCompiled);
  await withProgress(console.log, "build of the dApp", () => buildWeb({ logFile, stopping }));
} catch (error) {
  if (!(error instanceof FairhouseError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
