import type pg from "pg";
import { BANKROLL_SHARDS } from "#backend/db/accountStore.ts";
import { together } from "#backend/db/together.ts";
import { sqlState } from "#backend/db/transaction.ts";
import type { Turned } from "#backend/modules/casino/admission.ts";
import { changesOf } from "#backend/modules/casino/batchChanges.ts";
import { decideBatch, type Verdict } from "#backend/modules/casino/batchDecisions.ts";
import {
  type BatchState,
  loadBatchState,
  type StateDependencies,
} from "#backend/modules/casino/batchState.ts";
import { runBatchTransaction, TransactionFailure } from "#backend/modules/casino/batchTransaction.ts";
import { writeBatch } from "#backend/modules/casino/batchWrite.ts";
import { BetIdReused } from "#backend/modules/casino/betRefusals.ts";
import { answerAll } from "#backend/modules/casino/betResponses.ts";
import type { BetTicket } from "#backend/modules/casino/betTicket.ts";
import { HouseUnavailable, OutcomeUnknown } from "#backend/modules/casino/engineUnavailable.ts";
import { GateUnavailable } from "#backend/modules/casino/gate.ts";
import type { House } from "#backend/modules/casino/houseBook.ts";

/** How often in all a batch is tried that meets a concurrent writer, or whose connection is lost. */
const MAX_CONFLICTS = 3;
const MAX_LOST_CONNECTIONS = 2;

const UNIQUE_VIOLATION = "23505";

export interface Batch {
  readonly tenantId: number;
  readonly tickets: readonly BetTicket[];
  /** The gate's answer, asked for while the batch is loaded. @throws GateUnavailable */
  readonly admission: Promise<Turned>;
  readonly house: House;
  /** Which bankroll shard the batch plays against at first; batches that run together take different ones. */
  readonly shard: number;
}

export interface BatchDependencies extends StateDependencies {
  readonly pool: pg.Pool;
  /** Told of a bet that cannot be settled although the database answers: a broken rule, not a busy server. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Settles the batch and answers every bet of it; never rejects. What cannot be committed is tried again as far
 * as it may help. A batch that is itself at fault is halved until the bet at fault stands alone.
 */
export async function settleBatch(
  dependencies: BatchDependencies,
  batch: Batch,
  mayHaveCommitted = false,
): Promise<void> {
  if (batch.tickets.length === 0) return;
  const outcome = await tryToCommit(dependencies, batch);
  if (outcome.kind === "committed") return answerAll(outcome.verdicts, outcome.at);
  const isUnknown = mayHaveCommitted || outcome.mayHaveCommitted;
  const { tickets } = batch;
  const isTurnedAway = outcome.cause instanceof GateUnavailable;
  if (outcome.kind === "fault" && tickets.length > 1 && !isTurnedAway) {
    const middle = tickets.length >> 1;
    await settleBatch(dependencies, { ...batch, tickets: tickets.slice(0, middle) }, isUnknown);
    return settleBatch(dependencies, { ...batch, tickets: tickets.slice(middle) }, isUnknown);
  }
  for (const ticket of tickets) ticket.reject(refusal(ticket, outcome, isUnknown));
  if (outcome.kind === "fault" && !isTakenId(outcome.cause) && !isTurnedAway)
    dependencies.onFault(outcome.cause);
}

type CommitOutcome =
  | ({ readonly kind: "committed" } & DecidedBatch)
  | { readonly kind: "fault" | "lost"; readonly cause: unknown; readonly mayHaveCommitted: boolean };

async function tryToCommit(dependencies: BatchDependencies, batch: Batch): Promise<CommitOutcome> {
  let conflicts = 0;
  let lostConnections = 0;
  let mayHaveCommitted = false;
  for (let attempt = 0; ; attempt++) {
    // Somebody may be keeping the accounts of a shard locked: the next attempt plays against the next one.
    const tried = { ...batch, shard: (batch.shard + attempt) % BANKROLL_SHARDS };
    try {
      const decided = await runBatchTransaction(dependencies.pool, {
        load: (client) => together([load(client, dependencies, tried), tried.admission]),
        write: (client, [state, turned]) => decideAndWrite(client, { state, turned, batch: tried }),
      });
      return { kind: "committed", ...decided };
    } catch (error) {
      const { kind, cause } = error instanceof TransactionFailure ? error : { kind: "fault", cause: error };
      // Bet ids make the second attempt find what the first one may have committed.
      if (kind === "commit_unknown") mayHaveCommitted = true;
      if (kind === "fault") return { kind: "fault", cause, mayHaveCommitted };
      if (kind === "conflict" && ++conflicts === MAX_CONFLICTS)
        return { kind: "fault", cause, mayHaveCommitted };
      if (kind !== "conflict" && ++lostConnections === MAX_LOST_CONNECTIONS) {
        return { kind: "lost", cause, mayHaveCommitted };
      }
    }
  }
}

function load(client: pg.PoolClient, dependencies: StateDependencies, batch: Batch): Promise<BatchState> {
  const { tenantId, tickets, house, shard } = batch;
  return loadBatchState(client, dependencies, {
    tenantId,
    userIds: [...new Set(tickets.map(({ userId }) => userId))],
    betIds: tickets.map(({ request }) => request.betId),
    currencies: [...new Set(tickets.map(({ request }) => request.currency))],
    house,
    shard,
  });
}

interface DecidedBatch {
  readonly verdicts: readonly Verdict[];
  /** When the accepted bets were made; undefined when there are none. */
  readonly at: Date | undefined;
}

async function decideAndWrite(
  client: pg.PoolClient,
  { state, turned, batch }: { readonly state: BatchState; readonly turned: Turned; readonly batch: Batch },
): Promise<DecidedBatch> {
  const verdicts = decideBatch(batch.tickets, turned, state);
  const changes = changesOf(verdicts, state);
  return { verdicts, at: changes && (await writeBatch(client, batch.tenantId, changes)) };
}

function refusal(
  { request }: BetTicket,
  { kind, cause }: Exclude<CommitOutcome, { kind: "committed" }>,
  mayHaveCommitted: boolean,
): Error {
  if (mayHaveCommitted) return new OutcomeUnknown({ cause });
  if (kind === "lost") return new HouseUnavailable({ cause });
  if (isTakenId(cause)) return new BetIdReused(request.betId);
  return cause instanceof Error ? cause : new HouseUnavailable({ cause });
}

/** The id became another cause's while this bet was being written, time and again. */
function isTakenId(cause: unknown): boolean {
  return sqlState(cause) === UNIQUE_VIOLATION;
}
