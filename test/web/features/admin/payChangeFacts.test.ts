import { describe, expect, test } from "vitest";
import { payChangeFacts } from "@/features/admin/games/payChangeFacts";

const table = {
  ...{ currency: "BNB", isOpen: true, edgeBps: 300, bettingMs: 5_000, pauseMs: 3_000 },
  ...{ ceilingHundredths: 1_000_000, roundRiskBps: 100, chainGames: 10_000 },
};

describe("payChangeFacts", () => {
  test("default: the edge of a game, before and after", () => {
    const [before, after] = [
      { version: 1, edgeBps: 100 },
      { version: 2, edgeBps: 150 },
    ];
    expect(payChangeFacts({ kind: "game", before, after })).toEqual({
      ...{ kind: "version", number: 2, beforeBps: 100, afterBps: 150 },
    });
    expect(payChangeFacts({ kind: "game", before: null, after: before })).toEqual({
      ...{ kind: "version", number: 1, beforeBps: null, afterBps: 100 },
    });
  });

  test("behavior: of a table only what changed", () => {
    const after = { ...table, isOpen: false, pauseMs: 0 };
    expect(payChangeFacts({ kind: "crashTable", before: table, after })).toEqual({
      kind: "table",
      isOpen: false,
      figures: [{ figure: "pauseMs", before: 3_000, after: 0 }],
    });
    expect(payChangeFacts({ kind: "crashTable", before: table, after: table })).toEqual({
      ...{ kind: "table", isOpen: null, figures: [] },
    });
  });

  test("behavior: what cannot be read is said to be so", () => {
    expect(payChangeFacts({ kind: "game", before: null, after: { edge: 1 } }).kind).toBe("unreadable");
    expect(payChangeFacts({ kind: "crashTable", before: null, after: table }).kind).toBe("unreadable");
  });
});
