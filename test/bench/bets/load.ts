import { AckFile } from "./ackFile.ts";
import { createBetIds } from "./betIds.ts";
import { type BetSocket, openBetSocket } from "./betSocket.ts";
import { betText } from "./betText.ts";
import { connectAll } from "./connectAll.ts";
import { Latencies } from "./latencies.ts";
import type { LoadOrder, LoadReport } from "./protocol.ts";

/** Answers that have not come this long after the last bet count as lost. */
const DRAIN_MS = 10_000;

process.once("message", async (order: LoadOrder) => {
  const sockets = await connectAll(order.tokens, (token) => openBetSocket(order.port, token));
  process.send?.({ ready: true });
  process.once("message", async () => process.send?.(await run(order, sockets)));
});
process.once("disconnect", () => process.exit());

/** Sends the load and waits for the answers. Every bet must be answered; those due after the warm-up are timed. */
async function run(order: LoadOrder, sockets: readonly BetSocket[]): Promise<LoadReport> {
  const { shape, warmupSeconds, seconds } = order;
  const newBetId = createBetIds();
  const latencies = new Latencies();
  const periods: Latencies[] = [];
  const acks = new AckFile(order.ackFile);
  const refused: Record<string, number> = {};
  const startedAt = performance.now();
  const countsFrom = startedAt + warmupSeconds * 1_000;
  const endsAt = countsFrom + seconds * 1_000;
  const cpuBefore = process.cpuUsage();
  let sent = 0;
  let answered = 0;
  let acknowledged = 0;
  let inTime = 0;

  function time(dueAt: number, ms: number): void {
    if (dueAt < countsFrom) return;
    latencies.add(ms);
    if (order.periodSeconds === undefined) return;
    const period = Math.floor((dueAt - countsFrom) / 1_000 / order.periodSeconds);
    periods[period] ??= new Latencies();
    periods[period].add(ms);
  }

  function send(socket: BetSocket | undefined, dueAt: number, onAnswer?: () => void): void {
    const betId = newBetId();
    sent++;
    socket?.place(betText(betId, sent), ({ isAccepted, refusal }) => {
      const now = performance.now();
      answered++;
      time(dueAt, now - dueAt);
      if (isAccepted) {
        acknowledged++;
        acks.add(betId);
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
  await acks.close();
  return {
    sent,
    acknowledged,
    refused,
    unanswered: sent - answered,
    seconds,
    acknowledgedPerSecond: Math.round(inTime / seconds),
    latencyMs: latencies.summary(),
    periodsMs: periods.map((period) => period.summary()),
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
