import { describe, expect, test } from "vitest";
import { toProblem } from "#backend/http/problem.ts";

const failure = (code: string, cause?: unknown) => Object.assign(new Error("failed", { cause }), { code });

describe("toProblem", () => {
  test("behavior: over any way in, a database that is late or away is told as such, and when to try again", () => {
    const late = failure("57014");
    for (const thrown of [late, failure("P2010", late)]) {
      expect(toProblem(thrown, "r1")).toMatchObject({
        ...{ status: 503, code: "DATABASE_BUSY", requestId: "r1", retryAfterMs: 5_000 },
      });
    }
    expect(toProblem(failure("ECONNREFUSED"), "r1")).toMatchObject({
      ...{ status: 503, code: "DATABASE_UNAVAILABLE", retryAfterMs: 1_000 },
    });
  });

  test("behavior: what nobody expected is named by its request id and nothing else", () => {
    for (const thrown of [failure("23505"), new Error("secret"), "secret", null]) {
      const told = toProblem(thrown, "r1");
      expect(told).toMatchObject({ status: 500, code: "INTERNAL_ERROR", requestId: "r1" });
      expect(JSON.stringify(told)).not.toMatch(/secret|23505/);
    }
  });
});
