import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A process of the bench's own; its entry is named from this folder. */
export function startChild(entry: string): ChildProcess {
  return fork(fileURLToPath(new URL(entry, import.meta.url)), { execArgv: process.execArgv });
}

/** Sends a message and waits for the answer, or for the process to die. */
export function ask<Answer>(child: ChildProcess, message: object | string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) =>
      reject(new Error(`a bench process ended early with code ${code}`));
    child.once("exit", onExit);
    child.once("message", (answer) => {
      child.off("exit", onExit);
      resolve(answer as Answer);
    });
    child.send(message);
  });
}

/** Lets processes end that still listen; one that has ended early is told nothing more. */
export function release(children: readonly ChildProcess[]): void {
  for (const child of children) if (child.connected) child.disconnect();
}
