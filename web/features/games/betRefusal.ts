import type { Problem } from "#domain/api/problem.ts";
import { ApiProblem } from "@/lib/api/apiErrors";
import { BetNotSent } from "@/lib/live/liveSocket";

/** A bet, or a step of a round, that was not taken, for good. */
export type BetRefusal = {
  readonly kind: "refused";
  readonly code: string;
  /** The house's own words. */
  readonly text: string;
  /** Figures that explain it. */
  readonly values: NonNullable<Problem["values"]>;
};

/** The refusal that an error is; null when it leaves open whether the bet was taken. */
export function betRefusal(error: unknown): BetRefusal | null {
  const isFinal = error instanceof ApiProblem || error instanceof BetNotSent;
  if (!isFinal) return null;
  const values = (error instanceof ApiProblem ? error.problem.values : undefined) ?? {};
  return { kind: "refused", code: error.code, text: error.message, values };
}
