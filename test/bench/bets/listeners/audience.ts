import { ask, release, startChild } from "../children.ts";
import { cores } from "../cpu.ts";
import type { Heard } from "./hearing.ts";

export interface ListenOrder {
  /** How long to wait before the figures count, and how long they count. */
  readonly afterMs: number;
  readonly forMs: number;
}

export interface JoinOrder {
  readonly port: number;
  readonly sockets: number;
}

/** What the sockets of the audience had of each channel while the figures counted. */
export interface AudienceReport {
  readonly sockets: number;
  /** Sockets that the server has closed. */
  readonly closed: number;
  /** From the time that the leader of the table gives for a tick to its receipt. */
  readonly crash: Heard;
  /** From the time of the newest bet in a message to its receipt; up to 100 ms of it are the feed's own pace. */
  readonly feed: Heard;
}

/** What the process of the audience says of itself, too. */
export interface ListenAnswer extends AudienceReport {
  readonly cpuSeconds: number;
}

/** Sockets that do nothing but listen. */
export interface Audience {
  join(port: number, sockets: number): Promise<void>;
  listen(order: ListenOrder): Promise<AudienceReport & { readonly cores: number }>;
  leave(): void;
}

/** Starts the process that holds the sockets. */
export function gatherAudience(): Audience {
  const child = startChild("./listeners/listeners.ts");
  return {
    async join(port, sockets) {
      await ask(child, { port, sockets } satisfies JoinOrder);
    },
    async listen(order) {
      const { cpuSeconds, ...report } = await ask<ListenAnswer>(child, order);
      return { ...report, cores: cores(cpuSeconds, order.forMs / 1_000) };
    },
    leave: () => release([child]),
  };
}
