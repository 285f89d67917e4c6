import type pg from "pg";
import { z } from "zod";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorNumber, decodeCursor } from "#backend/http/pageCursor.ts";
import type { EpochProof, EpochView } from "#domain/api/epochs.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { EPOCH_KIND, EPOCH_SECTIONS, type EpochSection } from "#domain/fairness/epoch.ts";
import { treePath } from "#domain/fairness/epochTree.ts";
import { type EpochRow, findEpoch, listEpochs, readTree } from "./public.store.ts";

const position = z.strictObject({ id: cursorNumber });

/** What anybody may know about what the house was committed to, and when. */
export interface PublicEpochs {
  /** Newest first. @throws CursorInvalid */
  list(tenantId: number, page: PageQuery): Promise<Page<EpochView>>;
  /** Why a hash is in an epoch. @throws NotFound also when the epoch is old, and its tree is not kept any more */
  proof(tenantId: number, id: string, hash: string): Promise<EpochProof>;
}

/** @param pool under `fairhouse_api` */
export function createPublicEpochs(pool: pg.Pool): PublicEpochs {
  return {
    async list(tenantId, { cursor, limit }) {
      const before = cursor === undefined ? null : decodeCursor(position, cursor).id;
      const rows = await inTenantTransaction(pool, tenantId, (client) =>
        listEpochs(client, tenantId, { before, limit: limit + 1 }),
      );
      return cutPage(rows, { limit, toItem: epochViewOf, positionOf: ({ id }) => ({ id: String(id) }) });
    },
    proof: (tenantId, id, hash) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const row = await findEpoch(client, tenantId, id);
        if (row === undefined) throw new NotFound("epoch");
        for (const section of EPOCH_SECTIONS) {
          const proof = await findProof({ client, tenantId, epoch: row, section }, hash);
          if (proof !== null) return { epoch: epochViewOf(row), proof };
        }
        throw new NotFound("commitment in this epoch");
      }),
  };
}

interface SectionTree {
  readonly client: pg.ClientBase;
  readonly tenantId: number;
  readonly epoch: EpochRow;
  readonly section: EpochSection;
}

async function findProof(tree: SectionTree, hash: string): Promise<EpochProof["proof"] | null> {
  const { client, tenantId, epoch, section } = tree;
  const size = sectionOf(epoch, section).size;
  const index = await findIndex(tree, hash, size);
  if (index === null) return null;
  const places = treePath(index, size).map(({ node }) => node);
  const path = await readTree(client, tenantId, { epochId: epoch.id, section, column: "nodes", places });
  return { hash, section, index, size, path, roots: rootsOf(epoch) };
}

/** Halves the sorted hashes until one is left: as many looks as their number has binary digits. */
async function findIndex(
  { client, tenantId, epoch, section }: SectionTree,
  hash: string,
  size: number,
): Promise<number | null> {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const place = { epochId: epoch.id, section, column: "hashes", places: [middle] } as const;
    const [found] = await readTree(client, tenantId, place);
    if (found === undefined) return null;
    if (found === hash) return middle;
    if (found < hash) low = middle + 1;
    else high = middle;
  }
  return null;
}

function epochViewOf(row: EpochRow): EpochView {
  const { seeds, games, chains } = countsOf(row);
  return {
    id: String(row.id),
    epoch: String(row.epoch),
    root: row.root,
    roots: rootsOf(row),
    counts: { seeds, games, chains },
    ...standingOf(row),
    chainId: Number(row.chain_id),
    registry: row.registry,
    kind: EPOCH_KIND,
    builtAt: row.built_at.toISOString(),
  };
}

function standingOf(row: EpochRow): Pick<EpochView, "status" | "anchor"> {
  const { anchored_root: anchored, block_number: blockNumber, block_time: blockTime, tx_hash: txHash } = row;
  if (anchored === null || blockNumber === null || blockTime === null || txHash === null)
    return { status: "pending", anchor: null };
  if (anchored !== row.root) return { status: "displaced", anchor: null };
  return {
    status: "anchored",
    anchor: {
      blockNumber: String(blockNumber),
      blockTime: String(blockTime),
      txHash,
      isFinal: row.is_final ?? false,
    },
  };
}

function rootsOf(row: EpochRow) {
  return {
    seeds: sectionOf(row, "seeds").root,
    games: sectionOf(row, "games").root,
    chains: sectionOf(row, "chains").root,
  };
}

function countsOf(row: EpochRow) {
  return {
    seeds: sectionOf(row, "seeds").size,
    games: sectionOf(row, "games").size,
    chains: sectionOf(row, "chains").size,
  };
}

function sectionOf({ sections }: EpochRow, wanted: EpochSection): EpochRow["sections"][number] {
  const found = sections.find(({ section }) => section === wanted);
  if (found === undefined) throw new NotFound("section of this epoch");
  return found;
}
