import { Latencies, type LatencySummary } from "../latencies.ts";

/** When a message was said, in milliseconds since the Unix epoch; undefined when it does not tell. */
export type TimeOf = (packet: string) => number | undefined;

export interface Heard {
  readonly messages: number;
  /** Messages that a socket did not get, got twice or out of order. */
  readonly missing: number;
  readonly latencyMs: LatencySummary;
}

/** Numbers stand at the beginning of a message, whatever its length. */
const HEAD_LENGTH = 120;
const PLACE = /"seq":(\d+),"snapshot":(true|false)/;

/** What all sockets hear of one channel. */
export class Hearing {
  readonly #timeOf: TimeOf;
  /** Of the last message of each socket. */
  readonly #places: Float64Array;
  #latencies = new Latencies();
  #messages = 0;
  #missing = 0;

  constructor(sockets: number, timeOf: TimeOf) {
    this.#places = new Float64Array(sockets).fill(Number.NaN);
    this.#timeOf = timeOf;
  }

  /** Messages before this one do not count. */
  startCounting(): void {
    this.#latencies = new Latencies();
    this.#messages = 0;
    this.#missing = 0;
  }

  hear(socket: number, packet: string): void {
    const receivedAt = performance.timeOrigin + performance.now();
    const [, seq, snapshot] = PLACE.exec(packet.slice(0, HEAD_LENGTH)) ?? [];
    const place = Number(seq);
    const saidAt = this.#timeOf(packet);
    const before = this.#places[socket] ?? Number.NaN;
    this.#places[socket] = place;
    if (snapshot === "true") return;
    this.#messages += 1;
    if (place !== before + 1) this.#missing += Math.max(1, Math.abs(place - before - 1));
    if (saidAt !== undefined) this.#latencies.add(receivedAt - saidAt);
  }

  heard(): Heard {
    return { messages: this.#messages, missing: this.#missing, latencyMs: this.#latencies.summary() };
  }
}
