import { inTransaction } from "#backend/db/transaction.ts";
import { headCase } from "#domain/indexing/headCase.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";
import { backfill, isFarBehind } from "#indexer/backfill.ts";
import { follow } from "#indexer/follow.ts";
import { rewind } from "#indexer/recordRange.ts";
import type { Session, StepResult } from "#indexer/session.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { type Cursor, findCursor, openCursor } from "#indexer/store/cursor.store.ts";
import { findRecordedHash, saveHeaders } from "#indexer/store/header.store.ts";

const NO_PARENT = `0x${"0".repeat(64)}` as const;

/**
 * Looks at the chain once and does the next thing: nothing, one transaction's worth of blocks, or a rewind.
 * Everything it relies on is read from the database, so it may be killed and called again at any time.
 * @throws RpcFailure, CursorMoved; ReorgTooDeep, FinalMoneyDropped when someone must look into it
 */
export async function step(session: Session): Promise<StepResult> {
  const head = await session.reader.head();
  const cursor = (await findCursor(session.pool, session.vault)) ?? (await open(session, head));
  if (cursor === undefined) return { kind: "waiting", headNumber: head.number };

  const recordedHash =
    head.number <= cursor.number
      ? await findRecordedHash(session.pool, session.vault, head.number)
      : undefined;
  switch (headCase(cursor, head, recordedHash)) {
    case "duplicate":
    case "behind":
      return { kind: "idle", cursor, headNumber: head.number };
    case "fork":
      return rewind(session, cursor, head);
    case "next":
    case "gap":
      return isFarBehind(session, cursor, head)
        ? backfill(session, cursor, head)
        : follow(session, cursor, head);
  }
}

/** Begins at the block before the vault's first one, once the chain has got that far. */
async function open({ pool, reader, vault }: Session, head: Header): Promise<Cursor | undefined> {
  if (head.number < vault.deployBlock) return undefined;
  const number = vault.deployBlock - 1n;
  const [before] = number < 0n ? [] : await reader.headers([number]);
  if (number >= 0n && before === undefined) throw new RpcFailure("retryable", `block ${number} is missing`);
  const cursor = {
    number,
    hash: before?.hash ?? NO_PARENT,
    headNumber: head.number,
    finalNumber: number,
  };
  await inTransaction(pool, async (client) => {
    await openCursor(client, vault, cursor);
    if (before !== undefined) await saveHeaders(client, vault, [before]);
  });
  return findCursor(pool, vault);
}
