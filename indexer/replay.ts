import type pg from "pg";
import { inTransaction } from "#backend/db/transaction.ts";
import type { BlockRange } from "#domain/indexing/blockRange.ts";
import { openScope } from "#indexer/handlers/handler.ts";
import { postAll } from "#indexer/postAll.ts";
import { projectRecorded } from "#indexer/project.ts";
import { lockCursor } from "#indexer/store/cursor.store.ts";
import type { EventPosition } from "#indexer/store/event.store.ts";
import { beforeBlock, readPage } from "#indexer/store/eventPages.ts";
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
  let after: EventPosition | undefined = beforeBlock(range.from);
  // Each page moves on by at least one transaction of the range, so that the range bounds the loop.
  while (after !== undefined) {
    const page: ReplayedPage = await replayPage(pool, vault, { after, to: range.to });
    total.events += page.events;
    total.postings += page.postings;
    after = page.next;
  }
  return total;
}

type ReplayedPage = Replayed & { readonly next: EventPosition | undefined };

async function replayPage(
  pool: pg.Pool,
  vault: HouseVault,
  rest: { readonly after: EventPosition; readonly to: bigint },
): Promise<ReplayedPage> {
  return inTransaction(pool, async (client) => {
    const cursor = await lockCursor(client, vault);
    const { events, next } = await readPage(client, vault, rest);
    const scope = await openScope(client, vault, { finalNumber: cursor?.finalNumber ?? -1n });
    await scope.writes.during(async () => {
      await projectRecorded(scope, events);
      await postAll(scope);
    });
    return { events: events.length, postings: scope.postedCount, next };
  });
}
