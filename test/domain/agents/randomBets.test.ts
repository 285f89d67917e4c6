import { expect, test } from "vitest";
import { settleRandomBets } from "./randomBets.ts";

test("property: over 50,000 random bets the lines come to what is due, each recomputes, and the rest is the house's", () => {
  const { lines, dueMinor, linesMinor, houseParts, wrong } = settleRandomBets(50_000, 20_261_121);
  expect(wrong).toEqual([]);
  expect(linesMinor).toBe(dueMinor);
  expect(lines).toBeGreaterThan(10_000);
  expect(houseParts).toBeGreaterThan(0n);
});
