import { describe, expect, test } from "vitest";
import { ApiTimedOut } from "@/lib/api/apiErrors";
import { intentAfter, newIntent } from "@/lib/api/intentKey";
import { apiProblem } from "./problems.ts";

describe("intentAfter", () => {
  test("default", () => {
    const intent = newIntent();
    expect(intent.isOpen).toBe(false);
    expect(intentAfter(intent, new ApiTimedOut())).toEqual({ key: intent.key, isOpen: true });
    expect(intentAfter(intent, apiProblem(422, "INSUFFICIENT_BALANCE")).key).not.toBe(intent.key);
  });

  test("behavior: the key stays until the house has decided, however often it says that it cannot tell", () => {
    const intent = newIntent();
    const answers = [
      apiProblem(503, "DATABASE_UNAVAILABLE"),
      apiProblem(409, "IDEMPOTENCY_IN_PROGRESS"),
      apiProblem(429, "RATE_LIMITED"),
      apiProblem(503, "ACTIVITY_STOPPED"),
      apiProblem(500, "INTERNAL_ERROR"),
    ];
    expect(answers.reduce(intentAfter, intent)).toEqual({ key: intent.key, isOpen: true });
    const decided = intentAfter({ ...intent, isOpen: true }, apiProblem(422, "INSUFFICIENT_BALANCE"));
    expect(decided.isOpen).toBe(false);
    expect(decided.key).not.toBe(intent.key);
  });

  test("behavior: what was turned away the first time asked has not happened", () => {
    const intent = newIntent();
    expect(intentAfter(intent, apiProblem(503, "ACTIVITY_STOPPED")).key).not.toBe(intent.key);
  });
});
