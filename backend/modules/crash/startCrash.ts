import type { Redis } from "ioredis";
import type pg from "pg";
import type { PublicClient } from "viem";
import type { Entropy } from "#backend/adapters/entropy.ts";
import type { Log } from "#backend/adapters/log.ts";
import type { Route } from "#backend/http/route.ts";
import type { BetFeed } from "#backend/modules/betFeed/betFeed.service.ts";
import type { GateLimits } from "#backend/modules/casino/gate.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import type { KillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import type { Connection } from "#backend/modules/realtime/connection.ts";
import { type HouseChannel, readInTurn } from "#backend/modules/realtime/houseChannel.ts";
import type { LivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import type { PlayerNews } from "#backend/modules/realtime/playerNews.ts";
import type { SocketReadings } from "#backend/modules/realtime/socketReadings.ts";
import { createBetBoard } from "./betBoard.ts";
import { crashRoutes } from "./crash.routes.ts";
import { crashChannel } from "./crashChannel.ts";
import { createCrashEngine } from "./crashEngine.ts";
import { createCrashHistory } from "./crashHistory.service.ts";
import { createCrashMessages } from "./crashMessages.ts";
import { createCrashNews } from "./crashNews.ts";
import { createDatabaseClock } from "./databaseClock.ts";
import { type Leadership, startLeadership } from "./leadership.ts";
import { crashBetsChannel } from "./roundBets.service.ts";
import { createListTables, createSetTable } from "./tableSettings.service.ts";

export interface CrashDeps {
  /** Under `fairhouse_api`. */
  readonly pool: pg.Pool;
  /** Connections of its own under `fairhouse_engine`, for bets and for whoever leads. */
  readonly enginePool: pg.Pool;
  /** More of them, for cash-outs alone: they wait for nobody's bets, and for no other table's settlement. */
  readonly cashOutPool: pg.Pool;
  readonly redis: Redis;
  readonly limits: GateLimits;
  readonly cipher: SeedCipher;
  readonly killSwitches: KillSwitches;
  readonly entropy: Entropy;
  readonly live: LivePublisher;
  readonly feed: BetFeed;
  readonly players: PlayerNews;
  readonly readings: SocketReadings;
  readonly client: Pick<PublicClient, "getBlock">;
  readonly chainId: number;
  readonly log: Log;
}

/** The part of an API process that plays crash. */
export interface Crash {
  readonly routes: readonly Route[];
  readonly channels: readonly HouseChannel[];
  readonly onConnection: (connection: Connection) => void;
  readonly leadership: Leadership;
  /** Answers what was taken, and lets another process lead. */
  stop(): Promise<void>;
}

/** Takes bets and cash-outs, and leads every table that no other process leads. */
export function startCrash(deps: CrashDeps): Crash {
  const { enginePool, redis, live, feed, players, readings, client, log } = deps;
  const onFault = (error: unknown) => log.error({ err: error }, "crash fault");
  const board = createBetBoard(live);
  const shared = { ...deps, pool: enginePool, board, clock: createDatabaseClock(), onFault };
  const engine = createCrashEngine(shared);
  const history = createCrashHistory(deps.pool);
  const leadership = startLeadership({
    ...shared,
    news: createCrashNews({ redis, live, feed, players, board }),
    blocks: { hashOf: async (blockNumber) => (await client.getBlock({ blockNumber })).hash },
  });
  return {
    routes: crashRoutes({
      engine,
      history,
      listTables: createListTables(deps.pool),
      setTable: createSetTable(deps.pool),
    }),
    channels: [crashChannel(history), crashBetsChannel(deps.pool)].map((channel) =>
      readInTurn(channel, readings),
    ),
    onConnection: createCrashMessages({ engine, history, readings, onBet: players.changed, log }),
    leadership,
    async stop() {
      await Promise.all([engine.stop(), leadership.stop()]);
      board.stop();
    },
  };
}
