import type { Logger } from "pino";
import { sqlState } from "#backend/db/transaction.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { IndexerMetrics } from "#indexer/metrics.ts";
import type { Session, StepResult } from "#indexer/session.ts";
import { backoffMs, MAX_DELAY_MS, sleep } from "#indexer/source/backoff.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { step } from "#indexer/step.ts";
import { CursorMoved } from "#indexer/store/cursor.store.ts";
import { isStalled, noteStep, type VaultStatus } from "#indexer/vaultStatus.ts";

/** How often the chain is asked for its head. Blocks come every 450 to 750 ms on the chains in use. */
export const POLL_INTERVAL_MS = 250;
/** A failure that goes on is logged again after so many tries. */
const LOG_EVERY_FAILURES = 20;

export interface VaultLoop {
  readonly session: Session;
  readonly status: VaultStatus;
  readonly log: Logger;
  readonly metrics: IndexerMetrics;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Indexes a vault until told to stop, or until it meets something that a person must look into. */
export async function runVaultLoop(loop: VaultLoop): Promise<void> {
  while (!loop.signal.aborted && loop.status.haltedBecause === undefined) {
    await sleep(await nextDelay(loop), loop.signal);
  }
}

/** Takes one step and says how long to wait before the next. */
async function nextDelay(loop: VaultLoop): Promise<number> {
  const { session, status, now } = loop;
  try {
    const result = await step(session);
    report(loop, result);
    noteStep(status, result, now());
    watchForStall(loop);
    const isBusy =
      result.kind === "rewound" || (result.kind === "recorded" && result.cursor.number < result.headNumber);
    return isBusy ? 0 : POLL_INTERVAL_MS;
  } catch (error) {
    return afterFailure(loop, error);
  }
}

function report({ log, metrics, session, status }: VaultLoop, result: StepResult): void {
  metrics.observe(session.vault, result);
  if (result.kind === "rewound") {
    const { droppedBlocks, droppedEvents, wasFinal, cursor } = result.rewound;
    const facts = { block: cursor.number, droppedBlocks, droppedEvents, wasFinal };
    log.warn(facts, "the chain left the recorded branch: took its blocks back");
  }
  if (result.kind === "recorded" && result.events > 0) {
    log.info({ block: result.cursor.number, events: result.events }, "recorded events");
  }
  if (!status.hasCaughtUp && result.kind === "recorded" && result.cursor.number >= result.headNumber) {
    log.info({ block: result.cursor.number }, "caught up with the chain");
  }
}

function watchForStall({ session, status, log, now }: VaultLoop): void {
  if (!isStalled(status, now())) return;
  log.warn({ block: status.headNumber }, "the chain stands still: asking the next node");
  session.reader.distrust();
  status.progressedAt = now();
}

function afterFailure(loop: VaultLoop, error: unknown): number {
  const { status, log, metrics, session } = loop;
  if (error instanceof CursorMoved) return 0;
  status.failures += 1;
  if (mustHalt(error)) {
    status.haltedBecause = error instanceof Error ? error.message : String(error);
    metrics.halted(session.vault);
    log.fatal(
      { err: error },
      "indexing halted: nothing is recorded for this vault until someone looks into it",
    );
    return 0;
  }
  if (error instanceof RpcFailure && error.kind === "limit") {
    log.debug({ blocks: session.rangeBlocks }, "the node refused the range: asking for less");
    return session.rangeBlocks > 1 ? 0 : backoffMs(status.failures);
  }
  if (status.failures % LOG_EVERY_FAILURES === 1) log.warn({ err: error }, "indexing failed: trying again");
  return error instanceof RpcFailure && error.kind === "permanent"
    ? MAX_DELAY_MS
    : backoffMs(status.failures);
}

/** Broken books and contradictions halt; nodes and databases that are away come back. */
function mustHalt(error: unknown): boolean {
  if (error instanceof RpcFailure) return false;
  if (error instanceof FairhouseError) return true;
  // Violated constraints and malformed statements: the same statement will fail again.
  return /^(22|23|42)/.test(sqlState(error) ?? "");
}
