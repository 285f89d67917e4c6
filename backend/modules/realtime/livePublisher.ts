import type { Redis } from "ioredis";
import { createLiveLog } from "#backend/adapters/liveLog.ts";
import type { HouseChannelName } from "#domain/api/socket.ts";
import { logKey } from "./houseChannel.ts";

export interface Publication {
  readonly channel: HouseChannelName;
  /** As the channel's definition says. */
  readonly hold: number;
  readonly body: object;
  /** At most one message of this channel in so long, by all processes together; the others come to nothing. */
  readonly paceMs?: number;
}

/** Sends to the sockets of a house, whichever processes they are connected to. */
export interface LivePublisher {
  /** @returns whether the message was taken; never rejects */
  publish(tenantId: number, publication: Publication): Promise<boolean>;
}

/**
 * A message that could not be published is not sent again, because a later one may be out by then. The next one
 * begins a new log instead, and so makes everyone ask for what they missed.
 */
export function createLivePublisher(redis: Redis): LivePublisher {
  const log = createLiveLog(redis);
  const broken = new Set<string>();
  return {
    async publish(tenantId, { channel, hold, body, paceMs = 0 }) {
      const key = logKey(tenantId, channel);
      const isNewLog = broken.has(key);
      try {
        const place = await log.append(key, { body: JSON.stringify(body), hold, isNewLog, paceMs });
        if (place !== null) broken.delete(key);
        return place !== null;
      } catch {
        broken.add(key);
        return false;
      }
    },
  };
}
