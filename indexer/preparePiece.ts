import { setImmediate as answersToComeIn } from "node:timers/promises";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { openAhead } from "#indexer/openAhead.ts";
import type { Session } from "#indexer/session.ts";
import type { BranchPiece } from "#indexer/source/fetchRange.ts";
import { type EventRows, rowsOf } from "#indexer/store/event.store.ts";
import { asNew, type Known } from "#indexer/store/history.store.ts";

/** A piece with what can be worked out before its transaction begins, for events that are on record for the first time. */
export interface PreparedPiece extends BranchPiece {
  readonly known: readonly Known<VaultEvent>[];
  readonly rows: EventRows;
}

/**
 * Prepares a piece; of a settled one, the users and accounts that it needs are opened too. The piece before it is being
 * committed meanwhile: the database must not wait for its next statement until all of this is done.
 */
export async function preparePiece(
  session: Session,
  piece: BranchPiece,
  { isSettled }: { readonly isSettled: boolean },
): Promise<PreparedPiece> {
  if (isSettled) await openAhead(session, piece.events);
  const known = asNew(piece.events.map(({ event }) => event));
  await answersToComeIn();
  return { ...piece, known, rows: rowsOf(session.vault, piece.events) };
}
