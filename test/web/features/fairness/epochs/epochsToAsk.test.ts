import { describe, expect, test } from "vitest";
import { epochsToAsk, MAX_ASKED } from "@/features/fairness/epochs/epochsToAsk";

/** Newest first, one an hour. */
const epochs = [15, 14, 13, 12, 11, 10, 9, 8].map((hour) => ({
  id: `${hour}`,
  builtAt: new Date(Date.UTC(2026, 10, 21, hour)).toISOString(),
}));
const asked = (at: string | null) => epochsToAsk(epochs, at).map(({ id }) => id);

describe("epochsToAsk", () => {
  test("default: the newest first", () => {
    expect(asked(null)).toEqual(["15", "14", "13", "12", "11", "10"]);
  });

  test("behavior: the last before a time first, then those after it as they came", () => {
    expect(asked("2026-11-21T12:30:00Z")).toEqual(["12", "13", "14", "15"]);
    expect(asked("2026-11-21T12:00:00Z")[0]).toBe("12");
    expect(asked("2026-11-21T23:00:00Z")).toEqual(["15"]);
  });

  test("behavior: before the first epoch only those after can tell, and never too many", () => {
    expect(asked("2026-11-21T07:00:00Z")).toEqual(["8", "9", "10", "11", "12", "13"]);
    expect(asked("2026-11-21T08:00:00Z")).toHaveLength(MAX_ASKED);
    expect(epochsToAsk([], "2026-11-21T08:00:00Z")).toEqual([]);
  });
});
