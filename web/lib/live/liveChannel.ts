import { z } from "zod";
import { type JoinRequest, socketEvents } from "#domain/api/socket.ts";
import { createChannelRequest } from "@/lib/live/channelRequest";
import type { ChannelSocket } from "@/lib/live/channelSocket";

export type ChannelName = JoinRequest["channel"];

export type ChannelListener = {
  /** Messages in their order, none twice; one with `snapshot` true takes the place of all before it. */
  onMessage(message: unknown): void;
};

/** One channel: who listens to it, and how far it has come. */
export type LiveChannel = {
  /** Whoever comes later needs a snapshot, too. */
  add(listener: ChannelListener): void;
  /** @returns whether anybody still listens */
  remove(listener: ChannelListener): boolean;
  /** A connection stands, or stands again: the channel goes on from where it was. */
  attach(socket: ChannelSocket): void;
  detach(): void;
  /** Tells the house that nobody listens any more. */
  leave(): void;
};

/** Of the last message. */
type Place = { readonly epoch: number; readonly seq: number };

/** What every message carries. Own channels have no epoch: their numbers are the connection's. */
const numbered = z.looseObject({
  epoch: z.number().default(0),
  seq: z.number(),
  snapshot: z.boolean(),
});

/** @param report is told what a listener could not take in; the others hear the message all the same */
export function createLiveChannel(name: ChannelName, report: (error: unknown) => void): LiveChannel {
  const isOwn = name === "mine";
  const listeners = new Set<ChannelListener>();
  let socket: ChannelSocket | null = null;
  /** Null before the first message, and when only a snapshot will do. */
  let place: Place | null = null;
  const request = createChannelRequest(() =>
    isOwn || place === null ? { channel: name } : { channel: name, from: place },
  );

  function ask(): void {
    if (socket !== null) request.send(socket);
  }

  function receive(raw: unknown): void {
    const parsed = numbered.safeParse(raw);
    if (!parsed.success) {
      report(parsed.error);
      return;
    }
    const message = parsed.data;
    const standing = standingAfter(place, message);
    if (standing === "gap" && !request.isOpen()) ask();
    if (standing !== "next") return;
    place = { epoch: message.epoch, seq: message.seq };
    for (const listener of listeners) {
      try {
        listener.onMessage(message);
      } catch (error) {
        report(error);
      }
    }
  }

  function detach(): void {
    request.stop();
    socket?.off(name, receive);
    socket = null;
  }

  return {
    add(listener) {
      listeners.add(listener);
      place = null;
      if (!request.isRefused()) ask();
    },
    remove(listener) {
      listeners.delete(listener);
      return listeners.size > 0;
    },
    attach(attached) {
      detach();
      socket = attached;
      if (isOwn) place = null;
      attached.on(name, receive);
      ask();
    },
    detach,
    leave() {
      const left = socket;
      detach();
      left?.emit(socketEvents.leave, { channel: name });
    },
  };
}

/** What a message is to whoever has heard everything up to a place; a snapshot takes the place of all before it. */
function standingAfter(place: Place | null, message: z.output<typeof numbered>): "next" | "known" | "gap" {
  const { epoch, seq, snapshot } = message;
  if (snapshot) return "next";
  if (place === null || place.epoch !== epoch || seq > place.seq + 1) return "gap";
  return seq === place.seq + 1 ? "next" : "known";
}
