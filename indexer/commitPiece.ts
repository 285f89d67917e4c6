import { sqlState } from "#backend/db/transaction.ts";
import { invariant } from "#domain/errors.ts";
import { type Advance, advance } from "#indexer/advance.ts";
import type { Scope } from "#indexer/handlers/handler.ts";
import type { PreparedPiece } from "#indexer/preparePiece.ts";
import { project, projectRecorded } from "#indexer/project.ts";
import type { Session } from "#indexer/session.ts";
import { BalanceTooLow } from "#indexer/store/balance.store.ts";
import type { Cursor } from "#indexer/store/cursor.store.ts";
import { insertEvents, saveEvents } from "#indexer/store/event.store.ts";

/** How deep a reorg may go, and how deep a block must lie for its money to be final. */
export interface DepthRules {
  readonly maxReorgDepth: number;
  readonly finalityDepth: number;
}

export interface PieceToCommit extends Pick<Advance, "cursor" | "headNumber" | "finalLimit"> {
  readonly piece: PreparedPiece;
}

const UNIQUE_VIOLATION = "23505";

/**
 * Records the next piece of the branch, in one transaction; see `advance`.
 *
 * Nearly all events are new, and then nothing can have followed from them: nothing is looked up. Should one of their rows
 * stand all the same (a block came back, or the record is made anew), the keys of the tables refuse the transaction; and
 * an account that lacks what is taken from it refuses it too. Then the piece is recorded with a look at what is there.
 * @throws CursorMoved when another indexer was faster
 */
export async function commitPiece(session: Session, work: PieceToCommit): Promise<Cursor> {
  const { headers, range } = work.piece;
  invariant(headers.at(-1)?.number === range.to, "a piece ends with the header of its last block");
  if (session.expectsNew) {
    try {
      return await advance(session, { ...work, headers, isNew: true }, (scope) =>
        recordNew(scope, work.piece),
      );
    } catch (error) {
      if (!isUnexpected(error)) throw error;
    }
  }
  return advance(session, { ...work, headers, isNew: false }, (scope) =>
    recordKnown(session, scope, work.piece),
  );
}

/** What was not looked up is not as it nearly always is. */
function isUnexpected(error: unknown): boolean {
  return error instanceof BalanceTooLow || sqlState(error) === UNIQUE_VIOLATION;
}

async function recordNew(scope: Scope, { known, rows }: PreparedPiece): Promise<void> {
  if (known.length === 0) return;
  scope.writes.add(insertEvents(scope.client, rows));
  await project(scope, known);
}

/** Where nothing was to be found, nothing is expected next time. */
async function recordKnown(session: Session, scope: Scope, { events }: PreparedPiece): Promise<void> {
  await saveEvents(scope.client, scope.vault, events);
  const known = await projectRecorded(
    scope,
    events.map(({ event }) => event),
  );
  session.expectsNew = known.every(({ history }) => !history.isObserved);
}
