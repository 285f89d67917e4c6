import type { StepResult } from "#indexer/session.ts";

/** How indexing a vault stands, for health checks and metrics. Times in ms since the epoch. */
export interface VaultStatus {
  readonly address: string;
  /** Why indexing stopped for good; a person must look into it. */
  haltedBecause: string | undefined;
  /** Whether the cursor has reached the head once since the start. */
  hasCaughtUp: boolean;
  headNumber: bigint;
  cursorNumber: bigint;
  finalNumber: bigint;
  /** When the chain last grew or the cursor last moved. */
  progressedAt: number;
  /** Failures since the last step that went well. */
  failures: number;
}

/** One failed request is nothing; so many in a row are. */
const UNREADY_AFTER_FAILURES = 3;
/** A chain that has not grown for so long counts as standing still. */
export const STALL_AFTER_MS = 60_000;

export function createVaultStatus(address: string, now: number): VaultStatus {
  return {
    address,
    haltedBecause: undefined,
    hasCaughtUp: false,
    headNumber: -1n,
    cursorNumber: -1n,
    finalNumber: -1n,
    progressedAt: now,
    failures: 0,
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
  if (cursor !== undefined && cursor.number >= result.headNumber) status.hasCaughtUp = true;
}

export function isStalled({ progressedAt }: VaultStatus, now: number): boolean {
  return now - progressedAt > STALL_AFTER_MS;
}

/** Why a vault is not ready, or undefined when it is. */
export function unreadyBecause(status: VaultStatus, now: number): string | undefined {
  if (status.haltedBecause !== undefined) return `halted: ${status.haltedBecause}`;
  if (status.failures >= UNREADY_AFTER_FAILURES) return `${status.failures} failures in a row`;
  if (isStalled(status, now)) return "the chain stands still or no node answers";
  if (!status.hasCaughtUp) return `catching up: block ${status.cursorNumber} of ${status.headNumber}`;
  return undefined;
}
