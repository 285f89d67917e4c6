import type { StepResult } from "#indexer/session.ts";

/** How indexing a vault stands, for health checks and metrics. Times in ms since the epoch. */
export interface VaultStatus {
  readonly address: string;
  readonly chainId: number;
  /** Why indexing stopped for good; a person must look into it. */
  haltedBecause: string | undefined;
  /** Whether the cursor has reached the head once since the start. */
  hasCaughtUp: boolean;
  headNumber: bigint;
  cursorNumber: bigint;
  finalNumber: bigint;
  /** When the chain last grew or the cursor last moved. */
  progressedAt: number;
  /** When the cursor was last level with the head. */
  levelAt: number;
  /** When the step that is under way began; undefined between two steps. */
  steppingSince: number | undefined;
  /** Failures since the last step that went well. */
  failures: number;
  /** Why what is recorded does not become final; undefined when nothing speaks against it. */
  disputedBecause: string | undefined;
}

/** One failed request is nothing; so many in a row are. */
const UNREADY_AFTER_FAILURES = 3;
/** A chain that has not grown for so long counts as standing still. */
export const STALL_AFTER_MS = 60_000;
/** No step takes so long, unless it waits for a node or a database that does not answer. */
export const STEP_HANGS_AFTER_MS = 30_000;

export function createVaultStatus(address: string, now: number, chainId = 0): VaultStatus {
  return {
    address,
    chainId,
    haltedBecause: undefined,
    hasCaughtUp: false,
    headNumber: -1n,
    cursorNumber: -1n,
    finalNumber: -1n,
    progressedAt: now,
    levelAt: now,
    steppingSince: undefined,
    failures: 0,
    disputedBecause: undefined,
  };
}

/** Takes in what a step did. */
export function noteStep(status: VaultStatus, result: StepResult, now: number): void {
  const cursor = result.kind === "waiting" ? undefined : result.cursor;
  const cursorNumber = cursor?.number ?? status.cursorNumber;
  if (result.headNumber !== status.headNumber || cursorNumber !== status.cursorNumber)
    status.progressedAt = now;
  status.headNumber = result.headNumber;
  status.cursorNumber = cursorNumber;
  status.finalNumber = cursor?.finalNumber ?? status.finalNumber;
  status.failures = 0;
  if (cursor === undefined || cursor.number < result.headNumber) return;
  status.hasCaughtUp = true;
  status.levelAt = now;
}

export function isStalled({ progressedAt }: VaultStatus, now: number): boolean {
  return now - progressedAt > STALL_AFTER_MS;
}

/** Whether the step that is under way waits in vain. */
export function isHanging({ steppingSince }: VaultStatus, now: number): boolean {
  return steppingSince !== undefined && now - steppingSince > STEP_HANGS_AFTER_MS;
}

/** Why a vault is not ready, or undefined when it is. */
export function unreadyBecause(status: VaultStatus, now: number): string | undefined {
  if (status.haltedBecause !== undefined) return `halted: ${status.haltedBecause}`;
  if (isHanging(status, now)) return "a step hangs: a node or the database does not answer";
  if (status.failures >= UNREADY_AFTER_FAILURES) return `${status.failures} failures in a row`;
  if (isStalled(status, now)) return "the chain stands still or no node answers";
  if (!status.hasCaughtUp) return `catching up: block ${status.cursorNumber} of ${status.headNumber}`;
  if (status.disputedBecause !== undefined) return `nothing becomes final: ${status.disputedBecause}`;
  return undefined;
}
