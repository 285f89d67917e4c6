import { describe, expect, test } from "vitest";
import type { CrashTableSettings } from "#domain/api/crashTables.ts";
import { figureBounds, figureTexts } from "@/features/admin/games/tableFigures";
import { readTable } from "@/features/admin/games/tableInput";

const table: CrashTableSettings = {
  ...{ currency: "BNB", isOpen: true, edgeBps: 300, bettingMs: 5_500, pauseMs: 3_000 },
  ...{ ceilingHundredths: 1_000_000, roundRiskBps: 100, chainGames: 10_000 },
};
const texts = figureTexts(table);
const read = (changed: Partial<typeof texts>, isOpen = true) =>
  readTable({ isOpen, texts: { ...texts, ...changed } }, table);

describe("readTable", () => {
  test("default: what is as it was is not asked for", () => {
    expect(texts).toEqual({
      ...{ edgeBps: "3", bettingMs: "5.5", pauseMs: "3" },
      ...{ ceilingHundredths: "10000", roundRiskBps: "1", chainGames: "10000" },
    });
    expect(read({})).toEqual({ request: {}, faults: new Set(), from: new Set() });
  });

  test("behavior: what differs is, and from when on it holds", () => {
    expect(read({ pauseMs: "0" })).toMatchObject({ request: { pauseMs: 0 }, from: new Set(["nextRound"]) });
    expect(read({ edgeBps: "2.5", chainGames: "500" })).toMatchObject({
      request: { edgeBps: 250, chainGames: 500 },
      from: new Set(["nextChain"]),
    });
    expect(read({ edgeBps: "2.5" }, false)).toMatchObject({
      request: { edgeBps: 250, isOpen: false },
      from: new Set(["nextRound", "nextChain"]),
    });
  });

  test("behavior: what is no figure, or out of bounds, is a fault and asked for by nobody", () => {
    const { request, faults } = read({ edgeBps: "20.01", bettingMs: "", chainGames: "1.5", pauseMs: "4" });
    expect([...faults].sort()).toEqual(["bettingMs", "chainGames", "edgeBps"]);
    expect(request).toEqual({ pauseMs: 4_000 });
    expect(figureBounds("edgeBps")).toEqual({ lowest: 10, highest: 2_000 });
  });
});
