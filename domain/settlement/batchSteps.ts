import type { WatchedBatch } from "#domain/settlement/batchAlerts.ts";

export type BatchStatus = WatchedBatch["status"];

/** What an operator may have done now instead of when its turn comes. */
export type BatchStep = "sign" | "submit" | "retry";

/**
 * The states in which a step makes sense: `sign` and `submit` are the next step of one state each, and `retry` tries
 * again whatever did not work, at any time before the batch is executed.
 */
const STATES_BEFORE: Readonly<Record<BatchStep, readonly BatchStatus[]>> = {
  sign: ["built"],
  submit: ["signed"],
  retry: ["built", "signed", "sent"],
};

/** The states that a batch must be in for the step, or null when it is in one of them. */
export function statesWanted(step: BatchStep, status: BatchStatus): readonly BatchStatus[] | null {
  const states = STATES_BEFORE[step];
  return states.includes(status) ? null : states;
}
