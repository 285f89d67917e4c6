import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { ROOT } from "#scripts/start/folders.ts";
import { type Tally, withExitCode } from "#scripts/test/tally.ts";

/**
 * Runs a test program that writes its counts as JSON to a file, and reads them. Its output goes to the terminal. One that
 * ended badly counts as one failure.
 *
 * @param run.unreadable what counts when it wrote nothing
 */
export async function reportedTally<Report extends Tally>(run: {
  args: (reportFile: string) => readonly string[];
  env?: Readonly<Record<string, string>>;
  report: z.ZodType<Report>;
  unreadable: Report;
}): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "fairhouse-report-"));
  const reportFile = join(folder, "report.json");
  try {
    const exitCode = await runProgram(run.args(reportFile), run.env ?? {});
    const text = await readFile(reportFile, "utf8").catch(() => undefined);
    if (text === undefined) return run.unreadable;
    return withExitCode(run.report.parse(JSON.parse(text)), exitCode);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runProgram(args: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...systemEnvironment(), NODE_ENV: "test", ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
}
