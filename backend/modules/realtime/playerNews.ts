import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { z } from "zod";
import { BEFORE_ALL, createLiveLog, type LogEntry } from "#backend/adapters/liveLog.ts";
import { createHeldMessages } from "./heldMessages.ts";

/** Whose balance, or bets, have changed. */
export interface ChangedPlayer {
  readonly tenantId: number;
  readonly userId: string;
}

export interface PlayerNewsEar {
  /** Something of the player's was committed by another process, or by a part of this one that tells no sockets itself. */
  readonly onChange: (player: ChangedPlayer) => void;
  /** News was lost: any player's may have changed. */
  readonly onGap: () => void;
}

/** Tells the processes that a player's sockets are connected to that they should look into the books. */
export interface PlayerNews {
  /** Who is told; until then news is only passed on. */
  listen(ear: PlayerNewsEar): void;
  /** Call after the commit. All of the player's sockets hear of it. */
  changed(tenantId: number, userId: string): void;
  /** As `changed`, where this process tells its own sockets more, and earlier. */
  changedHere(tenantId: number, userId: string): void;
  hear(entry: LogEntry): void;
  stop(): void;
}

/** All processes of the installation share this log. */
export const PLAYER_NEWS_KEY = "fairhouse:live:players";

/** News waits so long for other news, so that a busy process sends ten messages a second, however many bets it settles. */
const GATHER_MS = 100;
/** At ten messages a second: minutes, for a process that was away. */
const HOLD = 1_024;

const news = z.object({
  from: z.string(),
  players: z.array(z.tuple([z.int(), z.string()])),
});

export function createPlayerNews(redis: Redis): PlayerNews {
  const log = createLiveLog(redis);
  const own = randomUUID();
  const order = createHeldMessages(1);
  const waiting = new Map<string, ChangedPlayer>();
  let timer: NodeJS.Timeout | undefined;
  let isNewLog = false;
  let ear: PlayerNewsEar | undefined;

  async function send(): Promise<void> {
    timer = undefined;
    const players = [...waiting.values()].map(({ tenantId, userId }) => [tenantId, userId]);
    waiting.clear();
    try {
      const body = JSON.stringify({ from: own, players });
      await log.append(PLAYER_NEWS_KEY, { body, hold: HOLD, isNewLog, paceMs: 0 });
      isNewLog = false;
    } catch {
      // Whoever hears of the next news finds that some is missing, and looks at everybody.
      isNewLog = true;
    }
  }

  function gather(player: ChangedPlayer): void {
    waiting.set(player.userId, player);
    timer ??= setTimeout(send, GATHER_MS);
  }

  return {
    listen(listening) {
      ear = listening;
    },
    changed(tenantId, userId) {
      ear?.onChange({ tenantId, userId });
      gather({ tenantId, userId });
    },
    changedHere: (tenantId, userId) => gather({ tenantId, userId }),
    hear({ place, body }) {
      const { from, players } = news.parse(JSON.parse(body));
      const isFirst = order.place === BEFORE_ALL;
      // Whoever connected before the first news was heard has read the books since it was sent.
      if (!order.add({ place, body: players }) && !isFirst) ear?.onGap();
      if (from === own) return;
      for (const [tenantId, userId] of players) ear?.onChange({ tenantId, userId });
    },
    stop: () => clearTimeout(timer),
  };
}
