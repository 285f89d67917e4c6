import type pg from "pg";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { findTransfers, postTransfers } from "#backend/db/transferStore.ts";
import { FairhouseError } from "#domain/errors.ts";
import { type BlockRange, blockRange } from "#domain/indexing/blockRange.ts";
import { reverseTransfers } from "#domain/indexing/reversal.ts";
import type { RecordedHeader, VaultEvent } from "#domain/indexing/vaultEvent.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import { causeIdOfEvent } from "#indexer/eventIds.ts";
import { openScope, type Scope } from "#indexer/handlers/handler.ts";
import { reverseEvents } from "#indexer/project.ts";
import { type Cursor, moveCursor, requireCursor } from "#indexer/store/cursor.store.ts";
import { findEventsAfter, markDropped } from "#indexer/store/event.store.ts";
import { beforeBlock, eventPagesBackwards } from "#indexer/store/eventPages.ts";
import { dropHeadersAfter, saveHeaders } from "#indexer/store/header.store.ts";
import { withHistory } from "#indexer/store/history.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** What a rewind took back. */
export interface Rewound {
  readonly cursor: Cursor;
  readonly droppedBlocks: bigint;
  readonly droppedEvents: number;
  /** Blocks that had counted as final were dropped; there was no money in them. */
  readonly wasFinal: boolean;
}

/** A reorg dropped blocks whose money was already final. Someone must decide what is true. */
export class FinalMoneyDropped extends FairhouseError {
  readonly code = "FINAL_MONEY_DROPPED";

  constructor(vault: HouseVault, event: VaultEvent) {
    super(
      `The chain dropped block ${event.blockNumber} with ${event.name} of vault ${vault.address}, which had ` +
        "become final: nothing was changed; compare the chain with the books before going on.",
    );
  }
}

/**
 * Takes back everything recorded after the fork, in one transaction: transfers by new ones the other way, rows
 * by their status, raw events by their flag. Then the new branch can be recorded from the fork on.
 * @throws FinalMoneyDropped, CursorMoved
 */
export async function rewindTo(
  pool: pg.Pool,
  work: { readonly vault: HouseVault; readonly cursor: Cursor; readonly fork: RecordedHeader },
): Promise<Rewound> {
  const { vault, fork } = work;
  return inTransaction(pool, async (client) => {
    const cursor = await requireCursor(client, vault, work.cursor);
    const range = blockRange(fork.number + 1n, cursor.number);
    const scope = await openScope(client, vault, { finalNumber: cursor.finalNumber });
    let droppedEvents = 0;
    if (range !== undefined) {
      await requireNothingFinal(client, vault, range, cursor);
      for await (const dropped of eventPagesBackwards(client, vault, range)) {
        await takeBack(scope, dropped.toReversed());
        droppedEvents += dropped.length;
      }
    }
    await markDropped(client, vault, fork.number);
    await dropHeadersAfter(client, vault, fork.number);
    // It may be one that was not kept, or another one than was: the next reorg is measured from it.
    await saveHeaders(client, vault, [fork]);
    const wasFinal = fork.number < cursor.finalNumber;
    const finalNumber = wasFinal ? fork.number : cursor.finalNumber;
    const moved = { number: fork.number, hash: fork.hash, headNumber: cursor.headNumber, finalNumber };
    await moveCursor(client, vault, moved);
    await notifyActivity(client, scope.notices);
    const droppedBlocks = cursor.number - fork.number;
    return { cursor: moved, droppedBlocks, droppedEvents, wasFinal };
  });
}

async function requireNothingFinal(
  client: pg.ClientBase,
  vault: HouseVault,
  { from }: BlockRange,
  { finalNumber }: Cursor,
): Promise<void> {
  const after = beforeBlock(from);
  const [final] = await findEventsAfter(client, vault, { after, to: finalNumber, limit: 1 });
  if (final !== undefined) throw new FinalMoneyDropped(vault, final);
}

/** Undoes dropped events, in the order of the chain, the newest first. */
async function takeBack(scope: Scope, dropped: readonly VaultEvent[]): Promise<void> {
  const { client, vault } = scope;
  await postTransfers(client, vault.tenantId, await reversalsOf(client, vault, dropped));
  await reverseEvents(scope, dropped);
}

/** The transfers that undo the dropped events, the newest event first, so that money leaves as it came. */
async function reversalsOf(
  client: pg.ClientBase,
  vault: HouseVault,
  dropped: readonly VaultEvent[],
): Promise<Transfer[]> {
  const known = await withHistory(client, vault.tenantId, dropped);
  const causeIds = known.map(({ observedId }) => observedId);
  const standing = Map.groupBy(
    await findTransfers(client, vault.tenantId, causeIds),
    ({ causeId }) => causeId,
  );
  return known.toReversed().flatMap(({ event, history, observedId }) => {
    const transfers = standing.get(observedId) ?? [];
    return reverseTransfers(causeIdOfEvent(event, "reversed", history.life), transfers);
  });
}
