import { expect, test } from "vitest";
import { ageText } from "@/lib/format/ageText";

test("default", () => {
  expect(ageText(-2 * 3_600_000 - 59_000, "en")).toBe("2 hours ago");
});

test("behavior: the largest unit that fits, into the past and into the future", () => {
  expect(ageText(-300, "en")).toBe("now");
  expect(ageText(-59_000, "en")).toBe("59 seconds ago");
  expect(ageText(-60_000, "en")).toBe("1 minute ago");
  expect(ageText(6.9 * 86_400_000, "en")).toBe("in 6 days");
});

test("behavior: what has just happened is not in the future, though the present was taken before it", () => {
  expect(ageText(6_000, "en")).toBe("now");
  expect(ageText(11_000, "en")).toBe("in 11 seconds");
});
