import { describe, expect, test } from "vitest";
import { problemTable } from "#backend/http/problem.ts";
import { ApiAnswerInvalid, ApiTimedOut, ApiUnreachable } from "@/lib/api/apiErrors";
import { isUndecided, leavesOpen } from "@/lib/api/leavesOpen";
import { apiProblem } from "./problems.ts";

const OPEN = [
  "OUTCOME_UNKNOWN",
  "DATABASE_BUSY",
  "DATABASE_UNAVAILABLE",
  "INTERNAL_ERROR",
  "IDEMPOTENCY_IN_PROGRESS",
];

function problemOf(code: string) {
  const [status] = problemTable[code] ?? [];
  if (status === undefined) throw new Error(`the house never answers ${code}`);
  return apiProblem(status, code);
}

describe("leavesOpen", () => {
  test("default", () => {
    expect(leavesOpen(problemOf("INSUFFICIENT_BALANCE"))).toBe(false);
    expect(leavesOpen(new ApiTimedOut())).toBe(true);
  });

  test("behavior: no answer, or one that cannot be read, tells nothing", () => {
    for (const error of [new ApiUnreachable(), new ApiAnswerInvalid("/casino/bets"), new Error("what?")]) {
      expect(leavesOpen(error)).toBe(true);
    }
  });

  test("behavior: of all that the house answers, four codes alone leave it open", () => {
    const open = Object.keys(problemTable).filter((code) => leavesOpen(problemOf(code)));
    expect(open.toSorted()).toEqual(OPEN.toSorted());
  });

  test("behavior: what was left open once stays so while it is turned away at the door", () => {
    for (const code of [
      "TOO_MANY_BETS",
      "RATE_LIMITED",
      "ENGINE_STOPPED",
      "ACTIVITY_STOPPED",
      "UNAUTHENTICATED",
    ]) {
      expect([code, leavesOpen(problemOf(code)), leavesOpen(problemOf(code), true)]).toEqual([
        code,
        false,
        true,
      ]);
    }
    for (const code of ["INSUFFICIENT_BALANCE", "BET_ID_REUSED", "CASH_OUT_TOO_LATE"]) {
      expect(leavesOpen(problemOf(code), true)).toBe(false);
    }
  });
});

describe("isUndecided", () => {
  test("default", () => {
    expect(isUndecided(problemOf("CASH_OUT_TOO_LATE"))).toBe(false);
    for (const code of [...OPEN, "HOUSE_UNAVAILABLE", "RATE_LIMITED"]) {
      expect(isUndecided(problemOf(code))).toBe(true);
    }
    expect(isUndecided(new ApiTimedOut())).toBe(true);
  });
});
