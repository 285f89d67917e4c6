import type { Socket } from "socket.io-client";
import type { HouseConfig } from "#domain/api/houseConfig.ts";
import { type Problem, problem } from "#domain/api/problem.ts";
import type { TokenSource } from "@/lib/api/api";
import { backOffMs } from "@/lib/live/backOff";
import { createStore, type Store } from "@/lib/store";

/** "off" when there is nothing to hear; "lost" once a connection that should be there is not. */
export type LiveStatus = "off" | "connecting" | "live" | "lost";

export type ConnectionTarget = {
  readonly at: HouseConfig["socket"];
  readonly tokens: TokenSource;
  readonly isSignedIn: boolean;
};

/** The one connection to the house: lost ones come back by themselves. */
export type LiveConnection<Target extends ConnectionTarget> = {
  readonly status: Store<LiveStatus>;
  /** Null until there was something to connect to. */
  socket(): Socket | null;
  connect(target: Target): Promise<void>;
  disconnect(): void;
};

type Listeners<Target> = {
  /** A socket is made for a target; it may connect many times. */
  onOpened(socket: Socket, target: Target): void;
  onUp(socket: Socket): void;
  onDown(): void;
};

const CONNECT_TIMEOUT_MS = 8_000;
/** Too many connections, or too many tries: another token would change nothing about that. */
const TOO_MANY = 429;

export function createLiveConnection<Target extends ConnectionTarget>(
  listeners: Listeners<Target>,
): LiveConnection<Target> {
  const status = createStore<LiveStatus>("off");
  let socket: Socket | null = null;
  let generation = 0;
  let refusals = 0;

  /** The library reconnects by itself unless the house closed the door: then a new token, or patience, may open it. */
  function comeBack(mine: number, { tokens, isSignedIn }: Target, refusal: Problem | null): void {
    if (mine !== generation) return;
    status.set("lost");
    if (socket?.active) return;
    refusals += 1;
    setTimeout(
      async () => {
        if (isSignedIn && refusal?.status !== TOO_MANY) await tokens.renew(tokens.current() ?? "");
        if (mine === generation) socket?.connect();
      },
      backOffMs(refusals, refusal?.retryAfterMs),
    );
  }

  return {
    status,
    socket: () => socket,
    async connect(target) {
      const { at, tokens } = target;
      generation += 1;
      const mine = generation;
      status.set("connecting");
      const { io } = await import("socket.io-client");
      if (mine !== generation) return;
      const opened = io(at.url, {
        path: at.path,
        transports: ["websocket"],
        timeout: CONNECT_TIMEOUT_MS,
        auth: (answer) => answer({ token: tokens.current() }),
      });
      socket = opened;
      opened.on("connect", () => {
        refusals = 0;
        status.set("live");
        listeners.onUp(opened);
      });
      opened.on("disconnect", () => {
        listeners.onDown();
        comeBack(mine, target, null);
      });
      opened.on("connect_error", (error) => comeBack(mine, target, refusalIn(error)));
      listeners.onOpened(opened, target);
    },
    disconnect() {
      generation += 1;
      listeners.onDown();
      socket?.disconnect();
      socket = null;
      status.set("off");
    },
  };
}

/** What the house has to say about a connection that it refused; null when it was not the house that failed. */
function refusalIn(error: Error): Problem | null {
  return "data" in error ? (problem.safeParse(error.data).data ?? null) : null;
}
