import type { z } from "zod";
import type { BetRequest } from "#domain/api/casino.ts";
import { type BetAck, betAck, socketEvents } from "#domain/api/socket.ts";
import { BetNotSent, BetUnanswered } from "@/lib/live/betFailures";
import type { ChannelListener, ChannelName } from "@/lib/live/liveChannel";
import { createLiveChannels } from "@/lib/live/liveChannels";
import { type ConnectionTarget, createLiveConnection, type LiveStatus } from "@/lib/live/liveConnection";
import { hearOwnMessages, type OwnHandlers } from "@/lib/live/ownMessages";
import { createStore, type Store } from "@/lib/store";

/** Players are connected at all times, others only while they listen to a channel. */
export type LiveHouse = ConnectionTarget & { readonly handlers: OwnHandlers };

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
/** Who stops listening may only have gone on to another page. */
const LINGER_MS = 5_000;

export function createLive(): Live {
  const ownNews = createStore(0);
  const channels = createLiveChannels((error) => reportError(error));
  const connection = createLiveConnection<LiveHouse>({
    onUp: channels.attach,
    onDown: channels.detach,
    onOpened: (socket, { handlers }) =>
      hearOwnMessages(socket, {
        ...handlers,
        onBalance(message) {
          handlers.onBalance(message);
          ownNews.set((count) => count + 1);
        },
      }),
  });
  const { status, connect, disconnect } = connection;
  let house: LiveHouse | null = null;

  async function ask<Schema extends z.ZodType>(
    event: string,
    request: unknown,
    answer: Schema,
  ): Promise<z.output<Schema>> {
    const socket = connection.socket();
    // Without this check the message would wait in a buffer, and be sent whenever the connection returns.
    if (socket === null || !socket.connected) throw new BetNotSent();
    try {
      return answer.parse(await socket.timeout(BET_TIMEOUT_MS).emitWithAck(event, request));
    } catch (cause) {
      throw new BetUnanswered({ cause });
    }
  }

  function disconnectIfIdle(): void {
    if (house?.isSignedIn === false && channels.size === 0 && connection.socket() !== null) disconnect();
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
