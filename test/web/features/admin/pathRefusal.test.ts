import { describe, expect, test } from "vitest";
import { apiProblem } from "#test/web/lib/api/problems.ts";
import { readPathRefusal } from "@/features/admin/games/pathRefusal";

const agentId = "0192f0c1-7c6e-7000-8000-0000000000aa";
const values = { agentId, sumBps: "12500", ceilingBps: "5000", smallestEdgeBps: "20" };
const refused = (code: string, told: Record<string, string> = values) => apiProblem(422, code, told);

describe("readPathRefusal", () => {
  test("default: whose path, what it would be given, and what it may be", () => {
    for (const code of ["RATES_EXCEED_CEILING", "RATES_EXCEED_EDGE"] as const)
      expect(readPathRefusal(refused(code))).toEqual({ code, agentId, sumBps: 12_500, ceilingBps: 5_000 });
  });

  test("behavior: other refusals are none of a path, nor are figures that do not tell", () => {
    expect(readPathRefusal(refused("EDGE_OUT_OF_BOUNDS"))).toBeNull();
    expect(readPathRefusal(refused("RATES_EXCEED_EDGE", { ...values, sumBps: "much" }))).toBeNull();
    expect(readPathRefusal(refused("RATES_EXCEED_EDGE", { ...values, agentId: "../.." }))).toBeNull();
    expect(readPathRefusal(new Error("gone"))).toBeNull();
  });
});
