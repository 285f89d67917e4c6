import { invariant } from "#domain/errors.ts";
import { blockRange } from "#domain/indexing/blockRange.ts";
import { payoutsOf } from "#domain/indexing/payout.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { advance } from "#indexer/advance.ts";
import type { Scope } from "#indexer/handlers/handler.ts";
import { postAll } from "#indexer/postAll.ts";
import { projectRecorded } from "#indexer/project.ts";
import type { Session, StepResult } from "#indexer/session.ts";
import { emittersOf } from "#indexer/source/decodeLog.ts";
import { believing, readLogs } from "#indexer/source/loggedEvent.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";
import { saveEvents } from "#indexer/store/event.store.ts";
import { eventPages } from "#indexer/store/eventPages.ts";

export interface LargeBlock {
  readonly cursor: Cursor;
  readonly head: Header;
  readonly number: bigint;
  /** See `Advance`. */
  readonly finalLimit?: bigint | undefined;
}

/**
 * Records a block with more events than memory should hold. They are written as they arrive, and what follows from them
 * is derived from what was written, a page at a time; all in one transaction, like any other piece.
 *
 * @returns undefined when the block does not descend from the cursor's
 * @throws RpcFailure, CursorMoved
 */
export async function recordLargeBlock(session: Session, work: LargeBlock): Promise<StepResult | undefined> {
  const { cursor, head, number, finalLimit } = work;
  const [header] = await session.reader.headers([number]);
  if (header === undefined) throw new RpcFailure("retryable", `block ${number} is missing`);
  if (header.parentHash !== cursor.hash) return undefined;
  let events = 0;
  const step = { cursor, headers: [header], headNumber: head.number, finalLimit, isNew: false };
  const moved = await advance(session, step, async (scope) => {
    events = await writeAsTheyCome(session, scope, header);
    const range = blockRange(number, number);
    invariant(range !== undefined, "a block is a range");
    for await (const page of eventPages(scope.client, scope.vault, range)) {
      believing(session.reader, () => payoutsOf(page));
      await projectRecorded(scope, page);
      await postAll(scope);
    }
  });
  return { kind: "recorded", cursor: moved, headNumber: head.number, events };
}

async function writeAsTheyCome({ reader, vault }: Session, scope: Scope, header: Header): Promise<number> {
  let written = 0;
  for await (const logs of reader.logs(emittersOf(vault), { blockHash: header.hash })) {
    const events = believing(reader, () => readLogs(vault, logs, () => header.timestamp));
    if (logs.some(({ blockNumber }) => blockNumber !== header.number)) {
      throw new RpcFailure("retryable", `block ${header.number} came with another number`);
    }
    await saveEvents(scope.client, vault, events);
    written += events.length;
  }
  return written;
}
