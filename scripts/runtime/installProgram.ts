import { spawn } from "node:child_process";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { ProgramMissingError } from "#scripts/runtime/errors.ts";
import { findProgram } from "#scripts/runtime/findProgram.ts";

export type Installable = {
  /** What it is called in messages, e.g. "Redis". */
  title: string;
  /** Executable names that will do, best first. */
  names: readonly string[];
  aptPackages: readonly string[];
  brewArguments: readonly string[];
};

export type Report = (line: string) => void;

const APT_LOCK_WAIT_SECONDS = 180;
const INSTALL_TIMEOUT_MS = 10 * 60_000;
const SHOWN_OUTPUT_CHARS = 400;

/**
 * The path of an installed program; installs it with the system's own package manager when it is missing.
 * @throws ProgramMissingError when it is missing and this user may not install it, or installing failed.
 */
export async function findOrInstall(program: Installable, report: Report): Promise<string> {
  const present = findProgram(program.names);
  if (present !== undefined) return present;
  const steps = await installSteps(program);
  if (steps === undefined) throw new ProgramMissingError(missingMessage(program));
  report(`Installing ${program.title} with ${steps.manager} (once) …`);
  for (const step of steps.commands) {
    const outcome = await run(step);
    if (outcome.code !== 0) throw new ProgramMissingError(failedMessage(program, step, outcome.output));
  }
  const installed = findProgram(program.names);
  if (installed === undefined) throw new ProgramMissingError(missingMessage(program));
  return installed;
}

async function installSteps(
  program: Installable,
): Promise<{ manager: string; commands: string[][] } | undefined> {
  if (process.platform === "darwin") {
    const brew = findProgram(["brew"]);
    if (brew === undefined) return undefined;
    return { manager: "Homebrew", commands: [[brew, "install", ...program.brewArguments]] };
  }
  const apt = findProgram(["apt-get"]);
  const prefix = await rootPrefix();
  if (apt === undefined || prefix === undefined) return undefined;
  const waitForLock = ["-o", `DPkg::Lock::Timeout=${APT_LOCK_WAIT_SECONDS}`];
  const install = [apt, "install", "-y", "--no-install-recommends", ...waitForLock, ...program.aptPackages];
  return {
    manager: "apt-get",
    commands: [
      [...prefix, apt, "update", ...waitForLock],
      [...prefix, ...install],
    ],
  };
}

/** What to put before a command so that it runs as root without asking; undefined when that is not possible. */
async function rootPrefix(): Promise<string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram(["sudo"]);
  if (sudo === undefined) return undefined;
  return (await run([sudo, "-n", "true"])).code === 0 ? [sudo, "-n"] : undefined;
}

function run([command = "", ...args]: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const env: NodeJS.ProcessEnv = { ...systemEnvironment(), DEBIAN_FRONTEND: "noninteractive" };
    const child = spawn(command, args, {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: INSTALL_TIMEOUT_MS,
    });
    let output = "";
    const keepTail = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-SHOWN_OUTPUT_CHARS);
    };
    child.stdout.on("data", keepTail);
    child.stderr.on("data", keepTail);
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

function missingMessage({ title, names, aptPackages, brewArguments }: Installable): string {
  const command =
    process.platform === "darwin"
      ? `brew install ${brewArguments.join(" ")}`
      : `sudo apt-get install ${aptPackages.join(" ")}`;
  return `${title} is not installed (looked for ${names.join(", ")}): install it, for example with "${command}", and run this again.`;
}

function failedMessage({ title }: Installable, command: readonly string[], output: string): string {
  return `Installing ${title} failed at "${command.join(" ")}": ${output.trim().split("\n").slice(-3).join(" | ")}`;
}
