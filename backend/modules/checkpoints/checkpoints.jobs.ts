import type pg from "pg";
import type { CheckpointFolder } from "#backend/adapters/checkpointFolder.ts";
import type { RepeatedJob } from "#backend/adapters/queue.ts";
import { writeLeavesFile } from "#domain/api/leavesFile.ts";
import { expandLeaves } from "./packedLeaves.ts";
import { listPublic, loadLeaves } from "./published.store.ts";

const EVERY_MS = 10_000;

export interface PublishLeavesOptions {
  readonly pool: pg.Pool;
  readonly chainId: number;
  readonly folder: CheckpointFolder;
}

/** Lays the leaves of published checkpoints out as files, so that anyone can mirror them and leave without the house. */
export function publishLeavesJob(options: PublishLeavesOptions): RepeatedJob {
  return { name: "publish-leaves", everyMs: EVERY_MS, run: () => publishLeaves(options) };
}

/**
 * Writes the files that are missing. The root is a part of a file's name: one that a reorganisation replaced stays
 * beside the one that took its place, and the chain says which counts.
 */
export async function publishLeaves({ pool, chainId, folder }: PublishLeavesOptions): Promise<void> {
  for (const { id, place } of await listPublic(pool, chainId)) {
    const name = `${place.vault}-${place.currency}-${place.epoch}-${place.root.slice(2, 10)}.ndjson`;
    if (await folder.has(name)) continue;
    const leaves = await loadLeaves(pool, id);
    if (leaves !== null)
      await folder.write(name, writeLeavesFile({ place, leaves: await expandLeaves(leaves) }));
  }
}
