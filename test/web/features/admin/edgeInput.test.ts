import { describe, expect, test } from "vitest";
import { edgeStep, readEdge } from "@/features/admin/games/edgeInput";

const bounds = { minBps: 50, maxBps: 500, defaultBps: 100 };

describe("readEdge", () => {
  test("default: percent with at most two decimals", () => {
    expect(readEdge("1", bounds)).toEqual({ kind: "edge", edgeBps: 100 });
    expect(readEdge("1,25", bounds)).toEqual({ kind: "edge", edgeBps: 125 });
  });

  test("behavior: the bounds themselves are within", () => {
    expect(readEdge("0.5", bounds)).toEqual({ kind: "edge", edgeBps: 50 });
    expect(readEdge("5", bounds)).toEqual({ kind: "edge", edgeBps: 500 });
    for (const text of ["0.49", "5.01", "0", "99999999999999999999"])
      expect(readEdge(text, bounds).kind).not.toBe("edge");
    expect(readEdge("5.01", bounds)).toEqual({ kind: "outOfBounds" });
  });

  test("behavior: nothing yet, and no number", () => {
    expect(readEdge(" ", bounds)).toEqual({ kind: "empty" });
    for (const text of ["one", "-1", "1.255", "1e2"])
      expect(readEdge(text, bounds)).toEqual({ kind: "notANumber" });
  });
});

describe("edgeStep", () => {
  test("default", () => {
    const game = { edgeBps: 100, isWithheld: false };
    expect(edgeStep(101, game)).toBe("higher");
    expect(edgeStep(99, game)).toBe("lower");
    expect(edgeStep(100, game)).toBe("same");
  });

  test("behavior: any edge puts a game on offer that is withheld, also the one that it came with", () => {
    for (const wantedBps of [99, 100, 101])
      expect(edgeStep(wantedBps, { edgeBps: 100, isWithheld: true })).toBe("offered");
  });
});
