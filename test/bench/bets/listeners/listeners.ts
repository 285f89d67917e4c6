import { setTimeout as pause } from "node:timers/promises";
import { openCrowdSocket } from "../../crash/crowdSocket.ts";
import type { JoinOrder, ListenAnswer, ListenOrder } from "./audience.ts";
import { createFeedTimes } from "./feedTimes.ts";
import { Hearing } from "./hearing.ts";
import { createTickTimes } from "./tickTimes.ts";

/** The process that holds the audience's sockets. It answers the first order when all have joined, the second with its report. */

const CONNECTS_AT_ONCE = 100;
const CHANNELS = ["crash", "feed"] as const;

process.once("disconnect", () => process.exit());
process.once("message", async (order: JoinOrder) => {
  const hearings = {
    crash: new Hearing(order.sockets, createTickTimes()),
    feed: new Hearing(order.sockets, createFeedTimes()),
  };
  let closed = 0;
  for (let first = 0; first < order.sockets; first += CONNECTS_AT_ONCE) {
    const count = Math.min(CONNECTS_AT_ONCE, order.sockets - first);
    await Promise.all(Array.from({ length: count }, (_, place) => join(first + place)));
  }

  function join(socket: number): Promise<void> {
    return openCrowdSocket({
      port: order.port,
      channels: CHANNELS,
      hear: (channel, packet) => hearings[channel === "crash" ? "crash" : "feed"].hear(socket, packet),
      onClose: () => {
        closed += 1;
      },
    });
  }

  process.once("message", async ({ afterMs, forMs }: ListenOrder) => {
    await pause(afterMs);
    for (const channel of CHANNELS) hearings[channel].startCounting();
    const before = process.cpuUsage();
    await pause(forMs);
    const { user, system } = process.cpuUsage(before);
    const [crash, feed] = [hearings.crash.heard(), hearings.feed.heard()];
    const cpuSeconds = (user + system) / 1e6;
    process.send?.({ sockets: order.sockets, closed, crash, feed, cpuSeconds } satisfies ListenAnswer);
  });
  process.send?.({ ready: true });
});
