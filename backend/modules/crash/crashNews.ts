import type { Redis } from "ioredis";
import type { z } from "zod";
import type { LivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import type { PlayerNews } from "#backend/modules/realtime/playerNews.ts";
import type { CrashNews, CrashRoundView, crashTickNews } from "#domain/api/crash.ts";
import { isoTime } from "./roundRow.ts";

/** Messages kept for those who come back: about half a minute of a running round. */
export const CRASH_HOLD = 300;

export interface CrashNewsDeps {
  readonly redis: Redis;
  readonly live: LivePublisher;
  readonly players: Pick<PlayerNews, "changed">;
}

/** What the leader of a table tells the sockets of its house, whichever processes they are connected to. */
export interface CrashNewsDesk {
  tellRound(tenantId: number, round: CrashRoundView, nowMs: number): void;
  tick(tenantId: number, tick: z.infer<typeof crashTickNews>): void;
  /** Money of the player's has moved: all of the player's sockets are told the new balance. */
  playerChanged(tenantId: number, userId: string): void;
  /** Whether anybody can hear it: nothing is said while Redis is away, and no round is opened. */
  isHeard(): boolean;
}

export function createCrashNews({ redis, live, players }: CrashNewsDeps): CrashNewsDesk {
  const publish = (tenantId: number, body: CrashNews) =>
    void live.publish(tenantId, { channel: "crash", hold: CRASH_HOLD, body });
  return {
    tellRound: (tenantId, round, nowMs) =>
      publish(tenantId, { kind: "round", serverTime: isoTime(nowMs), round }),
    tick: publish,
    playerChanged: players.changed,
    isHeard: () => redis.status === "ready",
  };
}
