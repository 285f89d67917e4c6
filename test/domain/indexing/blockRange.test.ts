import { describe, expect, test } from "vitest";
import { InvariantError } from "#domain/errors.ts";
import {
  blockRange,
  blocksOf,
  countBlocks,
  FIRST_RANGE,
  MAX_RANGE_BLOCKS,
  nextRange,
  TARGET_RANGE_EVENTS,
  takeBlocks,
} from "#domain/indexing/blockRange.ts";
import fc from "#test/support/properties.ts";

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

describe("nextRange", () => {
  const fetched = (blocks: number, events: number) => ({ kind: "fetched", blocks, events }) as const;
  const failed = (blocks: number) => ({ kind: "failed", blocks }) as const;
  const refused = (blocks: number) => ({ kind: "refused", blocks }) as const;

  test("default: as many blocks as hold the events that are wanted", () => {
    expect(nextRange(FIRST_RANGE, fetched(2_000, 2 * TARGET_RANGE_EVENTS)).blocks).toBe(1_000);
    expect(nextRange(FIRST_RANGE, fetched(2_000, TARGET_RANGE_EVENTS / 2)).blocks).toBe(4_000);
    expect(nextRange(FIRST_RANGE, fetched(10, 100 * TARGET_RANGE_EVENTS)).blocks).toBe(1);
  });

  test("behavior: a quiet chain is passed in few requests", () => {
    let size = FIRST_RANGE;
    let blocks = 0;
    let requests = 0;
    while (blocks < 1_000_000) {
      requests += 1;
      blocks += size.blocks;
      size = nextRange(size, fetched(size.blocks, 0));
    }
    expect(requests).toBeLessThanOrEqual(5);
  });

  test("behavior: a range that was cut short says nothing about larger ones", () => {
    expect(nextRange(FIRST_RANGE, fetched(7, 0)).blocks).toBe(FIRST_RANGE.blocks);
  });

  test("behavior: a large request that failed is halved, and grows again at once", () => {
    const size = nextRange({ ...FIRST_RANGE, blocks: 64_000 }, failed(64_000));
    expect(size.blocks).toBe(32_000);
    expect(nextRange(size, failed(1_000)).blocks).toBe(FIRST_RANGE.blocks);
    expect(nextRange(size, fetched(32_000, 0)).blocks).toBeGreaterThan(64_000);
  });

  test("behavior: what was refused is tried again after many that went well", () => {
    let size = nextRange(FIRST_RANGE, refused(1_000));
    for (let request = 0; request < 200; request += 1) size = nextRange(size, fetched(size.blocks, 0));
    expect(size.blocks).toBeGreaterThan(1_000);
  });

  test("property: any limit of a node is found in a few requests, and then kept", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_RANGE_BLOCKS }), (limit) => {
        let size = FIRST_RANGE;
        let refusals = 0;
        for (let request = 0; request < 60; request += 1) {
          if (size.blocks > limit) refusals += 1;
          size = nextRange(size, size.blocks > limit ? refused(size.blocks) : fetched(size.blocks, 0));
        }
        expect(refusals).toBeLessThanOrEqual(25);
        expect(size.accepted).toBeGreaterThanOrEqual(Math.floor(limit * 0.95));
      }),
    );
  });

  test("property: never nothing, and never more than the most", () => {
    const outcome = fc.oneof(
      fc.record({ kind: fc.constant("refused" as const), blocks: fc.integer({ min: 1, max: 10_000 }) }),
      fc.record({
        kind: fc.constant("fetched" as const),
        blocks: fc.integer({ min: 1, max: MAX_RANGE_BLOCKS }),
        events: fc.nat(1_000_000),
      }),
    );
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 300 }), (outcomes) => {
        const { blocks } = outcomes.reduce(nextRange, FIRST_RANGE);
        expect(Number.isSafeInteger(blocks) && blocks >= 1 && blocks <= MAX_RANGE_BLOCKS).toBe(true);
      }),
    );
  });
});
