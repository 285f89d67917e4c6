import { describe, expect, test } from "vitest";
import { readAutoCashOut } from "@/features/games/crash/autoCashOut";

describe("readAutoCashOut", () => {
  test("default", () => {
    expect(readAutoCashOut("2.5", 1_000_000)).toBe(250);
    expect(readAutoCashOut("1,01", 1_000_000)).toBe(101);
  });

  test("behavior: empty is by hand", () => {
    expect(readAutoCashOut(" ", 1_000_000)).toBeNull();
  });

  test("behavior: below 1.01×, above the ceiling, too precise, or no number at all", () => {
    for (const text of ["1", "1.00", "10000.01", "2.345", "two", "-2"])
      expect(readAutoCashOut(text, 1_000_000)).toBe("invalid");
  });
});
