import { describe, expect, test } from "vitest";
import { type ExclusionWish, exclusionEnd } from "@/features/limits/exclusionEnd";

const DAY_MS = 86_400_000;
const nowMs = Date.parse("2026-11-21T13:20:00Z");
const wish: ExclusionWish = { choice: "7", date: "", currentMs: null, nowMs };

describe("exclusionEnd", () => {
  test("default", () => {
    expect(exclusionEnd(wish)).toEqual({ kind: "end", untilMs: nowMs + 7 * DAY_MS });
  });

  test("behavior: a day counts to its end, where its reader is", () => {
    const untilMs = new Date(2027, 0, 31, 23, 59, 59).getTime();
    expect(exclusionEnd({ ...wish, choice: "date", date: "2027-01-31" })).toEqual({ kind: "end", untilMs });
  });

  test("behavior: says what is wrong with an end", () => {
    expect(exclusionEnd({ ...wish, choice: "date" })).toEqual({ kind: "noDate" });
    const on = (date: string, currentMs: number | null = null) =>
      exclusionEnd({ ...wish, choice: "date", date, currentMs });
    expect(on("2026-11-01")).toEqual({ kind: "invalid", reason: "past" });
    expect(on("2037-01-01")).toEqual({ kind: "invalid", reason: "tooFar" });
    expect(on("2026-12-24", nowMs + 90 * DAY_MS)).toEqual({ kind: "invalid", reason: "shorter" });
    expect(on("2026-11-01", nowMs + 90 * DAY_MS)).toEqual({ kind: "invalid", reason: "past" });
  });

  test("behavior: an exclusion can be made longer", () => {
    const currentMs = nowMs + 3 * DAY_MS;
    expect(exclusionEnd({ ...wish, currentMs })).toEqual({ kind: "end", untilMs: nowMs + 7 * DAY_MS });
    expect(exclusionEnd({ ...wish, choice: "1", currentMs })).toEqual({ kind: "invalid", reason: "shorter" });
  });
});
