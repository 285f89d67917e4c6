import { describe, expect, test } from "vitest";
import { nextLink } from "#domain/games/crash/hashChain.ts";
import { type CrashRequest, CrashRequestInvalid, verifyCrash } from "#domain/games/crash/verifyCrash.ts";

const gameHash = nextLink("0");
const salt = nextLink("s0");

describe("verifyCrash", () => {
  test("default", () => {
    expect(verifyCrash({ gameHash: gameHash, salt: salt, edge: 0.03 })).toEqual({
      game: "crash",
      outcome: 1.16,
      commitment: nextLink(gameHash),
    });
  });

  test("behavior: an edge is a number or its text, 0.03 when absent, and exact", () => {
    const outcome = verifyCrash({ gameHash, salt, edge: 0.03 }).outcome;
    for (const edge of ["0.03", "0.0300", 0.03, undefined])
      expect(verifyCrash({ gameHash, salt, edge }).outcome).toBe(outcome);
    expect(verifyCrash({ gameHash, salt, edge: 0.01 }).outcome).toBe(1.18);
    expect(verifyCrash({ gameHash, salt, edge: 0 }).outcome).toBeGreaterThanOrEqual(outcome);
  });

  test("behavior: a tampered hash or salt gives another round", () => {
    const { outcome, commitment } = verifyCrash({ gameHash, salt });
    const other = verifyCrash({ gameHash: nextLink(gameHash), salt });
    expect(other.commitment).not.toBe(commitment);
    expect([other.outcome, verifyCrash({ gameHash, salt: `${salt} ` }).outcome]).not.toEqual([
      outcome,
      outcome,
    ]);
  });

  const wrongEdges = [1, -0.01, 0.000_01, Number.NaN, "3 %", "", null, {}, 1e-7, "0x3"];
  const wrong: [string, CrashRequest][] = [
    ["gameHash", { salt }],
    ["gameHash", { gameHash: "", salt }],
    ["gameHash", { gameHash: "é", salt }],
    ["gameHash", { gameHash: 5, salt }],
    ["salt", { gameHash }],
    ["salt", { gameHash, salt: null }],
    ...wrongEdges.map((edge): [string, CrashRequest] => ["edge", { gameHash, salt, edge }]),
  ];
  test.each(wrong)("error: CrashRequestInvalid names %s", (field, request) => {
    expect(() => verifyCrash(request)).toThrow(expect.objectContaining({ field }));
    expect(() => verifyCrash(request)).toThrow(CrashRequestInvalid);
  });
});
