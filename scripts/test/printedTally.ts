import { spawn } from "node:child_process";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { ROOT } from "#scripts/start/folders.ts";
import { type Tally, withExitCode } from "#scripts/test/tally.ts";

const CLOSING_LINE = /^(\d+) passed, (\d+) failed$/gm;

/**
 * Runs a test program that closes with the line `N passed, N failed`, as ours do, and reads it. All it prints goes to
 * the terminal. One that ended badly, or without that line, counts as a failure.
 */
export function printedTally(args: readonly string[]): Promise<Tally> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...systemEnvironment(), NODE_ENV: "test" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      process.stdout.write(text);
      printed += text;
    });
    child.on("error", () => resolve({ passed: 0, failed: 1 }));
    child.on("close", (code) => resolve(withExitCode(lastTally(printed), code ?? 1)));
  });
}

function lastTally(printed: string): Tally {
  const [, passed, failed] = [...printed.matchAll(CLOSING_LINE)].at(-1) ?? [];
  return passed === undefined ? { passed: 0, failed: 1 } : { passed: Number(passed), failed: Number(failed) };
}
