import type pg from "pg";
import type { RunningProcess } from "#scripts/runtime/process.ts";
import type { Truth } from "./chain/truth.ts";

/** An indexer as a process, whoever wrote it. */
export interface RunningIndexer extends RunningProcess {
  /** Whether it says that it has caught up and is well. */
  isReady(): Promise<boolean>;
}

/** One contender and the database that it fills from one chain. */
export interface Books {
  readonly name: "Fairhouse" | "Ponder";
  readonly owner: pg.Pool;
  /** Tables whose rows follow from events, all of them together: the last commit to any of them ends the work. */
  readonly tables: readonly string[];
  /** One row per event, written together with everything else that follows from it, and not touched again. */
  readonly eventRows: { readonly table: string; readonly column: string };
  start(): Promise<RunningIndexer>;
  /** When the indexer began to read events, in ms since the epoch. */
  workBeganAt(indexer: RunningIndexer): Promise<number>;
  /** What contradicts the truth; empty when every count and every sum is right. */
  faults(truth: Truth): Promise<string[]>;
  /** Closes what is open, and deletes the database. */
  drop(): Promise<void>;
}

/** Whether a health check answers with success. */
export async function isOk(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  await response?.text();
  return response?.ok === true;
}

/** Lists what differs between what was found and what should be, by name. */
export function differences(
  found: ReadonlyMap<string, bigint>,
  expected: ReadonlyMap<string, bigint>,
  what: string,
): string[] {
  const names = new Set([...found.keys(), ...expected.keys()]);
  return [...names].flatMap((name) => {
    const [is, should] = [found.get(name) ?? 0n, expected.get(name) ?? 0n];
    return is === should ? [] : [`${what} ${name} is ${is} instead of ${should}`];
  });
}
