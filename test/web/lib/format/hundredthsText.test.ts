import { describe, expect, test } from "vitest";
import { hundredthsText } from "@/lib/format/hundredthsText";

describe("hundredthsText", () => {
  test("default", () => {
    expect([7, 100, 1_010, 100_000_000].map(hundredthsText)).toEqual(["0.07", "1.00", "10.10", "1000000.00"]);
  });
});
