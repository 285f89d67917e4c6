import { describe, expect, test } from "vitest";
import { NO_STEP, type PlayStepEvent, stepAfter } from "@/features/games/playStep";
import { BetNotSent, BetUnanswered } from "@/lib/live/betFailures";
import { apiProblem } from "../../lib/api/problems.ts";

const again = () => undefined;
const stepOf = (...events: PlayStepEvent<"betting">[]) => events.reduce(stepAfter<"betting">, NO_STEP).step;
const begun = (attempt: number) => ({ kind: "begun", attempt, doing: "betting" }) as const;
const failed = (attempt: number, error: unknown, isRepeat = false) =>
  ({ kind: "failed", attempt, error, isRepeat, again }) as const;

describe("stepAfter", () => {
  test("default", () => {
    expect(stepOf(begun(1))).toEqual({ kind: "busy", doing: "betting" });
    expect(stepOf(begun(1), { kind: "taken", attempt: 1 })).toEqual({ kind: "idle" });
  });

  test("behavior: what the house refuses, or what never left, is refused for good", () => {
    const refused = stepOf(begun(1), failed(1, apiProblem(409, "CASH_OUT_TOO_LATE")));
    expect(refused).toMatchObject({
      kind: "refused",
      code: "CASH_OUT_TOO_LATE",
      text: "CASH_OUT_TOO_LATE.",
    });
    expect(stepOf(begun(1), failed(1, new BetNotSent()))).toMatchObject({
      kind: "refused",
      code: "BET_NOT_SENT",
    });
  });

  test("behavior: without an answer it may have been taken, and can be asked for again", () => {
    expect(stepOf(begun(1), failed(1, new BetUnanswered()))).toEqual({ kind: "unanswered", again });
  });

  test("behavior: an answer that leaves open whether it was taken is no refusal: the same can be asked for again", () => {
    for (const open of [
      apiProblem(503, "OUTCOME_UNKNOWN"),
      apiProblem(503, "DATABASE_UNAVAILABLE"),
      apiProblem(500, "INTERNAL_ERROR"),
      apiProblem(409, "IDEMPOTENCY_IN_PROGRESS"),
    ]) {
      expect(stepOf(begun(1), failed(1, open))).toEqual({ kind: "unanswered", again });
    }
  });

  test("behavior: once it was left open, only a decision about it ends that", () => {
    const busy = apiProblem(429, "TOO_MANY_BETS");
    expect(stepOf(begun(1), failed(1, busy)).kind).toBe("refused");
    expect(stepOf(begun(1), failed(1, busy, true))).toEqual({ kind: "unanswered", again });
    expect(stepOf(begun(1), failed(1, new BetNotSent(), true))).toEqual({ kind: "unanswered", again });
    expect(stepOf(begun(1), failed(1, apiProblem(409, "ROUND_OVER"), true)).kind).toBe("refused");
  });

  test("behavior: a late answer does not speak for a newer attempt, nor after all was forgotten", () => {
    const newer = stepOf(begun(1), begun(2), failed(1, new BetUnanswered()));
    expect(newer).toEqual({ kind: "busy", doing: "betting" });
    expect(stepOf(begun(1), begun(2), { kind: "taken", attempt: 1 }).kind).toBe("busy");
    expect(stepOf(begun(1), { kind: "forgotten" }, failed(1, new BetUnanswered()))).toEqual({ kind: "idle" });
  });
});
