import { describe, expect, test } from "vitest";
import { headCase } from "#domain/indexing/headCase.ts";
import { hash } from "./events.ts";

const tip = { number: 10n, hash: hash(10) };
const head = (number: bigint, own: string, parent: string) => {
  return { number, hash: hash(own), parentHash: hash(parent), timestamp: 0n };
};

describe("headCase", () => {
  test("default: the tip's child is next", () => {
    expect(headCase(tip, head(11n, "11", "10"), undefined)).toBe("next");
  });
  test("behavior: the tip itself is a duplicate", () => {
    expect(headCase(tip, head(10n, "10", "9"), hash(10))).toBe("duplicate");
  });
  test("behavior: an ancestor is behind, and so is one too old to tell", () => {
    expect(headCase(tip, head(8n, "8", "7"), hash(8))).toBe("behind");
    expect(headCase(tip, head(8n, "8", "7"), undefined)).toBe("behind");
  });
  test("behavior: anything further on is a gap", () => {
    expect(headCase(tip, head(12n, "12", "11"), undefined)).toBe("gap");
  });
  test("behavior: whatever contradicts the record is a fork", () => {
    expect(headCase(tip, head(11n, "11", "x"), undefined)).toBe("fork");
    expect(headCase(tip, head(10n, "x", "9"), hash(10))).toBe("fork");
    expect(headCase(tip, head(8n, "x", "7"), hash(8))).toBe("fork");
  });
});
