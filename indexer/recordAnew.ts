import { FairhouseError } from "#domain/errors.ts";
import type { Header, RecordedHeader } from "#domain/indexing/vaultEvent.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import type { Confirmation } from "#indexer/confirmFinal.ts";
import type { Session, StepResult } from "#indexer/session.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";
import { findRecentHeaders } from "#indexer/store/header.store.ts";

/** A node told an event otherwise than it is, and it was recorded. Rows of events do not change. */
export class EventForged extends FairhouseError {
  readonly code = "EVENT_FORGED";

  constructor(forged: string, detail: string) {
    super(
      `What is recorded as ${forged} is another event on most nodes (${detail}): nothing of it is final; take the ` +
        "node that lies out of RPC_URLS, and rebuild the vault's record.",
    );
  }
}

/**
 * Takes back what most nodes contradict, as if the chain had left it, so that the next steps record it once more from
 * another node. Nothing of it had become final.
 * @throws EventForged when a person must look into it
 */
export async function recordAnew(
  session: Session,
  work: { readonly cursor: Cursor; readonly head: Header; readonly confirmation: Confirmation },
): Promise<StepResult> {
  const { forged, detail, range } = work.confirmation;
  if (forged !== undefined) throw new EventForged(forged, detail);
  return takeBack(session, { ...work, first: range.from });
}

/**
 * Blocks pay out what the books do not have: something that came before was left out by the node that told it. What is not
 * final yet is recorded once more, from another node; and only when the same is missing then, a person must look.
 * @throws the failure, the second time
 */
export async function recordMissing(
  session: Session,
  { cursor, head, failure }: { readonly cursor: Cursor; readonly head: Header; readonly failure: unknown },
): Promise<StepResult> {
  const { finalNumber } = cursor;
  if (!(failure instanceof InsufficientBalance) || session.missedAfter === finalNumber) throw failure;
  session.missedAfter = finalNumber;
  return takeBack(session, { cursor, head, first: finalNumber + 1n });
}

/** Takes blocks back from the first one on, and goes on with another node. */
async function takeBack(
  session: Session,
  { cursor, head, first }: { readonly cursor: Cursor; readonly head: Header; readonly first: bigint },
): Promise<StepResult> {
  const headNumber = head.number;
  // Whoever is read from said it, or did not notice.
  session.reader.distrust();
  if (first > cursor.number) return { kind: "idle", cursor, headNumber };
  const fork = await headerBefore(session, { cursor, first });
  const rewound = await session.rewind(session.pool, { vault: session.vault, cursor, fork });
  return { kind: "rewound", cursor: rewound.cursor, headNumber, rewound };
}

/** Headers are kept as deep as reorgs go; what lies deeper is asked of the chain, where it cannot change any more. */
async function headerBefore(
  { pool, reader, vault }: Session,
  { cursor, first }: { readonly cursor: Cursor; readonly first: bigint },
): Promise<RecordedHeader> {
  const number = first - 1n;
  const kept = await findRecentHeaders(pool, vault, Number(cursor.number - number) + 1);
  const fork = kept.find((header) => header.number === number) ?? (await reader.headers([number]))[0];
  if (fork === undefined) throw new RpcFailure("retryable", `block ${number} is missing`);
  return fork;
}
