import type { Logger } from "pino";
import { sqlState } from "#backend/db/transaction.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { IndexerMetrics } from "#indexer/metrics.ts";
import type { Session, StepResult } from "#indexer/session.ts";
import { backoffMs, MAX_DELAY_MS, sleep } from "#indexer/source/backoff.ts";
import type { HeadFeed } from "#indexer/source/headFeed.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { step } from "#indexer/step.ts";
import { CursorMoved } from "#indexer/store/cursor.store.ts";
import { isStalled, noteStep, type VaultStatus } from "#indexer/vaultStatus.ts";

/** How often the chain is asked for its head. Blocks come every 450 to 750 ms on the chains in use. */
const POLL_INTERVAL_MS = 250;
/** A block is announced before every node has it: until then the chain is asked so often, and so many times. */
const AWAITED_POLL_MS = 15;
const MAX_AWAITED_POLLS = 20;
/** A failure that goes on is logged again after so many tries. */
const LOG_EVERY_FAILURES = 20;

/** Lets so many at a time do something large. */
export interface Turns {
  execute<Result>(work: () => Promise<Result>): Promise<Result>;
}

export interface VaultLoop {
  readonly session: Session;
  readonly status: VaultStatus;
  readonly log: Logger;
  readonly metrics: IndexerMetrics;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Says when a block is announced; without it the chain is polled. */
  readonly heads?: HeadFeed;
  /** Who is far behind waits for its turn, so that those near the head are served first. */
  readonly backfills?: Turns;
}

/** What to do before the next step. */
type Pause =
  /** Until a block is announced, and no longer than this. */
  | { readonly kind: "listen"; readonly ms: number }
  /** For so long, whatever is announced. */
  | { readonly kind: "rest"; readonly ms: number };

const AT_ONCE: Pause = { kind: "rest", ms: 0 };

/** Indexes a vault until told to stop, or until it meets something that a person must look into. */
export async function runVaultLoop(loop: VaultLoop): Promise<void> {
  const { heads, signal } = loop;
  let awaitedPolls = 0;
  while (!signal.aborted && loop.status.haltedBecause === undefined) {
    const pause = await takeStep(loop);
    if (pause.kind === "rest" || heads === undefined) {
      await sleep(pause.ms, signal);
      continue;
    }
    const isAwaited = (heads.announced() ?? -1n) > loop.status.headNumber;
    awaitedPolls = isAwaited ? awaitedPolls + 1 : 0;
    const isSoon = isAwaited && awaitedPolls <= MAX_AWAITED_POLLS;
    await heads.next(isSoon ? AWAITED_POLL_MS : pause.ms, signal);
  }
}

async function takeStep(loop: VaultLoop): Promise<Pause> {
  const { status, now } = loop;
  try {
    const result = await stepInTurn(loop);
    report(loop, result);
    noteStep(status, result, now());
    watchForStall(loop);
    const isBusy =
      result.kind === "rewound" || (result.kind === "recorded" && result.cursor.number < result.headNumber);
    return isBusy ? AT_ONCE : { kind: "listen", ms: POLL_INTERVAL_MS };
  } catch (error) {
    return { kind: "rest", ms: afterFailure(loop, error) };
  } finally {
    status.steppingSince = undefined;
  }
}

function stepInTurn({ session, status, now, backfills, signal }: VaultLoop): Promise<StepResult> {
  const begin = () => {
    status.steppingSince = now();
    return step(session);
  };
  const behind = status.headNumber - status.cursorNumber;
  const isFarBehind = !status.hasCaughtUp || behind > BigInt(session.rules.maxReorgDepth);
  if (!isFarBehind || backfills === undefined || signal.aborted) return begin();
  return backfills.execute(begin);
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
  // What a step has noted of ids may not be so: it failed, or somebody else moves this vault.
  session.ids.forget();
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
    log.debug({ blocks: session.rangeSize.blocks }, "the node refused the range: asking for less");
    return session.rangeSize.blocks > 1 ? 0 : backoffMs(status.failures);
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
