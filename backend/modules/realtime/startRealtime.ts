import type { Server as HttpServer } from "node:http";
import type { Redis } from "ioredis";
import type { Clock } from "#backend/adapters/clock.ts";
import { BEFORE_ALL } from "#backend/adapters/liveLog.ts";
import { createLiveReader, type LiveReader } from "#backend/adapters/liveReader.ts";
import type { Log } from "#backend/adapters/log.ts";
import type { ApiMetrics } from "#backend/adapters/metrics.ts";
import { listenToNotifications, type NotificationListener } from "#backend/adapters/notificationListener.ts";
import { ACTIVITY_CHANNEL } from "#backend/db/activityChannel.ts";
import type { Authenticate } from "#backend/modules/auth/authenticate.ts";
import type { LiveSessions } from "#backend/modules/auth/liveSessions.ts";
import { SESSION_CHANNEL } from "#backend/modules/auth/sessionChannel.ts";
import type { BetFeed } from "#backend/modules/betFeed/betFeed.service.ts";
import { tellingOfBets } from "#backend/modules/betFeed/tellingOfBets.ts";
import type { BetEngine } from "#backend/modules/casino/betEngine.ts";
import type { BetHistory } from "#backend/modules/casino/betHistory.service.ts";
import type { Tenants } from "#backend/modules/house/tenants.ts";
import type { Wallet } from "#backend/modules/wallet/wallet.service.ts";
import { createAudience } from "./audience.ts";
import { createBetMessageHandler } from "./betMessages.ts";
import type { Connection } from "./connection.ts";
import type { HouseChannel } from "./houseChannel.ts";
import { createHouseChannels } from "./houseChannels.ts";
import { createJoinMessages } from "./joinMessages.ts";
import type { MessageLimits } from "./messageBudget.ts";
import { createNotificationHandler } from "./notifications.ts";
import { createOwnChannels, type OwnChannels, type OwnChannelsDeps } from "./ownChannels.ts";
import { PLAYER_NEWS_KEY, type PlayerNews } from "./playerNews.ts";
import { createSocketIo, roomsOf } from "./socketIo.ts";
import { createSocketPlaces } from "./socketPlaces.ts";
import type { SocketReadings } from "./socketReadings.ts";
import { createSocketServer } from "./socketServer.ts";

export interface RealtimeDeps {
  readonly httpServer: HttpServer;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redis: Redis;
  readonly engine: BetEngine;
  readonly betFeed: BetFeed;
  readonly news: PlayerNews;
  readonly onCrash: (connection: Connection) => void;
  /** What one may join, beside what every socket hears. */
  readonly channels: readonly HouseChannel[];
  readonly tenants: Tenants;
  readonly authenticate: Authenticate;
  readonly sessions: LiveSessions;
  readonly wallet: Wallet;
  readonly history: BetHistory;
  /** What is stopped at this moment, from no memory. */
  readonly readStopped: OwnChannelsDeps["readStopped"];
  /** Shared with whatever else reads for sockets. */
  readonly readings: SocketReadings;
  readonly limits: MessageLimits;
  readonly requestsPerMinute: number;
  readonly trustedProxies: number;
  readonly metrics: ApiMetrics;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Realtime {
  /** From now on no socket is opened; those that are open stay, to hear what became of what they asked for. */
  takeNoMore(): void;
  /** Closes the sockets when they have received what is on its way to them. */
  close(): Promise<void>;
}

/** Sockets, and the ears on what other processes say and commit. */
export function startRealtime(deps: RealtimeDeps): Realtime {
  const { sessions, readings, metrics, log } = deps;
  const io = createSocketIo(deps.httpServer);
  const audience = createAudience();
  const own = createOwnChannels({ ...deps, audience });
  const { channels, reader } = followLogs(deps, own, roomsOf(io));
  const sockets = createSocketServer({
    ...deps,
    io,
    audience,
    own,
    channels,
    places: createSocketPlaces(deps.requestsPerMinute),
    onBet: createBetMessageHandler({ engine: tellingEngine(deps, own), metrics, log }),
    joins: createJoinMessages({ channels, own, readings, log }),
  });
  const listener: NotificationListener = listenToNotifications({
    url: deps.databaseUrl,
    channels: [ACTIVITY_CHANNEL, SESSION_CHANNEL],
    ...createNotificationHandler({ own, sessions, endSockets: sockets.endSession, log }),
  });

  return {
    takeNoMore: sockets.takeNoMore,
    async close() {
      await sockets.close();
      await Promise.all([listener.stop(), reader.stop()]);
    },
  };
}

/** What is said in Redis reaches the sockets of this process. */
function followLogs(
  { redis, redisUrl, news, channels, log }: RealtimeDeps,
  own: OwnChannels,
  rooms: ReturnType<typeof roomsOf>,
) {
  const report = (error: unknown) => log.warn({ err: error }, "sockets could not be brought up to date");
  const resync = () => void own.resync().catch(report);
  news.listen({ onChange: own.refresh, onGap: resync });
  const reader: LiveReader = createLiveReader({
    redisUrl,
    redis,
    onEntry: (key, entry) => (key === PLAYER_NEWS_KEY ? news.hear(entry) : houseChannels.hear(key, entry)),
    onBack: resync,
    onLost: (error) => log.warn({ err: error }, "live messages lost, reading again"),
  });
  const houseChannels = createHouseChannels({ redis, reader, rooms, channels, onFault: report });
  reader.watch(PLAYER_NEWS_KEY, BEFORE_ALL);
  return { channels: houseChannels, reader };
}

/** Bets placed over this process's sockets: it tells its own sockets itself, and the other processes that they should look. */
function tellingEngine({ engine, betFeed, news }: RealtimeDeps, own: OwnChannels): BetEngine {
  return tellingOfBets(engine, {
    feed: betFeed,
    onSettled: (settled) => {
      own.betSettled(settled, settled.bet);
      news.changedHere(settled.tenantId, settled.userId);
    },
  });
}
