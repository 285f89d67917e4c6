import type { HouseChannelName } from "#domain/api/socket.ts";
import type { SocketReadings } from "./socketReadings.ts";

/** A numbered channel that says the same to everyone of a house. */
export interface HouseChannel {
  readonly name: HouseChannelName;
  /** Messages kept for those who come back. */
  readonly hold: number;
  /**
   * What a socket that comes anew must know. It is sent with the place before which it was asked for, and the messages
   * after that place follow: they must be safe to apply to a snapshot that knows them already.
   * @param held the messages that are still held, oldest first, as they were published
   */
  snapshot(tenantId: number, held: readonly object[]): object | Promise<object>;
}

/** The same channel, whose snapshots wait for their turn among all that is read for sockets. */
export function readInTurn(channel: HouseChannel, readings: Pick<SocketReadings, "run">): HouseChannel {
  return {
    ...channel,
    snapshot: (tenantId, held) => readings.run(async () => channel.snapshot(tenantId, held)),
  };
}

/** Where a house's log of a channel lies in Redis. */
export function logKey(tenantId: number, channel: HouseChannelName): string {
  return `fairhouse:live:{${tenantId}:${channel}}`;
}
