import { io } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createLivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import { ANSWER_TIMEOUT_MS, ChannelHouse, idsOf, type Message } from "./channelHouse.ts";

let house: ChannelHouse;
beforeAll(async () => {
  house = await ChannelHouse.start();
});
afterAll(() => house.stop());
afterEach(() => house.closeSockets());

describe("limits", () => {
  test("error: TooManyConnections", async () => {
    const player = await house.api.player();
    await Promise.all(Array.from({ length: 64 }, () => house.openAs(player)));
    await expect(house.openAs(player)).rejects.toMatchObject({
      message: "TOO_MANY_CONNECTIONS",
      data: { status: 429, code: "TOO_MANY_CONNECTIONS" },
    });
    await house.openAs(await house.api.player());
  });

  test("behavior: a socket that does not read is closed, and says why", async () => {
    const { socket, heard, join } = await house.open();
    await join("high");
    const transport = (socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
    transport.pause();
    // More than the network between the two takes by itself.
    const body = { bets: [], skipped: 0, padding: "x".repeat(1_000_000) };
    const live = createLivePublisher(house.redis);
    for (let index = 0; index < 30; index++)
      await live.publish(house.api.tenantId, { channel: "high", hold: 60, body });
    await expect.poll(() => house.api.logLines.some((line) => line.includes("does not read"))).toBe(true);
    transport.resume();
    await expect.poll(() => heard.closing).toMatchObject([{ code: "SLOW_CONSUMER" }]);
    await expect.poll(() => heard.disconnect).toHaveLength(1);
  });

  test("behavior: a thousand sockets connect, join and hear the same", async () => {
    await house.redis.del(`fairhouse:live:{${house.api.tenantId}:high}`);
    const sockets = Array.from({ length: 1_000 }, (_, index) =>
      io(index % 2 === 0 ? house.api.url : house.beside.url, {
        path: "/socket.io",
        transports: ["websocket"],
        forceNew: true,
      }),
    );
    try {
      const heard = sockets.map((socket) => {
        const messages: Message[] = [];
        socket.on("high", (message: Message) => messages.push(message));
        return messages;
      });
      const acks = await Promise.all(
        sockets.map((socket) => socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("join", { channel: "high" })),
      );
      expect(acks.every(({ ok }) => ok)).toBe(true);
      const ids = await house.publish("high", 5);
      await expect
        .poll(() => heard.filter((messages) => ids.every((id) => idsOf(messages).includes(id))).length)
        .toBe(1_000);
    } finally {
      for (const socket of sockets) socket.disconnect();
    }
  });
});
