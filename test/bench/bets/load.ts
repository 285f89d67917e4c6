import { writeFile } from "node:fs/promises";
import { createBetIds } from "./betIds.ts";
import { type BetSocket, openBetSocket } from "./betSocket.ts";
import { Latencies } from "./latencies.ts";
import type { LoadOrder, LoadReport } from "./protocol.ts";

/** Answers that have not come this long after the last bet count as lost. */
const DRAIN_MS = 10_000;
const CONNECTS_AT_ONCE = 50;

process.once("message", async (order: LoadOrder) => {
  const sockets = await connectAll(order);
  process.send?.({ ready: true });
  process.once("message", async () => process.send?.(await run(order, sockets)));
});
process.once("disconnect", () => process.exit());

async function connectAll({ port, tokens }: LoadOrder): Promise<BetSocket[]> {
  const sockets: BetSocket[] = [];
  for (let start = 0; start < tokens.length; start += CONNECTS_AT_ONCE) {
    const group = tokens.slice(start, start + CONNECTS_AT_ONCE);
    sockets.push(...(await Promise.all(group.map((token) => openBetSocket(port, token)))));
  }
  return sockets;
}

/** Sends the load and waits for the answers. Every bet must be answered; those due after the warm-up are timed. */
async function run(order: LoadOrder, sockets: readonly BetSocket[]): Promise<LoadReport> {
  const { shape, warmupSeconds, seconds } = order;
  const newBetId = createBetIds();
  const latencies = new Latencies();
  const acknowledged: string[] = [];
  const refused: Record<string, number> = {};
  const startedAt = performance.now();
  const countsFrom = startedAt + warmupSeconds * 1_000;
  const endsAt = countsFrom + seconds * 1_000;
  const cpuBefore = process.cpuUsage();
  let sent = 0;
  let answered = 0;
  let inTime = 0;

  function send(socket: BetSocket | undefined, dueAt: number, onAnswer?: () => void): void {
    const betId = newBetId();
    sent++;
    socket?.place(betOf(betId, sent), ({ isAccepted, refusal }) => {
      const now = performance.now();
      answered++;
      if (dueAt >= countsFrom) latencies.add(now - dueAt);
      if (isAccepted) {
        acknowledged.push(betId);
        if (now >= countsFrom && now < endsAt) inTime++;
      } else refused[refusal] = (refused[refusal] ?? 0) + 1;
      onAnswer?.();
    });
  }

  const load = { startedAt, countsFrom, endsAt, send };
  if (shape.kind === "open") await sendOpen(sockets, shape.betsPerSecond / 1_000, load);
  else await sendSaturated(sockets, shape.inFlightPerSocket, load);
  const drainUntil = performance.now() + DRAIN_MS;
  while (answered < sent && performance.now() < drainUntil) await pause(5);
  const { user, system } = process.cpuUsage(cpuBefore);
  await writeFile(order.ackFile, acknowledged.join("\n"));
  return {
    sent,
    acknowledged: acknowledged.length,
    refused,
    unanswered: sent - answered,
    seconds,
    acknowledgedPerSecond: Math.round(inTime / seconds),
    latencyMs: latencies.summary(),
    cpuSeconds: (user + system) / 1e6,
  };
}

interface Load {
  readonly startedAt: number;
  readonly countsFrom: number;
  readonly endsAt: number;
  readonly send: (socket: BetSocket | undefined, dueAt: number, onAnswer?: () => void) => void;
}

/**
 * Every bet has a time at which it is due; one that is sent late still counts from that time. During the warm-up the
 * rate grows evenly from nothing.
 */
async function sendOpen(
  sockets: readonly BetSocket[],
  perMs: number,
  { startedAt, countsFrom, endsAt, send }: Load,
): Promise<void> {
  const warmupMs = countsFrom - startedAt;
  const dueInWarmup = (warmupMs * perMs) / 2;
  const dueBy = (ms: number) =>
    ms < warmupMs ? dueInWarmup * (ms / warmupMs) ** 2 : dueInWarmup + (ms - warmupMs) * perMs;
  const dueTime = (n: number) =>
    n < dueInWarmup ? warmupMs * Math.sqrt(n / dueInWarmup) : warmupMs + (n - dueInWarmup) / perMs;
  let due = 0;
  for (let now = startedAt; now < endsAt; now = performance.now()) {
    const target = Math.floor(dueBy(Math.min(now, endsAt) - startedAt));
    for (; due < target; due++) send(sockets[due % sockets.length], startedAt + dueTime(due));
    await pause(1);
  }
}

async function sendSaturated(
  sockets: readonly BetSocket[],
  inFlight: number,
  { endsAt, send }: Load,
): Promise<void> {
  for (const socket of sockets) {
    const again = () => {
      const now = performance.now();
      if (now < endsAt) send(socket, now, again);
    };
    for (let n = 0; n < inFlight; n++) again();
  }
  await pause(endsAt - performance.now());
}

/** Half of the bets are dice, half are limbo. */
function betOf(betId: string, n: number): string {
  return `{"betId":"${betId}",${n % 2 === 0 ? LIMBO : DICE}}`;
}
const DICE =
  '"game":"dice","currency":"BNB","stake":"1000","params":{"targetHundredths":5050,"direction":"over"}';
const LIMBO = '"game":"limbo","currency":"BNB","stake":"1500","params":{"targetHundredths":200}';

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
