import { describe, expect, test } from "vitest";
import { replayFaults } from "@/features/admin/replayInput";

const input = { from: "5", to: "20", deployBlock: 5n, indexedBlock: 20n };

describe("replayFaults", () => {
  test("default", () => {
    expect(replayFaults(input)).toEqual({ from: null, to: null });
    expect(replayFaults({ ...input, from: "20" })).toEqual({ from: null, to: null });
  });

  test("behavior: each fault is told at its field", () => {
    expect(replayFaults({ ...input, from: "4" })).toEqual({ from: "tooEarly", to: null });
    expect(replayFaults({ ...input, to: "21" })).toEqual({ from: null, to: "tooLate" });
    expect(replayFaults({ ...input, from: "9", to: "8" })).toEqual({ from: null, to: "reversed" });
    expect(replayFaults({ ...input, indexedBlock: null })).toEqual({ from: null, to: "tooLate" });
    expect(replayFaults({ ...input, to: "1000005", indexedBlock: 9_000_000n }).to).toBe("tooLong");
    expect(replayFaults({ ...input, to: "1000004", indexedBlock: 9_000_000n }).to).toBeNull();
  });

  test.each(["", " ", "-1", "1.5", "0x5", "1e3", "٣", "9".repeat(19), "007"])(
    "behavior: %j is no block number",
    (typed) => {
      expect(replayFaults({ ...input, from: typed, to: typed })).toEqual({ from: "number", to: "number" });
    },
  );
});
