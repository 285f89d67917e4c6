import type { Problem } from "#domain/api/problem.ts";
import { ApiProblem } from "@/lib/api/apiErrors";
import { leavesOpen } from "@/lib/api/leavesOpen";
import { BetNotSent } from "@/lib/live/betFailures";

/** A bet, or a step of a round, that was not taken, for good. */
export type BetRefusal = {
  readonly kind: "refused";
  readonly code: string;
  /** The house's own words. */
  readonly text: string;
  /** Figures that explain it. */
  readonly values: NonNullable<Problem["values"]>;
};

/**
 * The refusal that an error is; null when it leaves open whether the bet was taken.
 *
 * @param isRepeat an earlier attempt at the same was left open
 */
export function betRefusal(error: unknown, isRepeat: boolean): BetRefusal | null {
  if (error instanceof BetNotSent && !isRepeat) return refusal(error, {});
  if (!(error instanceof ApiProblem) || leavesOpen(error, isRepeat)) return null;
  return refusal(error, error.problem.values ?? {});
}

function refusal({ code, message }: ApiProblem | BetNotSent, values: BetRefusal["values"]): BetRefusal {
  return { kind: "refused", code, text: message, values };
}
