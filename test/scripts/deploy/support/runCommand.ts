import { spawn } from "node:child_process";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { ROOT } from "#scripts/start/folders.ts";

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs one of the scripts as its own process; `killOn` ends it with SIGKILL as soon as its output contains that text. */
export function runCommand(input: {
  script: string;
  args: readonly string[];
  env?: Record<string, string | undefined>;
  killOn?: string;
}): Promise<Ended> {
  const { script, args, env = {}, killOn } = input;
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...args], {
    cwd: ROOT,
    env: { ...systemEnvironment(), ...env },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    output.stdout += chunk.toString();
    if (killOn !== undefined && output.stdout.includes(killOn)) child.kill("SIGKILL");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...output }));
  });
}
