import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { ServiceNotReadyError } from "#scripts/runtime/errors.ts";
import { lastLines } from "#scripts/runtime/logFile.ts";

export type ProcessOptions = {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** User and group to run as; only root may set them. */
  owner?: { uid: number; gid: number };
  /** Both output streams are appended here. */
  logFile: string;
  /** What asks this program to end in good order: SIGTERM unless it knows a better one. */
  stopSignal?: NodeJS.Signals;
  /** How long a graceful stop may take before SIGKILL. */
  stopTimeoutMs?: number;
};

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type RunningProcess = {
  name: string;
  pid: number;
  logFile: string;
  /** Resolves when the process has ended, whoever ended it. */
  exited: Promise<Exit>;
  /** Ends the process and all it started; safe to call again, or after it has died. */
  stop: () => Promise<Exit>;
};

const STOP_TIMEOUT_MS = 10_000;

/**
 * Starts a program in a process group of its own, so that Ctrl-C in the terminal reaches only us and
 * stopping it takes its descendants along.
 * @throws ServiceNotReadyError when the program cannot be executed at all.
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, "a", 0o600);
  const child = spawn(options.command, options.args, {
    env: options.env,
    detached: true,
    stdio: ["ignore", log, log],
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...options.owner,
  });
  closeSync(log);
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  const { pid } = child;
  if (pid === undefined) {
    const cause = await new Promise<Error>((resolve) => child.once("error", resolve));
    throw new ServiceNotReadyError(`${options.name} could not be started: ${cause.message}`, { cause });
  }
  const stop = () => stopGroup({ ...options, pid, exited });
  return { name: options.name, pid, logFile: options.logFile, exited, stop };
}

/** The moment a process ended early, as an error that shows the end of its log. */
export function endedEarly(child: RunningProcess, { code, signal }: Exit): ServiceNotReadyError {
  const how = signal === null ? `with code ${code}` : `by ${signal}`;
  return new ServiceNotReadyError(`${child.name} ended ${how} while starting: ${lastLines(child.logFile)}`);
}

async function stopGroup(target: ProcessOptions & { pid: number; exited: Promise<Exit> }): Promise<Exit> {
  const { pid, exited, stopSignal = "SIGTERM", stopTimeoutMs = STOP_TIMEOUT_MS } = target;
  sendSignal(pid, stopSignal);
  const timer = setTimeout(() => sendSignal(-pid, "SIGKILL"), stopTimeoutMs);
  const exit = await exited;
  clearTimeout(timer);
  sendSignal(-pid, "SIGKILL"); // Descendants that outlived their parent.
  return exit;
}

/** Sends a signal to a process, or to a group when negative. A target that is gone is what we wanted. */
function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
