import type { HouseChannelName } from "#domain/api/socket.ts";

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

/** Where a house's log of a channel lies in Redis. */
export function logKey(tenantId: number, channel: HouseChannelName): string {
  return `fairhouse:live:{${tenantId}:${channel}}`;
}
