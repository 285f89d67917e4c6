import { setTimeout as sleep } from "node:timers/promises";
import type { Report } from "#scripts/runtime/installProgram.ts";
import type { RunningProcess } from "#scripts/runtime/process.ts";
import { processStart } from "#scripts/runtime/processTable.ts";
import { StartInterrupted } from "#scripts/start/errors.ts";
import type { RecordedProcess } from "#scripts/start/runFile.ts";

/** One process to keep alive: `start` resolves once it serves, and gives up when `stopping` aborts. */
export type Service = { name: string; start: (stopping: AbortSignal) => Promise<RunningProcess> };

const FIRST_BACKOFF_MS = 250;
/** Restarts never end, because what a process waits for may come back at any time; this is their pace at worst. */
const MAX_BACKOFF_MS = 15_000;
/** A process that lived this long has recovered: its next failure starts from the first pause again. */
const HEALTHY_AFTER_MS = 60_000;

/** Keeps a set of processes running, and ends exactly those. */
export class Supervisor {
  readonly #report: Report;
  readonly #onChange: (processes: RecordedProcess[]) => Promise<void>;
  readonly #running = new Map<string, RunningProcess>();
  readonly #tiers: string[][] = [];
  readonly #stopped = new AbortController();
  readonly #starting = new Set<Promise<RunningProcess>>();
  readonly #guards: Promise<void>[] = [];

  constructor(options: { report: Report; onChange: (processes: RecordedProcess[]) => Promise<void> }) {
    this.#report = options.report;
    this.#onChange = options.onChange;
  }

  /** Aborts when the house is told to stop. */
  get stopping(): AbortSignal {
    return this.#stopped.signal;
  }

  /** Starts services side by side; later calls may rely on them. @throws what a service's first start throws */
  async start(services: readonly Service[]): Promise<void> {
    this.#tiers.push(services.map(({ name }) => name));
    const results = await Promise.allSettled(services.map((service) => this.#startOnce(service)));
    for (const result of results) if (result.status === "rejected") throw result.reason;
    for (const service of services) this.#guards.push(this.#guard(service));
  }

  /** Ends everything in reverse order of the tiers. Safe to call again. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.allSettled(this.#starting); // What comes up meanwhile is stopped below.
    for (const tier of this.#tiers.toReversed()) {
      await Promise.all(tier.map((name) => this.#running.get(name)?.stop()));
    }
    await Promise.all(this.#guards);
  }

  async #startOnce(service: Service): Promise<RunningProcess> {
    if (this.stopping.aborted) throw new StartInterrupted("Stopped before everything was started.");
    const starting = service.start(this.stopping);
    this.#starting.add(starting);
    try {
      const child = await starting;
      this.#running.set(service.name, child);
      await this.#onChange(this.#processes());
      return child;
    } finally {
      this.#starting.delete(starting);
    }
  }

  async #guard(service: Service): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    let startedAt = performance.now();
    while (!this.stopping.aborted) {
      const exit = await this.#running.get(service.name)?.exited;
      if (this.stopping.aborted) return;
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) backoffMs = FIRST_BACKOFF_MS;
      this.#report(`${service.name} ended (${exit?.signal ?? `code ${exit?.code}`}); starting it again.`);
      startedAt = performance.now();
      backoffMs = await this.#restart(service, backoffMs);
    }
  }

  /** Starts a service again until it is up; answers the pause that its next failure begins with. */
  async #restart(service: Service, firstBackoffMs: number): Promise<number> {
    let backoffMs = firstBackoffMs;
    while (!this.stopping.aborted) {
      await sleep(backoffMs, undefined, { signal: this.stopping }).catch(() => undefined);
      backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS);
      try {
        await this.#startOnce(service);
        this.#report(`${service.name} is back.`);
        return backoffMs;
      } catch (error) {
        if (!this.stopping.aborted) this.#report(`${error instanceof Error ? error.message : error}`);
      }
    }
    return backoffMs;
  }

  #processes(): RecordedProcess[] {
    return [...this.#running].map(([name, { pid }]) => ({ name, pid, start: processStart(pid) ?? "" }));
  }
}
