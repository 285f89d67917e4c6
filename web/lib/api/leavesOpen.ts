import { ApiProblem } from "@/lib/api/apiErrors";

/** Said when the work may have been done and only its answer was lost, or while it is being done. */
const OUTCOME_OPEN: ReadonlySet<string> = new Set([
  "OUTCOME_UNKNOWN",
  "DATABASE_BUSY",
  "DATABASE_UNAVAILABLE",
  "INTERNAL_ERROR",
  "IDEMPOTENCY_IN_PROGRESS",
]);
const UNAUTHENTICATED = 401;
const TOO_MANY = 429;
const FIRST_SERVER_ERROR = 500;

/**
 * True when a failed request leaves open whether what it asked for was done. Then it may be asked for again under the same
 * id or key alone: under a new one it could happen twice.
 *
 * @param isRepeat the same was asked for before, and left open: what is turned away at the door says nothing of that
 */
export function leavesOpen(error: unknown, isRepeat = false): boolean {
  if (!(error instanceof ApiProblem)) return true;
  return OUTCOME_OPEN.has(error.code) || (isRepeat && isUndecided(error));
}

/** True unless the house has decided against what was asked for: no answer came, or it says "later". */
export function isUndecided(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return true;
  const { status } = error.problem;
  if (status === UNAUTHENTICATED || status === TOO_MANY || status >= FIRST_SERVER_ERROR) return true;
  return OUTCOME_OPEN.has(error.code);
}
