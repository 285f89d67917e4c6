import type { LiveLog } from "#backend/adapters/liveLog.ts";
import type { LiveReader } from "#backend/adapters/liveReader.ts";
import type { HouseChannelName } from "#domain/api/socket.ts";
import { invariant } from "#domain/errors.ts";
import { type HouseChannel, logKey } from "./houseChannel.ts";
import { ChannelUnavailable, createTopic, type Topic } from "./topic.ts";

export interface FollowedTopicsDeps {
  readonly log: Pick<LiveLog, "last">;
  readonly reader: Pick<LiveReader, "watch" | "unwatch">;
  readonly channels: readonly HouseChannel[];
}

/** The houses' logs that this process follows, because somebody listens or has just come. */
export interface FollowedTopics {
  /** A topic, opened once for all who ask at the same time. @throws ChannelUnavailable */
  open(tenantId: number, name: HouseChannelName): Promise<Topic>;
  /** The topic of a log, if it is followed. */
  find(key: string): Topic | undefined;
  /** Follows a topic again that was dropped while somebody was about to listen. */
  resume(key: string, topic: Topic): void;
  /** Follows no more what passes the test. */
  drop(isUnheard: (key: string) => boolean): void;
}

export function createFollowedTopics({ log, reader, ...deps }: FollowedTopicsDeps): FollowedTopics {
  const channels = new Map(deps.channels.map((channel) => [channel.name, channel]));
  const topics = new Map<string, Topic>();
  const opening = new Map<string, Promise<Topic>>();

  async function begin(tenantId: number, name: HouseChannelName): Promise<Topic> {
    const key = logKey(tenantId, name);
    const channel = channels.get(name);
    invariant(channel !== undefined, "every house channel is served");
    const entries = await log.last(key, channel.hold).catch((cause: unknown) => {
      throw new ChannelUnavailable(name, { cause });
    });
    const topic = createTopic(tenantId, channel, entries);
    follow(key, topic);
    return topic;
  }

  function follow(key: string, topic: Topic): void {
    topics.set(key, topic);
    reader.watch(key, topic.place);
  }

  return {
    async open(tenantId, name) {
      const key = logKey(tenantId, name);
      const known = topics.get(key) ?? opening.get(key);
      if (known !== undefined) return known;
      const opened = begin(tenantId, name).finally(() => opening.delete(key));
      opening.set(key, opened);
      return opened;
    },
    find: (key) => topics.get(key),
    resume(key, topic) {
      if (!topics.has(key)) follow(key, topic);
    },
    drop(isUnheard) {
      for (const key of topics.keys()) {
        if (!isUnheard(key)) continue;
        topics.delete(key);
        reader.unwatch(key);
      }
    },
  };
}
