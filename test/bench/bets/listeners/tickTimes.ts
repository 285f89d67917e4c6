import { z } from "zod";
import type { TimeOf } from "./hearing.ts";

const TICK = /"kind":"tick","roundId":"(\d+)".*"elapsedMs":(\d+)/;
const ROUND = '"kind":"round"';
const roundMessage = z.object({
  round: z.object({ roundId: z.string(), startedAt: z.iso.datetime().nullable() }),
});

/** Ticks count from the start of their round, which an earlier message has told. */
export function createTickTimes(): TimeOf {
  const starts = new Map<string, number>();
  let lastRound = "";

  /** A thousand sockets hear the same: it is read once. */
  function noteRound(packet: string): void {
    if (packet === lastRound) return;
    lastRound = packet;
    const { round } = roundMessage.parse(JSON.parse(packet.slice(packet.indexOf("{"), -1)));
    if (round.startedAt !== null) starts.set(round.roundId, Date.parse(round.startedAt));
  }

  return (packet) => {
    const [, roundId, elapsedMs] = TICK.exec(packet) ?? [];
    if (roundId === undefined) {
      if (packet.includes(ROUND)) noteRound(packet);
      return undefined;
    }
    const startedAt = starts.get(roundId);
    return startedAt === undefined ? undefined : startedAt + Number(elapsedMs);
  };
}
