import type { StateDifference, StateHash } from "#indexer/stateHash.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

const PROGRESS_INTERVAL_MS = 2_000;

export function printVault({ address, chainId }: HouseVault, through: bigint): void {
  process.stdout.write(`vault ${address} on chain ${chainId}, up to block ${through}\n`);
}

/** Prints how far an index is, now and then. */
export function progressPrinter(through: bigint): (cursor: Cursor) => void {
  let printedAt = Date.now();
  return ({ number }) => {
    if (Date.now() - printedAt < PROGRESS_INTERVAL_MS) return;
    printedAt = Date.now();
    process.stdout.write(`  block ${number} of ${through}\n`);
  };
}

export function printHash(label: string, { hash, tables }: StateHash): void {
  const counted = tables.filter(({ lines }) => lines > 0).map(({ name, lines }) => `${lines} ${name}`);
  process.stdout.write(`  ${label} ${hash} (${counted.join(", ") || "nothing"})\n`);
}

export function printDifference({ table, block, ours, theirs }: StateDifference): void {
  process.stdout.write(
    `  they differ first in ${table}, block ${block}:\n` +
      `    the house says  ${ours ?? "nothing"}\n    the chain says  ${theirs ?? "nothing"}\n`,
  );
}
