import type pg from "pg";
import { corked } from "#backend/db/corkedSend.ts";
import { sqlState } from "#backend/db/transaction.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";

/** Why a transaction failed, as far as it decides what to do next. */
export type FailureKind =
  /** Another transaction was in the way: nothing happened, and trying again will do. */
  | "conflict"
  /** The connection broke or was refused before the commit: nothing happened. */
  | "connection"
  /** The connection broke during the commit: it may or may not have happened. */
  | "commit_unknown"
  /** The transaction itself is at fault and would fail again. */
  | "fault";

export class TransactionFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, cause: unknown) {
    super(`batch transaction failed: ${kind}`, { cause });
    this.kind = kind;
  }
}

/**
 * Serialisation failure, deadlock, a key that a concurrent transaction has just written, and the division by zero
 * with which `writeBatch` refuses to write over what it did not find as it was read.
 */
const CONFLICT_STATES = new Set(["40001", "40P01", "23505", "22012"]);
/** Connection exceptions, operator intervention (shutdown, crash, timeout), insufficient resources. */
const LOST_CLASSES = new Set(["08", "57", "53"]);
/** A lock that somebody keeps: as good as a server that is away. */
const LOST_STATES = new Set(["55P03"]);
const SQLSTATE_LENGTH = 5;
const DRIVER_LOST = /terminat|timeout|not queryable|closed/i;

/** A batch takes milliseconds; a server that does not answer by then counts as lost. */
const DEADLINE_MS = 5_000;

/** The two halves of a batch's transaction. Each sends its statements without waiting for one another's answers. */
export interface BatchWork<State, Result> {
  load(client: pg.PoolClient): Promise<State>;
  /** Sends at most one statement, which fails when anything is not as it was loaded. */
  write(client: pg.PoolClient, state: State): Promise<Result>;
}

/**
 * Runs a batch in one transaction and, over a pipelined connection, in two round trips: begin and load, then
 * write and commit. A write that fails turns the commit behind it into a rollback.
 * @throws TransactionFailure
 */
export async function runBatchTransaction<State, Result>(
  pool: pg.Pool,
  work: BatchWork<State, Result>,
  deadlineMs: number = DEADLINE_MS,
): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw new TransactionFailure("connection", error);
  });
  let isCommitting = false;
  let isGivenUp = false;
  let broken: Error | undefined;

  async function run(): Promise<Result> {
    const [, state] = await Promise.all(
      corked(client, () => [client.query("BEGIN"), work.load(client)] as const),
    );
    // Whoever waited has been told by now that nothing was written, so nothing may be.
    if (isGivenUp) throw new DeadlinePassed(deadlineMs);
    const writing = corked(client, () => {
      const sent = work.write(client, state);
      isCommitting = true;
      return [sent, client.query("COMMIT")] as const;
    });
    const [result, { command }] = await Promise.all(writing);
    invariant(command === "COMMIT", "a batch without a failed statement commits");
    return result;
  }

  try {
    return await beforeDeadline(run(), deadlineMs);
  } catch (error) {
    isGivenUp = true;
    const isLost = isConnectionFailure(error);
    if (isLost) broken = new Error("batch connection lost", { cause: error });
    else {
      await client.query("ROLLBACK").catch((failure: Error) => {
        broken = failure;
      });
    }
    throw new TransactionFailure(isLost && isCommitting ? "commit_unknown" : kindOf(error), error);
  } finally {
    client.release(broken);
  }
}

class DeadlinePassed extends Error {
  constructor(deadlineMs: number) {
    super(`no answer in ${deadlineMs} ms`);
  }
}

async function beforeDeadline<Result>(running: Promise<Result>, deadlineMs: number): Promise<Result> {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const expire = () => reject(new DeadlinePassed(deadlineMs));
  // An overloaded process may find an answer and the end of its time at once: it reads sockets before immediates.
  const timer = setTimeout(() => setImmediate(expire), deadlineMs);
  try {
    return await Promise.race([running, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function kindOf(error: unknown): FailureKind {
  if (isConnectionFailure(error)) return "connection";
  return CONFLICT_STATES.has(sqlState(error) ?? "") ? "conflict" : "fault";
}

/** Errors of sockets carry names (ECONNREFUSED), those of the server five letters, those of the driver nothing. */
function isConnectionFailure(error: unknown): boolean {
  if (error instanceof DeadlinePassed) return true;
  if (error instanceof FairhouseError) return false;
  const state = sqlState(error);
  if (state === undefined) return error instanceof Error && DRIVER_LOST.test(error.message);
  return state.length !== SQLSTATE_LENGTH || LOST_STATES.has(state) || LOST_CLASSES.has(state.slice(0, 2));
}
