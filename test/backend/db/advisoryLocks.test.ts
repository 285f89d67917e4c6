import { expect, test } from "vitest";
import { ADVISORY_LOCKS } from "#backend/db/advisoryLocks.ts";

test("behavior: no two kinds of lock have the same number, and each fits Postgres's first key", () => {
  const numbers = Object.values(ADVISORY_LOCKS);
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const number of numbers) expect(number).toBe(number | 0);
});
