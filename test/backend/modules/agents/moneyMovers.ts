import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { MoneyMove } from "./moneyMover.ts";

const PROGRAM = fileURLToPath(new URL("./moneyMover.ts", import.meta.url));

/** Processes that move commissions, to be killed while they do. */
export interface MoneyMovers {
  /** A process that has connected, and been told what to move. */
  moving(...moves: MoneyMove[]): Promise<ChildProcess>;
  stop(): void;
}

export function moneyMovers(databaseUrl: string): MoneyMovers {
  const running = new Set<ChildProcess>();
  return {
    async moving(...moves) {
      const child = spawn(process.execPath, [PROGRAM, databaseUrl], {
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      });
      running.add(child);
      child.once("exit", () => running.delete(child));
      expect(await once(child, "message")).toEqual(["ready", undefined]);
      for (const move of moves) child.send(move);
      return child;
    },

    stop() {
      for (const child of running) child.kill("SIGKILL");
    },
  };
}
