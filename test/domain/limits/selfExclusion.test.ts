import { describe, expect, test } from "vitest";
import { ExclusionInvalid, extendExclusion } from "#domain/limits/selfExclusion.ts";

const NOW = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

describe("extendExclusion", () => {
  test("default: the later time stands", () => {
    expect(extendExclusion(null, NOW + DAY_MS, NOW)).toBe(NOW + DAY_MS);
    expect(extendExclusion(NOW + DAY_MS, NOW + 2 * DAY_MS, NOW)).toBe(NOW + 2 * DAY_MS);
    expect(extendExclusion(NOW + DAY_MS, NOW + DAY_MS, NOW)).toBe(NOW + DAY_MS);
  });

  test.each([
    ["now", null, NOW],
    ["in the past", null, NOW - 1],
    ["eleven years ahead", null, NOW + 4_018 * DAY_MS],
    ["earlier than it stands", NOW + 2 * DAY_MS, NOW + DAY_MS],
  ])("error: ExclusionInvalid for an end %s", (_when, current, wanted) => {
    expect(() => extendExclusion(current, wanted, NOW)).toThrow(ExclusionInvalid);
  });
});
