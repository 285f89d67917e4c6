import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname } from "node:path";
import { ROOT } from "./paths.mjs";

const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"];
const SIGNAL_EXIT_BASE = 128;

/**
 * Runs a command to its end and answers its exit code. It gets a process group of its own, because Ctrl-C reaches this
 * launcher twice (from the terminal and from npm) and the command must see it once; then we wait for it to finish.
 * Over the channel it notices when this launcher is gone.
 */
export function runToEnd(node, args) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", ...args], {
    cwd: ROOT,
    env,
    stdio,
    detached: true,
  });
  for (const signal of FORWARDED) {
    let isSent = false;
    process.on(signal, () => {
      if (!isSent) child.kill(signal);
      isSent = true;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? SIGNAL_EXIT_BASE + constants.signals[signal]));
  });
}
