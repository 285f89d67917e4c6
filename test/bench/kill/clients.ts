import { setTimeout as pause } from "node:timers/promises";
import { AckFile } from "../bets/ackFile.ts";
import { createBetIds } from "../bets/betIds.ts";
import type { BetAnswer } from "../bets/betSocket.ts";
import { betText } from "../bets/betText.ts";
import { connectAll } from "../bets/connectAll.ts";
import { machineMs } from "../crash/protocol.ts";
import { readAcknowledgement } from "./betContent.ts";
import { type InsistentClient, openInsistentClient } from "./insistentClient.ts";
import type { ClientsOrder, ClientsReport, Silence } from "./protocol.ts";

/**
 * The process that holds the clients. It answers its order when all are connected, bets from the second message on until the
 * third, and then answers with its report.
 */

/** An answer that has not come this long after the last bet never will. */
const DRAIN_MS = 60_000;
/** Shorter ones are how batches come and go. */
const SILENCE_MS = 50;

process.once("disconnect", () => process.exit());
process.once("message", async (order: ClientsOrder) => {
  const crowd = new Crowd(order);
  await crowd.connect();
  process.send?.({ ready: true });
  process.once("message", () => {
    const betting = crowd.bet();
    process.once("message", async () => {
      crowd.stop();
      await betting;
      process.send?.(await crowd.finish());
    });
    process.send?.({ started: true });
  });
});

/** All clients and what they have been told. */
class Crowd {
  readonly #order: ClientsOrder;
  readonly #acks: AckFile;
  #clients: readonly InsistentClient[] = [];
  readonly #refused: Record<string, number> = {};
  readonly #silences: Silence[] = [];
  #isStopping = false;
  #acknowledged = 0;
  #recovered = 0;
  #withheld = 0;
  #startedAt = 0;
  #lastAckAt = 0;

  constructor(order: ClientsOrder) {
    this.#order = order;
    this.#acks = new AckFile(order.ackFile);
  }

  async connect(): Promise<void> {
    const { port, tokens } = this.#order;
    const shared = {
      port,
      onAccepted: (betId: string, answer: BetAnswer) => this.#accept(betId, answer),
      onRefused: (refusal: string) => {
        this.#refused[refusal] = (this.#refused[refusal] ?? 0) + 1;
      },
    };
    this.#clients = await connectAll(tokens, (token) => openInsistentClient({ ...shared, token }));
  }

  /** Offers bets, one client after the other, at a rate that grows evenly during the warm-up, until it is told to stop. */
  async bet(): Promise<void> {
    const newBetId = createBetIds();
    const { betsPerSecond, warmupMs } = this.#order;
    const perMs = betsPerSecond / 1_000;
    const dueBy = (ms: number) => perMs * (ms < warmupMs ? ms ** 2 / (2 * warmupMs) : ms - warmupMs / 2);
    this.#startedAt = machineMs();
    this.#lastAckAt = this.#startedAt;
    let offered = 0;
    while (!this.#isStopping) {
      const due = Math.floor(dueBy(machineMs() - this.#startedAt));
      for (; offered < due; offered++) {
        const client = this.#clients[offered % this.#clients.length];
        if (!client?.isAtEase) {
          this.#withheld += 1;
          continue;
        }
        const betId = newBetId();
        client.place(betId, betText(betId, offered));
      }
      await pause(1);
    }
  }

  stop(): void {
    this.#isStopping = true;
  }

  /** Waits until every bet has its answer. */
  async finish(): Promise<ClientsReport> {
    const seconds = (machineMs() - this.#startedAt) / 1_000;
    const open = () => this.#clients.reduce((sum, client) => sum + client.open, 0);
    const until = performance.now() + DRAIN_MS;
    while (open() > 0 && performance.now() < until) await pause(10);
    await this.#acks.close();
    return {
      acknowledged: this.#acknowledged,
      recovered: this.#recovered,
      open: open(),
      withheld: this.#withheld,
      refused: this.#refused,
      silences: this.#silences,
      seconds,
    };
  }

  #accept(betId: string, { text }: BetAnswer): void {
    const now = machineMs();
    if (now - this.#lastAckAt >= SILENCE_MS) this.#silences.push({ fromMs: this.#lastAckAt, toMs: now });
    this.#lastAckAt = now;
    const { content, isRepeated } = readAcknowledgement(text());
    this.#acknowledged += 1;
    if (isRepeated) this.#recovered += 1;
    this.#acks.add(`${betId} ${content}`);
  }
}
