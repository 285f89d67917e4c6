import type pg from "pg";
import { sqlState } from "#backend/db/transaction.ts";
import {
  type BatchWork,
  runBatchTransaction,
  TransactionFailure,
} from "#backend/modules/casino/batchTransaction.ts";
import type { Queued } from "#backend/modules/casino/betQueue.ts";
import { BetIdReused } from "#backend/modules/casino/betRefusals.ts";
import { HouseUnavailable, OutcomeUnknown } from "#backend/modules/casino/engineUnavailable.ts";

/** How often in all a batch is tried that meets a concurrent writer, or whose connection is lost. */
const MAX_CONFLICTS = 3;
const MAX_LOST_CONNECTIONS = 2;
const UNIQUE_VIOLATION = "23505";

/** Somebody who waits for what becomes of a bet. */
export interface Ticket extends Queued {
  readonly betId: string;
  /** A second answer is ignored. */
  reject(error: Error): void;
}

/** What to tell those who wait, once all of it is committed and not before. */
export type Answers = readonly (() => void)[];

export interface CommitOptions {
  readonly pool: pg.Pool;
  /** Told of what fails although the database answers: a broken rule, not a busy server. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Commits a batch of tickets in one transaction and answers each; never rejects. What cannot be committed is tried again
 * as far as it may help; ids make a second attempt find what the first may have committed. A batch that is itself at
 * fault is halved until the ticket at fault stands alone.
 */
export async function commitTickets<T extends Ticket, State>(
  options: CommitOptions,
  tickets: readonly T[],
  workOf: (tickets: readonly T[]) => BatchWork<State, Answers>,
  mayHaveCommitted = false,
): Promise<void> {
  if (tickets.length === 0) return;
  const outcome = await tryToCommit(options.pool, workOf(tickets));
  if (outcome.kind === "committed") {
    for (const answer of outcome.answers) answer();
    return;
  }
  const isUnknown = mayHaveCommitted || outcome.mayHaveCommitted;
  if (outcome.kind === "fault" && tickets.length > 1) {
    const middle = tickets.length >> 1;
    await commitTickets(options, tickets.slice(0, middle), workOf, isUnknown);
    return commitTickets(options, tickets.slice(middle), workOf, isUnknown);
  }
  for (const ticket of tickets) ticket.reject(refusalOf(ticket, outcome, isUnknown));
  if (outcome.kind === "fault" && !isTakenId(outcome.cause)) options.onFault(outcome.cause);
}

type Outcome =
  | { readonly kind: "committed"; readonly answers: Answers }
  | { readonly kind: "fault" | "lost"; readonly cause: unknown; readonly mayHaveCommitted: boolean };

async function tryToCommit<State>(pool: pg.Pool, work: BatchWork<State, Answers>): Promise<Outcome> {
  let conflicts = 0;
  let lostConnections = 0;
  let mayHaveCommitted = false;
  for (;;) {
    try {
      return { kind: "committed", answers: await runBatchTransaction(pool, work) };
    } catch (error) {
      const { kind, cause } = error instanceof TransactionFailure ? error : { kind: "fault", cause: error };
      if (kind === "commit_unknown") mayHaveCommitted = true;
      if (kind === "fault" || (kind === "conflict" && ++conflicts === MAX_CONFLICTS)) {
        return { kind: "fault", cause, mayHaveCommitted };
      }
      if (kind !== "conflict" && ++lostConnections === MAX_LOST_CONNECTIONS) {
        return { kind: "lost", cause, mayHaveCommitted };
      }
    }
  }
}

function refusalOf(
  { betId }: Ticket,
  { kind, cause }: Exclude<Outcome, { kind: "committed" }>,
  mayHaveCommitted: boolean,
): Error {
  if (mayHaveCommitted) return new OutcomeUnknown({ cause });
  if (kind === "lost") return new HouseUnavailable({ cause });
  if (isTakenId(cause)) return new BetIdReused(betId);
  return cause instanceof Error ? cause : new HouseUnavailable({ cause });
}

function isTakenId(cause: unknown): boolean {
  return sqlState(cause) === UNIQUE_VIOLATION;
}
