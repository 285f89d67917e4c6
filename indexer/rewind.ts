import type pg from "pg";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { findTransfers, postTransfers } from "#backend/db/transferStore.ts";
import { FairhouseError } from "#domain/errors.ts";
import { blockRange } from "#domain/indexing/blockRange.ts";
import { eventCauseId } from "#domain/indexing/eventCause.ts";
import { reverseTransfers } from "#domain/indexing/reversal.ts";
import type { Header, VaultEvent } from "#domain/indexing/vaultEvent.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import { openScope } from "#indexer/handlers/handler.ts";
import { reverseEvents } from "#indexer/project.ts";
import { type Cursor, moveCursor, requireCursor } from "#indexer/store/cursor.store.ts";
import { findEvents, markDropped } from "#indexer/store/event.store.ts";
import { dropHeadersAfter } from "#indexer/store/header.store.ts";
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
  work: { readonly vault: HouseVault; readonly cursor: Cursor; readonly fork: Header },
): Promise<Rewound> {
  const { vault, fork } = work;
  return inTransaction(pool, async (client) => {
    const cursor = await requireCursor(client, vault, work.cursor);
    const range = blockRange(fork.number + 1n, cursor.number);
    const dropped = range === undefined ? [] : await findEvents(client, vault, range);
    const [final] = dropped.filter(({ blockNumber }) => blockNumber <= cursor.finalNumber);
    if (final !== undefined) throw new FinalMoneyDropped(vault, final);

    const scope = await openScope(client, vault);
    await postTransfers(client, vault.tenantId, await reversalsOf(client, vault, dropped));
    await reverseEvents(scope, dropped);
    await markDropped(client, vault, fork.number);
    await dropHeadersAfter(client, vault, fork.number);
    const wasFinal = fork.number < cursor.finalNumber;
    const finalNumber = wasFinal ? fork.number : cursor.finalNumber;
    const moved = { number: fork.number, hash: fork.hash, headNumber: cursor.headNumber, finalNumber };
    await moveCursor(client, vault, moved);
    await notifyActivity(client, scope.notices);
    const droppedBlocks = cursor.number - fork.number;
    return { cursor: moved, droppedBlocks, droppedEvents: dropped.length, wasFinal };
  });
}

/** The transfers that undo the dropped events, the newest event first, so that money leaves as it came. */
async function reversalsOf(
  client: pg.ClientBase,
  vault: HouseVault,
  dropped: readonly VaultEvent[],
): Promise<Transfer[]> {
  const known = await withHistory(client, vault.tenantId, dropped);
  const causeIds = known.map(({ event, history }) => eventCauseId(event, "observed", history.life));
  const standing = Map.groupBy(
    await findTransfers(client, vault.tenantId, causeIds),
    ({ causeId }) => causeId,
  );
  return known.toReversed().flatMap(({ event, history }) => {
    const transfers = standing.get(eventCauseId(event, "observed", history.life)) ?? [];
    return reverseTransfers(eventCauseId(event, "reversed", history.life), transfers);
  });
}
