import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { BetRequest } from "#domain/api/casino.ts";
import type { BetAck } from "#domain/api/socket.ts";

/** What a process of the storm is told when it starts: which servers its sockets share out among them, and as whom. */
export interface StormOrder {
  readonly urls: readonly string[];
  readonly token: string;
  readonly sockets: number;
}

/** Sockets of one player in a process of their own. */
export interface StormSockets {
  /** The n-th socket sends the bets of the n-th list, all at once. @returns every answer */
  send(bets: readonly (readonly BetRequest[])[]): Promise<BetAck[]>;
  close(): Promise<void>;
}

const ENTRY = fileURLToPath(new URL("./stormProcess.ts", import.meta.url));

/** @returns when all of them are connected */
export async function openStormSockets(order: StormOrder): Promise<StormSockets> {
  const child = fork(ENTRY, { execArgv: [] });
  await ask(child, order);
  return {
    send: (bets) => ask<BetAck[]>(child, bets),
    async close() {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}

function ask<Answer>(child: ChildProcess, message: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error("a process of the storm has ended"));
    child.once("exit", onExit);
    child.once("message", (answer) => {
      child.off("exit", onExit);
      resolve(answer as Answer);
    });
    child.send(message);
  });
}
