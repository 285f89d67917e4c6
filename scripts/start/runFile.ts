import { readFile } from "node:fs/promises";
import { z } from "zod";
import { writeFileAtomic } from "#scripts/runtime/atomicFile.ts";

/** A process we started: the id alone may meanwhile belong to another one, with its start time it cannot. */
const RecordedProcess = z.object({ name: z.string(), pid: z.int().positive(), start: z.string() });
export type RecordedProcess = z.output<typeof RecordedProcess>;

/** What stands in `run.json` while a house runs. It is for tools to read and holds no secret. */
export const RunState = z.object({
  /** Absent until everything serves. */
  readyAt: z.iso.datetime().optional(),
  urls: z.object({ web: z.url(), api: z.url(), chain: z.url() }),
  ports: z.record(z.string(), z.int()),
  chainId: z.int(),
  vault: z.string().optional(),
  wallets: z.array(z.object({ role: z.string(), address: z.string() })),
  processes: z.array(RecordedProcess),
});
export type RunState = z.output<typeof RunState>;

const WORLD_READABLE = 0o644;

/** The state of the running house, or of one that did not end in good order; undefined when there is none. */
export async function readRunState(path: string): Promise<RunState | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : RunState.parse(JSON.parse(text));
}

/** Keeps `run.json` up to date; writes follow each other, so that the last one wins. */
export class RunFile {
  readonly #path: string;
  #state: RunState;
  #written: Promise<void> = Promise.resolve();

  constructor(path: string, state: RunState) {
    this.#path = path;
    this.#state = state;
  }

  get state(): RunState {
    return this.#state;
  }

  update(change: Partial<RunState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    const text = `${JSON.stringify(this.#state, null, 2)}\n`;
    this.#written = this.#written.then(() => writeFileAtomic(this.#path, text, WORLD_READABLE));
    return this.#written;
  }
}
