import { z } from "zod";
import { type JoinRequest, joinAck, socketEvents } from "#domain/api/socket.ts";
import { backOffMs } from "@/lib/live/backOff";

/** As much of a socket as channels need. */
export type ChannelSocket = {
  readonly connected: boolean;
  emit(event: string, ...args: unknown[]): unknown;
  on(event: string, listener: (message: unknown) => void): unknown;
  off(event: string, listener: (message: unknown) => void): unknown;
};

export type ChannelName = JoinRequest["channel"];

export type ChannelListener = {
  /** Messages in their order, none twice; one with `snapshot` true takes the place of all before it. */
  onMessage(message: unknown): void;
};

/** The channels that this page listens to, whatever happens to the connection. */
export type LiveChannels = {
  readonly size: number;
  /** @returns how to stop listening */
  join(name: ChannelName, listener: ChannelListener): () => void;
  /** A connection stands, or stands again: channels go on from where they were. */
  attach(socket: ChannelSocket): void;
  detach(): void;
};

type Place = { readonly epoch: number; readonly seq: number };
type Channel = {
  readonly listeners: Set<ChannelListener>;
  /** Of the last message; null before the first. */
  place: Place | null;
  receive: ((message: unknown) => void) | null;
  /** The house has been asked, and has not granted it yet: nobody asks beside that. */
  isAsking: boolean;
  /** In a row. */
  refusals: number;
  /** Asks again after a refusal. */
  again: ReturnType<typeof setTimeout> | undefined;
};

/** What every message carries. Own channels have no epoch: their numbers are the connection's. */
const numbered = z.looseObject({
  epoch: z.number().default(0),
  seq: z.number(),
  snapshot: z.boolean(),
});

/** @param report is told what a listener could not take in; the others hear the message all the same */
export function createLiveChannels(report: (error: unknown) => void): LiveChannels {
  const channels = new Map<ChannelName, Channel>();
  let socket: ChannelSocket | null = null;

  function ask(name: ChannelName, channel: Channel): void {
    const asked = socket;
    if (asked === null) return;
    const isHouse = name !== "mine";
    const from = isHouse && channel.place !== null ? { from: channel.place } : {};
    clearTimeout(channel.again);
    channel.isAsking = true;
    asked.emit(socketEvents.join, { channel: name, ...from }, (answer: unknown) => {
      if (asked !== socket || channels.get(name) !== channel) return;
      const ack = joinAck.safeParse(answer).data;
      if (ack?.ok === true) {
        channel.isAsking = false;
        channel.refusals = 0;
        return;
      }
      channel.refusals += 1;
      const waitMs = backOffMs(channel.refusals, ack?.problem.retryAfterMs);
      channel.again = setTimeout(() => ask(name, channel), waitMs);
    });
  }

  function take(name: ChannelName, channel: Channel, raw: unknown): void {
    const parsed = numbered.safeParse(raw);
    if (!parsed.success) {
      report(parsed.error);
      return;
    }
    const message = parsed.data;
    const { epoch, seq, snapshot } = message;
    const { place } = channel;
    if (!snapshot && place !== null && place.epoch === epoch && seq <= place.seq) return;
    const isNext = place !== null && place.epoch === epoch && seq === place.seq + 1;
    if (!snapshot && !isNext) {
      if (!channel.isAsking) ask(name, channel);
      return;
    }
    channel.place = { epoch, seq };
    for (const listener of channel.listeners) tell(listener, message);
  }

  function tell(listener: ChannelListener, message: unknown): void {
    try {
      listener.onMessage(message);
    } catch (error) {
      report(error);
    }
  }

  function listen(name: ChannelName, channel: Channel): void {
    channel.receive = (message) => take(name, channel, message);
    socket?.on(name, channel.receive);
    ask(name, channel);
  }

  function unlisten(name: ChannelName, channel: Channel): void {
    clearTimeout(channel.again);
    if (channel.receive !== null) socket?.off(name, channel.receive);
    channel.receive = null;
  }

  return {
    get size() {
      return channels.size;
    },
    join(name, listener) {
      const known = channels.get(name);
      const channel: Channel = known ?? createChannel();
      channel.listeners.add(listener);
      if (known === undefined) {
        channels.set(name, channel);
        listen(name, channel);
      } else {
        // Whoever comes later needs a snapshot, too.
        channel.place = null;
        if (channel.refusals === 0) ask(name, channel);
      }
      return () => {
        channel.listeners.delete(listener);
        if (channel.listeners.size > 0 || channels.get(name) !== channel) return;
        channels.delete(name);
        unlisten(name, channel);
        socket?.emit(socketEvents.leave, { channel: name });
      };
    },
    attach(attached) {
      socket = attached;
      for (const [name, channel] of channels) {
        if (name === "mine") channel.place = null;
        unlisten(name, channel);
        listen(name, channel);
      }
    },
    detach() {
      for (const [name, channel] of channels) unlisten(name, channel);
      socket = null;
    },
  };
}

function createChannel(): Channel {
  return { listeners: new Set(), place: null, receive: null, isAsking: false, refusals: 0, again: undefined };
}
