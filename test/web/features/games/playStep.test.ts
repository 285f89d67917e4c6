import { describe, expect, test } from "vitest";
import { NO_STEP, type PlayStepEvent, stepAfter } from "@/features/games/playStep";
import { ApiProblem } from "@/lib/api/apiErrors";
import { BetNotSent, BetUnanswered } from "@/lib/live/liveSocket";

const again = () => undefined;
const problem = {
  type: "about:blank",
  title: "No",
  status: 409,
  code: "CASH_OUT_TOO_LATE",
  detail: "Too late.",
};
const stepOf = (...events: PlayStepEvent<"betting">[]) => events.reduce(stepAfter<"betting">, NO_STEP).step;
const begun = (attempt: number) => ({ kind: "begun", attempt, doing: "betting" }) as const;
const failed = (attempt: number, error: unknown) => ({ kind: "failed", attempt, error, again }) as const;

describe("stepAfter", () => {
  test("default", () => {
    expect(stepOf(begun(1))).toEqual({ kind: "busy", doing: "betting" });
    expect(stepOf(begun(1), { kind: "taken", attempt: 1 })).toEqual({ kind: "idle" });
  });

  test("behavior: what the house refuses, or what never left, is refused for good", () => {
    const refused = stepOf(begun(1), failed(1, new ApiProblem({ ...problem, requestId: "r" })));
    expect(refused).toMatchObject({ kind: "refused", code: "CASH_OUT_TOO_LATE", text: "Too late." });
    expect(stepOf(begun(1), failed(1, new BetNotSent()))).toMatchObject({
      kind: "refused",
      code: "BET_NOT_SENT",
    });
  });

  test("behavior: without an answer it may have been taken, and can be asked for again", () => {
    expect(stepOf(begun(1), failed(1, new BetUnanswered()))).toEqual({ kind: "unanswered", again });
  });

  test("behavior: a late answer does not speak for a newer attempt, nor after all was forgotten", () => {
    const newer = stepOf(begun(1), begun(2), failed(1, new BetUnanswered()));
    expect(newer).toEqual({ kind: "busy", doing: "betting" });
    expect(stepOf(begun(1), begun(2), { kind: "taken", attempt: 1 }).kind).toBe("busy");
    expect(stepOf(begun(1), { kind: "forgotten" }, failed(1, new BetUnanswered()))).toEqual({ kind: "idle" });
  });
});
