import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import {
  blockRange,
  blocksOf,
  countBlocks,
  MAX_RANGE_BLOCKS,
  nextRangeBlocks,
  TARGET_RANGE_EVENTS,
  takeBlocks,
} from "#domain/indexing/blockRange.ts";

describe("block ranges", () => {
  test("default: both ends belong to the range", () => {
    expect(countBlocks({ from: 3n, to: 5n })).toBe(3n);
    expect(blocksOf({ from: 3n, to: 5n })).toEqual([3n, 4n, 5n]);
  });
  test("behavior: a range without blocks is none", () => {
    expect(blockRange(5n, 4n)).toBeUndefined();
    expect(blockRange(5n, 5n)).toEqual({ from: 5n, to: 5n });
  });
  test("property: taking pieces covers the range once, in order", () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(500), fc.integer({ min: 1, max: 90 }), (from, length, size) => {
        const whole = { from: BigInt(from), to: BigInt(from + length) };
        const seen: bigint[] = [];
        for (let rest = blockRange(whole.from, whole.to); rest !== undefined; ) {
          const piece = takeBlocks(rest, size);
          seen.push(...blocksOf(piece));
          rest = blockRange(piece.to + 1n, whole.to);
        }
        expect(seen).toEqual(blocksOf(whole));
      }),
    );
  });
  test("error: InvariantError on a size that is none", () => {
    expect(() => takeBlocks({ from: 1n, to: 2n }, 0)).toThrow(InvariantError);
  });
});

describe("nextRangeBlocks", () => {
  test("default: grows after a full range that went well", () => {
    expect(nextRangeBlocks(100, { kind: "fetched", blocks: 100, events: 3 })).toBe(125);
  });
  test("behavior: halves when refused or flooded with events, never below one", () => {
    expect(nextRangeBlocks(100, { kind: "refused" })).toBe(50);
    expect(nextRangeBlocks(1, { kind: "refused" })).toBe(1);
    expect(nextRangeBlocks(100, { kind: "fetched", blocks: 100, events: TARGET_RANGE_EVENTS + 1 })).toBe(50);
  });
  test("behavior: a range cut short teaches nothing, and one that is full enough stays", () => {
    expect(nextRangeBlocks(100, { kind: "fetched", blocks: 7, events: 0 })).toBe(100);
    expect(nextRangeBlocks(100, { kind: "fetched", blocks: 100, events: TARGET_RANGE_EVENTS })).toBe(100);
  });
  test("property: stays within its bounds, and a node that refuses is asked for one block in the end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_RANGE_BLOCKS }), (start) => {
        let [up, down] = [start, start];
        for (let turn = 0; turn < 60; turn += 1) {
          up = nextRangeBlocks(up, { kind: "fetched", blocks: up, events: 0 });
          down = nextRangeBlocks(down, { kind: "refused" });
        }
        expect([up, down]).toEqual([MAX_RANGE_BLOCKS, 1]);
      }),
    );
  });
});
