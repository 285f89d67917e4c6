import type { ChannelSocket } from "@/lib/live/channelSocket";
import {
  type ChannelListener,
  type ChannelName,
  createLiveChannel,
  type LiveChannel,
} from "@/lib/live/liveChannel";

/** The channels that this page listens to, whatever happens to the connection. */
export type LiveChannels = {
  readonly size: number;
  /** @returns how to stop listening */
  join(name: ChannelName, listener: ChannelListener): () => void;
  /** A connection stands, or stands again: channels go on from where they were. */
  attach(socket: ChannelSocket): void;
  detach(): void;
};

/** @param report is told what a listener could not take in; the others hear the message all the same */
export function createLiveChannels(report: (error: unknown) => void): LiveChannels {
  const channels = new Map<ChannelName, LiveChannel>();
  let socket: ChannelSocket | null = null;

  return {
    get size() {
      return channels.size;
    },
    join(name, listener) {
      const known = channels.get(name);
      const channel = known ?? createLiveChannel(name, report);
      channel.add(listener);
      if (known === undefined) {
        channels.set(name, channel);
        if (socket !== null) channel.attach(socket);
      }
      return () => {
        if (channel.remove(listener) || channels.get(name) !== channel) return;
        channels.delete(name);
        channel.leave();
      };
    },
    attach(attached) {
      socket = attached;
      for (const channel of channels.values()) channel.attach(attached);
    },
    detach() {
      for (const channel of channels.values()) channel.detach();
      socket = null;
    },
  };
}
