import { describe, expect, test } from "vitest";
import { givenTime } from "#domain/api/primitives.ts";

const SAID = "a time is UTC, RFC 3339, from 1970 to 9999, e.g. 2026-11-21T12:00:00Z";

describe("givenTime", () => {
  test.each([
    "1970-01-01T00:00:00Z",
    "2024-02-29T00:00:00.000Z",
    "2026-11-21T12:00:00.123456789Z",
    "9999-12-31T23:59:59.999Z",
  ])("default: %s", (text) => {
    expect(givenTime.parse(text)).toBe(text);
  });

  test.each([
    "",
    "-1",
    "0",
    "1763726400",
    "now",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999Z",
    "-000001-01-01T00:00:00Z",
    "+010000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "275760-09-13T00:00:00Z",
    "+275760-09-13T00:00:00.001Z",
    "2023-02-29T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T23:59:60Z",
    "2026-01-01",
    "2026-01-01T00:00:00+01:00",
    `2026-01-01T00:00:00.${"9".repeat(100)}Z`,
  ])("error: ZodError, with one sentence: %s", (text) => {
    const { error } = givenTime.safeParse(text);
    expect(error?.issues.map(({ message }) => message)).toEqual([SAID]);
  });
});
