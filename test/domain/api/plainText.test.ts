import { describe, expect, test } from "vitest";
import { voidRequest } from "#domain/api/commissions.ts";
import { plainText } from "#domain/api/primitives.ts";

const text = plainText(20);

describe("plainText", () => {
  test.each([
    ["a word", "a word"],
    ["  spaces around  ", "spaces around"],
    ["größer 🎲 – «ja»", "größer 🎲 – «ja»"],
    ["x".repeat(20), "x".repeat(20)],
  ])("default: %j", (given, kept) => {
    expect(text.parse(given)).toBe(kept);
  });

  test.each([
    ["nothing", ""],
    ["spaces alone", "   "],
    ["too much", "x".repeat(21)],
    ["NUL, which no column holds", "a\u0000b"],
    ["an escape of a terminal", "a\u001b[2J"],
    ["two lines", "a\nb"],
    ["a tab", "a\tb"],
    ["a control character of Latin-1", "a\u0085b"],
    ["half a character", "a\ud83c"],
    ["the other half", "\udfb2b"],
    ["no text", 7],
  ])("error: ZodError of %s", (_, given) => {
    expect(text.safeParse(given).success).toBe(false);
  });

  test("behavior: reasons of voids are such", () => {
    expect(voidRequest.safeParse({ reason: "entered twice" }).success).toBe(true);
    expect(voidRequest.safeParse({ reason: "entered\u0000twice" }).success).toBe(false);
  });
});
