import type { Socket } from "socket.io-client";
import type { z } from "zod";
import type { BetRequest } from "#domain/api/casino.ts";
import type { HouseConfig } from "#domain/api/houseConfig.ts";
import { type Problem, problem } from "#domain/api/problem.ts";
import {
  type ActivityMessage,
  activityMessage,
  type BalanceMessage,
  type BetAck,
  balanceMessage,
  betAck,
  type NoticeMessage,
  noticeMessage,
  socketEvents,
} from "#domain/api/socket.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { TokenSource } from "@/lib/api/api";
import { backOffMs } from "@/lib/live/backOff";
import { type ChannelListener, type ChannelName, createLiveChannels } from "@/lib/live/liveChannels";
import { createResync } from "@/lib/live/resync";
import { createStore, type Store } from "@/lib/store";

/** "off" when there is nothing to hear; "lost" once a connection that should be there is not. */
export type LiveStatus = "off" | "connecting" | "live" | "lost";

export type LiveHandlers = {
  onBalance(message: BalanceMessage): void;
  onActivity(message: ActivityMessage): void;
  onNotice(message: NoticeMessage): void;
};

export type LiveHouse = {
  readonly at: HouseConfig["socket"];
  readonly tokens: TokenSource;
  readonly handlers: LiveHandlers;
  /** Players are connected at all times, others only while they listen to a channel. */
  readonly isSignedIn: boolean;
};

export type Live = {
  readonly status: Store<LiveStatus>;
  /** Counts what the house says of this player's money: each time something was done with it, here or elsewhere. */
  readonly ownNews: Store<number>;
  open(house: LiveHouse): void;
  close(): void;
  /** Listens to a channel from now on, over lost connections and changed accounts. @returns how to stop */
  join(name: ChannelName, listener: ChannelListener): () => void;
  /**
   * @throws BetNotSent without a connection: nothing has happened
   * @throws BetUnanswered when no acknowledgement came: the bet may or may not be placed
   */
  placeBet(request: BetRequest): Promise<BetAck>;
  /** Sends anything else that the house acknowledges. @throws BetNotSent, BetUnanswered, as for a bet */
  ask<Schema extends z.ZodType>(event: string, request: unknown, answer: Schema): Promise<z.output<Schema>>;
};

const BET_TIMEOUT_MS = 8_000;
const CONNECT_TIMEOUT_MS = 8_000;
/** Too many connections, or too many tries: another token would change nothing about that. */
const TOO_MANY = 429;
/** Who stops listening may only have gone on to another page. */
const LINGER_MS = 5_000;

export function createLive(): Live {
  const status = createStore<LiveStatus>("off");
  const ownNews = createStore(0);
  const channels = createLiveChannels((error) => reportError(error));
  let house: LiveHouse | null = null;
  let socket: Socket | null = null;
  let generation = 0;
  let refusals = 0;

  /** The library reconnects by itself unless the house closed the door: then a new token, or patience, may open it. */
  function comeBack(mine: number, { tokens, isSignedIn }: LiveHouse, refusal: Problem | null): void {
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

  async function connect(opening: LiveHouse): Promise<void> {
    const { at, tokens, handlers } = opening;
    generation += 1;
    const mine = generation;
    status.set("connecting");
    const { io } = await import("socket.io-client");
    if (mine !== generation) return;
    socket = io(at.url, {
      path: at.path,
      transports: ["websocket"],
      timeout: CONNECT_TIMEOUT_MS,
      auth: (answer) => answer({ token: tokens.current() }),
    });
    const opened = socket;
    opened.on("connect", () => {
      refusals = 0;
      status.set("live");
      channels.attach(opened);
    });
    opened.on("disconnect", () => {
      channels.detach();
      comeBack(mine, opening, null);
    });
    opened.on("connect_error", (error) => comeBack(mine, opening, refusalIn(error)));
    listen(opened, {
      ...handlers,
      onBalance(message) {
        handlers.onBalance(message);
        ownNews.set((count) => count + 1);
      },
    });
  }

  function disconnect(): void {
    generation += 1;
    channels.detach();
    socket?.disconnect();
    socket = null;
    status.set("off");
  }

  async function ask<Schema extends z.ZodType>(
    event: string,
    request: unknown,
    answer: Schema,
  ): Promise<z.output<Schema>> {
    // Without this check the message would wait in a buffer, and be sent whenever the connection returns.
    if (socket === null || !socket.connected) throw new BetNotSent();
    try {
      return answer.parse(await socket.timeout(BET_TIMEOUT_MS).emitWithAck(event, request));
    } catch (cause) {
      throw new BetUnanswered({ cause });
    }
  }

  function disconnectIfIdle(): void {
    if (house?.isSignedIn === false && channels.size === 0 && socket !== null) disconnect();
  }

  return {
    status,
    ownNews,
    open(opened) {
      house = opened;
      if (opened.isSignedIn || channels.size > 0) void connect(opened);
    },
    close() {
      house = null;
      disconnect();
    },
    join(name, listener) {
      const leave = channels.join(name, listener);
      if (house !== null && status.get() === "off") void connect(house);
      return () => {
        leave();
        setTimeout(disconnectIfIdle, LINGER_MS);
      };
    },
    placeBet: (request) => ask(socketEvents.bet, request, betAck),
    ask,
  };
}

/** What the house has to say about a connection that it refused; null when it was not the house that failed. */
function refusalIn(error: Error): Problem | null {
  return "data" in error ? (problem.safeParse(error.data).data ?? null) : null;
}

/** Numbered channels: a gap means that a message was missed, so a new snapshot is asked for. */
function listen(socket: Socket, handlers: LiveHandlers): void {
  const seen = new Map<string, number>();
  const resync = createResync(socket);
  socket.on("connect", () => seen.clear());

  function isInOrder(channel: string, seq: number): boolean {
    const last = seen.get(channel);
    seen.set(channel, seq);
    return last === undefined || seq === last + 1;
  }
  function check(channel: string, seq: number, isSnapshot: boolean): void {
    if (!isInOrder(channel, seq) && !isSnapshot) resync();
  }

  socket.on(socketEvents.balance, (raw: unknown) => {
    const message = balanceMessage.parse(raw);
    check(socketEvents.balance, message.seq, message.snapshot);
    handlers.onBalance(message);
  });
  socket.on(socketEvents.activity, (raw: unknown) => {
    const message = activityMessage.parse(raw);
    check(socketEvents.activity, message.seq, false);
    handlers.onActivity(message);
  });
  socket.on(socketEvents.notice, (raw: unknown) => {
    const message = noticeMessage.parse(raw);
    check(socketEvents.notice, message.seq, true);
    handlers.onNotice(message);
  });
}

/** There is no connection, so the bet never left this page. */
export class BetNotSent extends FairhouseError {
  readonly code = "BET_NOT_SENT";

  constructor() {
    super("There is no connection to the house, so the bet was not sent. Bet again once it is back.");
  }
}

/** No acknowledgement arrived in time. Asking again with the same bet id is safe: it never bets twice. */
export class BetUnanswered extends FairhouseError {
  readonly code = "BET_UNANSWERED";

  constructor(options?: ErrorOptions) {
    super("The house did not answer in time. Ask again: the same bet is never placed twice.", options);
  }
}
