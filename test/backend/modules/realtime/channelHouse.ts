import type { Redis } from "ioredis";
import type { Socket } from "socket.io-client";
import { createRedis } from "#backend/adapters/redis.ts";
import { FEED_HOLD } from "#backend/modules/betFeed/feedChannels.ts";
import { createLivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import { type Beside, type SignedIn, TestApi } from "#test/backend/http/testApi.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
export type Message = any;

const EVENTS = ["feed", "high", "mine", "balance", "activity", "notice", "closing", "disconnect"] as const;
/** Only a failure waits so long. */
export const ANSWER_TIMEOUT_MS = 60_000;

/** A connected socket that keeps everything it was told, by event. */
export interface Ear {
  readonly socket: Socket;
  readonly heard: Record<(typeof EVENTS)[number], Message[]>;
  join(channel: string, from?: unknown): Promise<Message>;
}

/** Two API processes over the same books and the same Redis, and the sockets that listen to them. */
export class ChannelHouse {
  readonly api: TestApi;
  readonly beside: Beside;
  readonly redis: Redis;
  readonly #opened: Socket[] = [];

  private constructor(api: TestApi, beside: Beside) {
    this.api = api;
    this.beside = beside;
    this.redis = createRedis({ url: api.redisUrl, name: "test" });
  }

  static async start(): Promise<ChannelHouse> {
    const api = await TestApi.start({ BETS_PER_SECOND: "500", BETS_BURST: "1000" });
    return new ChannelHouse(api, await api.startBeside());
  }

  /** At the first process, or at the one whose address is given. */
  async open(auth: Record<string, unknown> = {}, url = this.api.url): Promise<Ear> {
    const socket = this.api.socket(auth, url);
    this.#opened.push(socket);
    const heard = Object.fromEntries(EVENTS.map((event) => [event, []])) as unknown as Ear["heard"];
    for (const event of EVENTS) socket.on(event, (message: Message) => heard[event].push(message));
    await new Promise<void>((resolve, reject) => {
      socket.on("connect", resolve);
      socket.on("connect_error", reject);
    });
    return {
      socket,
      heard,
      join: (channel, from) =>
        socket
          .timeout(ANSWER_TIMEOUT_MS)
          .emitWithAck("join", { channel, ...(from === undefined ? {} : { from }) }),
    };
  }

  openAs({ accessToken: token }: SignedIn, url = this.api.url): Promise<Ear> {
    return this.open({ token }, url);
  }

  /** Puts messages on a channel as any process would; each holds one bet whose id tells them apart. */
  async publish(channel: "feed" | "high", count = 1, tenantId = this.api.tenantId): Promise<string[]> {
    const live = createLivePublisher(this.redis);
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      const shown = feedBet();
      ids.push(shown.betId);
      const body = { bets: [shown], skipped: 0 };
      const isTaken = await live.publish(tenantId, { channel, hold: FEED_HOLD, body });
      if (!isTaken) throw new Error("a message was not taken");
    }
    return ids;
  }

  closeSockets(): void {
    for (const socket of this.#opened.splice(0)) socket.disconnect();
  }

  async stop(): Promise<void> {
    this.redis.disconnect();
    await this.beside.stop();
    await this.api.stop();
  }
}

export function bet(overrides: Record<string, unknown> = {}) {
  return {
    betId: crypto.randomUUID(),
    game: "dice",
    currency: "BNB",
    stake: "1000",
    params: { targetHundredths: 5_000, direction: "over" },
    ...overrides,
  };
}

export function place(socket: Socket, message: unknown): Promise<Message> {
  return socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("bet", message);
}

/** The bets that messages of a feed show. */
export function idsOf(messages: Message[]): string[] {
  return messages.flatMap(({ bets }) => bets.map(({ betId }: Message) => betId));
}

function feedBet() {
  return {
    betId: crypto.randomUUID(),
    game: "dice",
    currency: "BNB",
    stake: "1",
    payout: "0",
    multiplier: { numerator: "0", denominator: "1" },
    createdAt: new Date().toISOString(),
    player: "ABCDEF",
  };
}
