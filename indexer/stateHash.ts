import { createHash, type Hash } from "node:crypto";
import type pg from "pg";
import { readOnChainState } from "#indexer/store/onChainState.store.ts";
import { STATE_TABLES, type StateLine, type StateTable } from "#indexer/store/statePages.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** The books of a vault in some database. */
export interface StateSource {
  readonly pool: pg.Pool;
  readonly vault: HouseVault;
}

/** The on-chain state of a vault up to a block, in one number, and in one per table. */
export interface StateHash {
  readonly hash: string;
  readonly tables: readonly { readonly name: StateTable; readonly lines: number; readonly hash: string }[];
}

/** Where two databases begin to say different things; a side that has no such line says nothing. */
export interface StateDifference {
  readonly table: StateTable;
  readonly block: bigint;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

/**
 * The hash of everything in a vault's books that follows from the chain alone; see `readOnChainState`. SHA-256 of the
 * tables' hashes, and of each table's lines.
 */
export async function stateHash({ pool, vault }: StateSource, through: bigint): Promise<StateHash> {
  const tables = new Map(STATE_TABLES.map((name) => [name, { lines: 0, digest: createHash("sha256") }]));
  for await (const line of readOnChainState(pool, vault, through)) {
    const table = tables.get(line.table);
    if (table === undefined) continue;
    table.lines += 1;
    digestLine(table.digest, line);
  }
  const hashes = [...tables].map(([name, { lines, digest }]) => ({
    name,
    lines,
    hash: digest.digest("hex"),
  }));
  const whole = createHash("sha256");
  for (const { name, hash } of hashes) whole.update(`${name} ${hash}\n`);
  return { hash: whole.digest("hex"), tables: hashes };
}

function digestLine(digest: Hash, { block, logIndex, text }: StateLine): void {
  digest.update(`${block} ${logIndex} ${text}\n`);
}

/** The first line in which the on-chain states of two databases differ; undefined where they are equal. */
export async function firstStateDifference(
  ours: StateSource,
  theirs: StateSource,
  through: bigint,
): Promise<StateDifference | undefined> {
  const left = readOnChainState(ours.pool, ours.vault, through);
  const right = readOnChainState(theirs.pool, theirs.vault, through);
  try {
    // Each turn takes a line from both, so the lines bound the loop.
    for (;;) {
      const [mine, other] = [await left.next(), await right.next()];
      const difference = compareLines(mine.value ?? undefined, other.value ?? undefined);
      if (difference !== undefined) return difference;
      if (mine.done && other.done) return undefined;
    }
  } finally {
    await left.return(undefined);
    await right.return(undefined);
  }
}

function compareLines(
  mine: StateLine | undefined,
  other: StateLine | undefined,
): StateDifference | undefined {
  const order = orderOf(mine, other);
  const [ours, theirs] = [order <= 0 ? mine : undefined, order >= 0 ? other : undefined];
  const line = ours ?? theirs;
  if (line === undefined || ours?.text === theirs?.text) return undefined;
  return { table: line.table, block: line.block, ours: ours?.text, theirs: theirs?.text };
}

/** Below zero where ours comes first, above where theirs does. A side that has ended comes last. */
function orderOf(mine: StateLine | undefined, other: StateLine | undefined): number {
  if (mine === undefined || other === undefined)
    return Number(mine === undefined) - Number(other === undefined);
  const byTable = STATE_TABLES.indexOf(mine.table) - STATE_TABLES.indexOf(other.table);
  if (byTable !== 0) return byTable;
  if (mine.block !== other.block) return mine.block < other.block ? -1 : 1;
  return mine.logIndex - other.logIndex;
}
