import type pg from "pg";
import { FairhouseError } from "#domain/errors.ts";
import { oldestFork } from "#domain/indexing/finality.ts";
import type { RecordedHeader } from "#domain/indexing/vaultEvent.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";
import { findRecentHeaders } from "#indexer/store/header.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** The chain left the recorded branch further back than a reorg may go. */
export class ReorgTooDeep extends FairhouseError {
  readonly code = "REORG_TOO_DEEP";

  constructor(vault: HouseVault, cursor: Cursor, maxDepth: number) {
    super(
      `None of the last ${maxDepth} blocks recorded for vault ${vault.address}, up to ${cursor.number}, is on ` +
        "the chain: nothing was changed; check that the nodes serve the right chain, and what docs/SECURITY.md says of deep reorganisations.",
    );
  }
}

/** Headers compared in one request. Most reorgs are a block or two deep. */
const PAGE = 16;

/**
 * The last recorded block that the chain still has.
 * @throws ReorgTooDeep when it would be more than `maxDepth` blocks below the cursor and below what is final; RpcFailure
 */
export async function findFork(
  pool: pg.Pool,
  reader: ChainReader,
  search: {
    readonly vault: HouseVault;
    readonly cursor: Cursor;
    readonly headNumber: bigint;
    readonly maxDepth: number;
  },
): Promise<RecordedHeader> {
  const { vault, cursor, headNumber, maxDepth } = search;
  const deepest = oldestFork(cursor.number, cursor.finalNumber, maxDepth);
  const recorded = await findRecentHeaders(pool, vault, Number(cursor.number - deepest) + 1);
  const candidates = recorded.filter(({ number }) => number >= deepest);
  for (let start = 0; start < candidates.length; start += PAGE) {
    const page = candidates.slice(start, start + PAGE);
    const present = await reader.headers(page.map(({ number }) => number));
    // A node that begins to lag has not seen blocks dropped: only above the head none is to be had.
    if (page.some(({ number }, index) => number <= headNumber && present[index] === undefined))
      throw new RpcFailure("retryable", "a block below the head is missing");
    const fork = page.find(({ hash }, index) => present[index]?.hash === hash);
    if (fork !== undefined) return fork;
    // Below a vault's first block nothing can be recorded, so whatever the chain has there now will do.
    const opening = page.findIndex(({ number }) => number === vault.deployBlock - 1n);
    const found = present[opening];
    if (found !== undefined) return found;
  }
  throw new ReorgTooDeep(vault, cursor, maxDepth);
}
