import { socketEvents, syncAck } from "#domain/api/socket.ts";
import { backOffMs } from "@/lib/live/backOff";
import type { ChannelSocket } from "@/lib/live/channelSocket";

/**
 * Asks for new snapshots of the connection's own channels after a gap: once for all gaps that are seen until they come, and
 * again, later, when the house refuses.
 */
export function createResync(socket: Pick<ChannelSocket, "connected" | "emit" | "on">): () => void {
  let isAsking = false;
  let refusals = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function ask(): void {
    if (!socket.connected) return;
    socket.emit(socketEvents.sync, (answer: unknown) => {
      const ack = syncAck.safeParse(answer).data;
      if (ack?.ok === true) {
        isAsking = false;
        refusals = 0;
        return;
      }
      refusals += 1;
      timer = setTimeout(ask, backOffMs(refusals, ack?.problem.retryAfterMs));
    });
  }

  // Each connection begins with snapshots, and never hears what the one before it was answered.
  socket.on("connect", () => {
    clearTimeout(timer);
    isAsking = false;
    refusals = 0;
  });

  return () => {
    if (isAsking) return;
    isAsking = true;
    ask();
  };
}
