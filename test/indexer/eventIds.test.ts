import { describe, expect, test } from "vitest";
import { depositIdOf, type EventStage, eventCauseId } from "#domain/indexing/eventCause.ts";
import { causeIdOfEvent, idOfDeposit } from "#indexer/eventIds.ts";
import fc from "#test/support/properties.ts";

const key = fc.record({
  chainId: fc.integer({ min: 1, max: 2 ** 31 }),
  blockHash: fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => `0x${Buffer.from(bytes).toString("hex")}` as const),
  logIndex: fc.nat(1_000_000),
});
const stage = fc.constantFrom<EventStage>("observed", "finalized", "reversed");

describe("ids by Node's own hash", () => {
  test("property: they are the ids of the domain", () => {
    fc.assert(
      fc.property(key, stage, fc.nat(1_000), (place, at, life) => {
        expect(causeIdOfEvent(place, at, life)).toBe(eventCauseId(place, at, life));
        expect(idOfDeposit(place)).toBe(depositIdOf(place));
      }),
    );
  });

  test("default: an id stays what it was when the first books were written", () => {
    const place = { chainId: 56, blockHash: `0x${"ab".repeat(32)}`, logIndex: 7 } as const;
    expect(causeIdOfEvent(place, "observed", 0)).toBe("e8c847a1-eaf1-8bbe-8a0f-24f4fc5eb525");
    expect(idOfDeposit(place)).toBe("1420e96d-5c7a-8ca0-80d7-1cc6f465ea90");
  });
});
