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

/** Prepares a piece; of a settled one, the users and accounts that it needs are opened too. */
export async function preparePiece(
  session: Session,
  piece: BranchPiece,
  { isSettled }: { readonly isSettled: boolean },
): Promise<PreparedPiece> {
  if (isSettled) await openAhead(session, piece.events);
  const known = asNew(piece.events.map(({ event }) => event));
  return { ...piece, known, rows: rowsOf(session.vault, piece.events) };
}
