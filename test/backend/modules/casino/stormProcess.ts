import { setTimeout as pause } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import type { BetRequest } from "#domain/api/casino.ts";
import type { BetAck } from "#domain/api/socket.ts";
import type { StormOrder } from "./stormSockets.ts";

/** The process behind `openStormSockets`. */

const ANSWER_TIMEOUT_MS = 60_000;
const CONNECT_ATTEMPTS = 60;
const AGAIN_MS = 500;

process.once("disconnect", () => process.exit());
process.once("message", async ({ urls, token, sockets: count }: StormOrder) => {
  const sockets = Array.from({ length: count }, (_, n) =>
    io(urls[n % urls.length], {
      path: "/socket.io",
      transports: ["websocket"],
      auth: { token },
      forceNew: true,
    }),
  );
  await Promise.all(sockets.map(connected));
  process.on("message", async (bets: readonly (readonly BetRequest[])[]) => {
    const answers: BetAck[] = await Promise.all(
      sockets.flatMap((socket, n) =>
        (bets[n] ?? []).map((bet) => socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("bet", bet)),
      ),
    );
    process.send?.(answers);
  });
  process.send?.({ ready: true });
});

/** A server that is busy with all the others may ask to come again. */
async function connected(socket: Socket): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once("connect", resolve);
        socket.once("connect_error", reject);
      });
      return;
    } catch (error) {
      if (attempt === CONNECT_ATTEMPTS) throw error;
      await pause(AGAIN_MS);
      socket.connect();
    }
  }
}
