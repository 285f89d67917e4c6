import { type JoinRequest, joinAck, socketEvents } from "#domain/api/socket.ts";
import { backOffMs } from "@/lib/live/backOff";
import type { ChannelSocket } from "@/lib/live/channelSocket";

/** The request to hear a channel, repeated until the house grants it: later after each refusal. */
export type ChannelRequest = {
  /** Asked, and not granted yet. */
  isOpen(): boolean;
  /** Refused by now, and to be repeated. */
  isRefused(): boolean;
  send(socket: ChannelSocket): void;
  /** Not repeated any more, nor is an answer heard that is still on its way. */
  stop(): void;
};

/** @param request as it is to be worded at the time it is sent */
export function createChannelRequest(request: () => JoinRequest): ChannelRequest {
  let askedAt: ChannelSocket | null = null;
  let isOpen = false;
  /** In a row. */
  let refusals = 0;
  let again: ReturnType<typeof setTimeout> | undefined;

  function send(socket: ChannelSocket): void {
    askedAt = socket;
    isOpen = true;
    clearTimeout(again);
    socket.emit(socketEvents.join, request(), (answer: unknown) => {
      if (askedAt !== socket) return;
      const ack = joinAck.safeParse(answer).data;
      if (ack?.ok === true) {
        isOpen = false;
        refusals = 0;
        return;
      }
      refusals += 1;
      again = setTimeout(send, backOffMs(refusals, ack?.problem.retryAfterMs), socket);
    });
  }

  return {
    isOpen: () => isOpen,
    isRefused: () => refusals > 0,
    send,
    stop() {
      clearTimeout(again);
      askedAt = null;
    },
  };
}
