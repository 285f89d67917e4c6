import type { Redis } from "ioredis";
import { createLiveLog, type LogEntry, type LogPlace } from "#backend/adapters/liveLog.ts";
import type { LiveReader } from "#backend/adapters/liveReader.ts";
import type { HouseChannelName } from "#domain/api/socket.ts";
import type { Connection } from "./connection.ts";
import { createFollowedTopics } from "./followedTopics.ts";
import { type HouseChannel, logKey } from "./houseChannel.ts";
import type { Topic } from "./topic.ts";

export interface HouseChannelsDeps {
  readonly redis: Redis;
  readonly reader: Pick<LiveReader, "watch" | "unwatch">;
  readonly rooms: Rooms;
  readonly channels: readonly HouseChannel[];
  readonly onFault: (error: unknown) => void;
}

/** The sockets of this process, by what they listen to. A message to a room is written once for all of them. */
export interface Rooms {
  send(room: string, event: string, message: object): void;
  isEmpty(room: string): boolean;
}

export interface HouseChannels {
  /**
   * From now on the socket hears the channel: first what it missed since the place it names, as far as that is held,
   * else a snapshot.
   * @returns whether it goes on from where it was
   * @throws ChannelUnavailable
   */
  join(connection: Connection, name: HouseChannelName, from: LogPlace | null): Promise<boolean>;
  leave(connection: Connection, name: HouseChannelName): void;
  /** Takes in a message that the reader has read. */
  hear(key: string, entry: LogEntry): void;
  /** Stops following what nobody listens to. */
  sweep(): void;
}

export function createHouseChannels(deps: HouseChannelsDeps): HouseChannels {
  const { redis, reader, rooms, channels, onFault } = deps;
  const topics = createFollowedTopics({ log: createLiveLog(redis), reader, channels });
  /** Topics whose listeners all wait for a new snapshot. */
  const interrupted = new Set<Topic>();

  async function interrupt(key: string, topic: Topic): Promise<void> {
    if (interrupted.has(topic)) return;
    interrupted.add(topic);
    try {
      await topic.startAnew((messages) => {
        interrupted.delete(topic);
        for (const message of messages) rooms.send(key, topic.channel.name, message);
      });
    } finally {
      // If there was no snapshot, the next message shows the gap, and those who see it join again.
      interrupted.delete(topic);
    }
  }

  return {
    async join(connection, name, from) {
      const key = logKey(connection.tenant.id, name);
      const { socket } = connection;
      connection.joined.add(name);
      const topic = await topics.open(connection.tenant.id, name);
      const follow = (messages: readonly object[]) => {
        if (!socket.connected || !connection.joined.has(name)) return;
        for (const message of messages) socket.emit(name, message);
        void socket.join(key);
        // It may have been swept while this socket waited for its snapshot.
        topics.resume(key, topic);
      };
      const missed = from === null ? null : topic.after(from);
      if (missed !== null) follow(missed);
      else await topic.startAnew(follow);
      return missed !== null;
    },
    leave(connection, name) {
      connection.joined.delete(name);
      void connection.socket.leave(logKey(connection.tenant.id, name));
    },
    hear(key, entry) {
      const topic = topics.find(key);
      if (topic === undefined) return;
      const message = topic.take(entry);
      if (message === null) interrupt(key, topic).catch(onFault);
      else if (!interrupted.has(topic)) rooms.send(key, topic.channel.name, message);
    },
    sweep: () => topics.drop((key) => rooms.isEmpty(key)),
  };
}
