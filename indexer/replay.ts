import type pg from "pg";
import { inTransaction } from "#backend/db/transaction.ts";
import { type BlockRange, TARGET_RANGE_EVENTS } from "#domain/indexing/blockRange.ts";
import { settleExits } from "#indexer/handlers/exited.ts";
import { openScope } from "#indexer/handlers/handler.ts";
import { finalizeEvents, observeEvents } from "#indexer/project.ts";
import { lockCursor } from "#indexer/store/cursor.store.ts";
import { findEvents, findPageEnd } from "#indexer/store/event.store.ts";
import { post } from "#indexer/store/posting.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** What a replay found and what was missing. */
export interface Replayed {
  readonly events: number;
  readonly postings: number;
}

/**
 * Derives rows and postings from recorded events once more, without asking the chain. What stands already is
 * left as it is, so replaying a range again changes nothing. The indexer may run meanwhile: each page holds
 * the vault's cursor, and nobody is told, because nothing new has happened.
 */
export async function replayRange(pool: pg.Pool, vault: HouseVault, range: BlockRange): Promise<Replayed> {
  const total = { events: 0, postings: 0 };
  // Each page covers at least one block, so the range bounds the loop.
  for (let from = range.from; from <= range.to; ) {
    const page = await replayPage(pool, vault, { from, to: range.to });
    total.events += page.events;
    total.postings += page.postings;
    from = page.end + 1n;
  }
  return total;
}

async function replayPage(
  pool: pg.Pool,
  vault: HouseVault,
  rest: BlockRange,
): Promise<Replayed & { end: bigint }> {
  return inTransaction(pool, async (client) => {
    const cursor = await lockCursor(client, vault);
    const end = await findPageEnd(client, vault, rest, TARGET_RANGE_EVENTS);
    const events = await findEvents(client, vault, { from: rest.from, to: end });
    const scope = await openScope(client, vault);
    const observed = await observeEvents(scope, events);
    const final = events.filter(({ blockNumber }) => cursor && blockNumber <= cursor.finalNumber);
    const postings = [...observed, ...(await finalizeEvents(scope, final))];
    await post(client, vault.tenantId, postings);
    const settled = await settleExits(scope, final);
    return { events: events.length, postings: postings.length + settled, end };
  });
}
