import { describe, expect, test } from "vitest";
import type { Hex } from "#domain/chain/hex.ts";
import { bloomQuery, isInformative, mayHoldLogs } from "#domain/indexing/bloom.ts";
import fc from "#test/support/properties.ts";
import { bloomOf, EMPTY_BLOOM, FULL_BLOOM } from "../../indexer/support/bloom.ts";

const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map(hex);
const topic = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hex);
const log = fc.record({ address, topics: fc.array(topic, { minLength: 1, maxLength: 4 }) });

describe("a block's bloom", () => {
  test("property: never denies a log that is there", () => {
    fc.assert(
      fc.property(fc.array(log, { minLength: 1, maxLength: 40 }), (logs) => {
        const bloom = bloomOf(logs);
        for (const { address: emitter, topics } of logs)
          expect(mayHoldLogs(bloom, bloomQuery([emitter], topics.slice(0, 1)))).toBe(true);
      }),
    );
  });

  test("property: denies nearly all that is not there while it is nearly empty", () => {
    fc.assert(
      fc.property(
        fc.array(log, { minLength: 1, maxLength: 4 }),
        address,
        topic,
        (logs, other, otherTopic) => {
          const bloom = bloomOf(logs);
          expect(isInformative(bloom)).toBe(true);
          // Six bits would all have to be among the few that are set.
          expect(mayHoldLogs(bloom, bloomQuery([other], [otherTopic]))).toBe(false);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  test("behavior: both the emitter and a topic must be there, any of those asked for", () => {
    const [emitter, other] = ["0x11", "0x22"].map((byte) => `0x${byte.slice(2).repeat(20)}` as Hex);
    const [first, second] = ["0x33", "0x44"].map((byte) => `0x${byte.slice(2).repeat(32)}` as Hex);
    const bloom = bloomOf([{ address: emitter!, topics: [first!] }]);
    expect(mayHoldLogs(bloom, bloomQuery([other!, emitter!], [second!, first!]))).toBe(true);
    expect(mayHoldLogs(bloom, bloomQuery([other!], [first!]))).toBe(false);
    expect(mayHoldLogs(bloom, bloomQuery([emitter!], [second!]))).toBe(false);
    expect(mayHoldLogs(bloom, bloomQuery([emitter!], []))).toBe(false);
  });

  test("behavior: an empty one denies everything, and a full one nothing", () => {
    const query = bloomQuery([`0x${"ab".repeat(20)}`], [`0x${"cd".repeat(32)}`]);
    expect(mayHoldLogs(EMPTY_BLOOM, query)).toBe(false);
    expect(mayHoldLogs(FULL_BLOOM, query)).toBe(true);
    expect(isInformative(EMPTY_BLOOM)).toBe(true);
    expect(isInformative(FULL_BLOOM)).toBe(false);
  });
});

function hex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}
