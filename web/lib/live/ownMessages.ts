import type { Socket } from "socket.io-client";
import {
  type ActivityMessage,
  activityMessage,
  type BalanceMessage,
  balanceMessage,
  type NoticeMessage,
  noticeMessage,
  socketEvents,
} from "#domain/api/socket.ts";
import { createResync } from "@/lib/live/resync";

/** What the house says to one player, and to every page of that player. */
export type OwnHandlers = {
  onBalance(message: BalanceMessage): void;
  onActivity(message: ActivityMessage): void;
  onNotice(message: NoticeMessage): void;
};

/** Numbered channels: a gap means that a message was missed, so a new snapshot is asked for. */
export function hearOwnMessages(socket: Socket, handlers: OwnHandlers): void {
  const seen = new Map<string, number>();
  const resync = createResync(socket);
  socket.on("connect", () => seen.clear());

  function isInOrder(channel: string, seq: number): boolean {
    const last = seen.get(channel);
    seen.set(channel, seq);
    return last === undefined || seq === last + 1;
  }
  function check(channel: string, seq: number, isSnapshot: boolean): void {
    if (!isInOrder(channel, seq) && !isSnapshot) resync();
  }

  socket.on(socketEvents.balance, (raw: unknown) => {
    const message = balanceMessage.parse(raw);
    check(socketEvents.balance, message.seq, message.snapshot);
    handlers.onBalance(message);
  });
  socket.on(socketEvents.activity, (raw: unknown) => {
    const message = activityMessage.parse(raw);
    check(socketEvents.activity, message.seq, false);
    handlers.onActivity(message);
  });
  socket.on(socketEvents.notice, (raw: unknown) => {
    const message = noticeMessage.parse(raw);
    check(socketEvents.notice, message.seq, true);
    handlers.onNotice(message);
  });
}
