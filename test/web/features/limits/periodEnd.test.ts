import { describe, expect, test } from "vitest";
import { periodEnd } from "@/features/limits/periodEnd";

const SATURDAY = Date.parse("2026-11-21T13:20:00Z");
const end = (period: "day" | "week" | "month", at: number | string = SATURDAY) =>
  periodEnd(period, typeof at === "string" ? Date.parse(at) : at).toISOString();

describe("periodEnd", () => {
  test("default: the next midnight, Monday and first of a month, in UTC", () => {
    expect(end("day")).toBe("2026-11-22T00:00:00.000Z");
    expect(end("week")).toBe("2026-11-23T00:00:00.000Z");
    expect(end("month")).toBe("2026-12-01T00:00:00.000Z");
  });

  test("behavior: the first moment of a period is at its beginning, not at its end", () => {
    expect(end("day", "2026-11-23T00:00:00Z")).toBe("2026-11-24T00:00:00.000Z");
    expect(end("week", "2026-11-23T00:00:00Z")).toBe("2026-11-30T00:00:00.000Z");
    expect(end("month", "2026-12-01T00:00:00Z")).toBe("2027-01-01T00:00:00.000Z");
  });

  test("behavior: Sunday is the last day of a week, and years and leap days are passed", () => {
    expect(end("week", "2026-11-22T23:59:59Z")).toBe("2026-11-23T00:00:00.000Z");
    expect(end("week", "2026-12-31T12:00:00Z")).toBe("2027-01-04T00:00:00.000Z");
    expect(end("day", "2028-02-28T12:00:00Z")).toBe("2028-02-29T00:00:00.000Z");
  });
});
