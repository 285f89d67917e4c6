/** Summary of how long answers took, in milliseconds. */
export interface LatencySummary {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Exact: keeps every sample, in a typed array that the garbage collector does not look into. */
export class Latencies {
  #samples = new Float64Array(1 << 16);
  #count = 0;

  add(ms: number): void {
    if (this.#count === this.#samples.length) {
      const larger = new Float64Array(this.#samples.length * 2);
      larger.set(this.#samples);
      this.#samples = larger;
    }
    this.#samples[this.#count++] = ms;
  }

  summary(): LatencySummary {
    const sorted = this.#samples.slice(0, this.#count).sort();
    const at = (share: number) =>
      round(sorted[Math.min(this.#count - 1, Math.floor(this.#count * share))] ?? 0);
    return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) };
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
