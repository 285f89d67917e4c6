import type pg from "pg";
import { type BlockRange, TARGET_RANGE_EVENTS } from "#domain/indexing/blockRange.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { type EventPosition, findEventsAfter, findEventsBefore } from "#indexer/store/event.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** How much larger a page becomes that a single transaction does not fit into. */
const GROWTH = 4;
const BEFORE_FIRST_LOG = -1;
const BEHIND_LAST_LOG = 2 ** 31 - 1;

export interface EventPage {
  readonly events: VaultEvent[];
  /** Where the next page begins; undefined when there is none. */
  readonly next: EventPosition | undefined;
}

/** Where reading begins that starts with a block. */
export function beforeBlock(blockNumber: bigint): EventPosition {
  return { blockNumber, logIndex: BEFORE_FIRST_LOG };
}

/**
 * A page of the canonical events behind a place. It ends where a transaction does, because the events of one explain one
 * another; one with more events than a page has a page of its own.
 */
export async function readPage(
  client: pg.ClientBase,
  vault: HouseVault,
  { after, to, limit = TARGET_RANGE_EVENTS }: { after: EventPosition; to: bigint; limit?: number },
): Promise<EventPage> {
  const events = await findEventsAfter(client, vault, { after, to, limit });
  if (events.length < limit) return { events, next: undefined };
  const last = events.at(-1);
  const end = events.findLastIndex(({ txHash }) => txHash !== last?.txHash) + 1;
  if (end === 0) return readPage(client, vault, { after, to, limit: limit * GROWTH });
  return { events: events.slice(0, end), next: events[end - 1] };
}

/** The canonical events of a range in pages that memory holds, however many a block has. */
export async function* eventPages(
  client: pg.ClientBase,
  vault: HouseVault,
  { from, to }: BlockRange,
): AsyncGenerator<readonly VaultEvent[]> {
  let after: EventPosition | undefined = beforeBlock(from);
  // Each page moves on by at least one transaction of the range, so that the range bounds the loop.
  while (after !== undefined) {
    const page: EventPage = await readPage(client, vault, { after, to });
    if (page.events.length > 0) yield page.events;
    after = page.next;
  }
}

/** As `eventPages`, from the last event to the first, and ending anywhere. */
export async function* eventPagesBackwards(
  client: pg.ClientBase,
  vault: HouseVault,
  { from, to }: BlockRange,
): AsyncGenerator<readonly VaultEvent[]> {
  const limit = TARGET_RANGE_EVENTS;
  let before: EventPosition | undefined = { blockNumber: to, logIndex: BEHIND_LAST_LOG };
  while (before !== undefined) {
    const events: VaultEvent[] = await findEventsBefore(client, vault, { before, from, limit });
    if (events.length > 0) yield events;
    before = events.length < limit ? undefined : events.at(-1);
  }
}
