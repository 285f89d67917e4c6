import { describe, expect, test } from "vitest";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { fetchRange } from "#indexer/source/fetchRange.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { Random } from "../support/random.ts";
import { addressOf, hashOf, SimulatedChain } from "../support/simulatedChain.ts";

const vault = addressOf("vault");

describe("fetchRange", () => {
  test.each([true, false])(
    "default: events with their headers (all headers: %s)",
    async (needsAllHeaders) => {
      const { chain, reader } = aChain();
      const piece = await fetchRange(reader, { vault, range: { from: 1n, to: 40n }, needsAllHeaders });
      expect(piece.headers.at(-1)).toEqual((await reader.headers([40n]))[0]);
      expect(piece.headers[0]?.number).toBe(1n);
      expect(piece.events).toEqual(await chain.reader().events(vault, { from: 1n, to: 40n }));
    },
  );

  const lies: [string, (honest: ChainReader) => Partial<ChainReader>][] = [
    ["a header is missing", () => ({ headers: async (numbers) => numbers.map(() => undefined) })],
    [
      "a header has another parent",
      (honest) => ({
        headers: async (numbers) =>
          (await honest.headers(numbers)).map(
            (header) =>
              header && { ...header, parentHash: header.number === 9n ? hashOf("x") : header.parentHash },
          ),
      }),
    ],
    [
      "an event names another block",
      (honest) => ({
        eventsOf: async (...asked) =>
          (await honest.eventsOf(...asked)).map((event) => ({ ...event, blockHash: hashOf("x") })),
      }),
    ],
    [
      "an event comes twice",
      (honest) => ({
        eventsOf: async (...asked) => {
          const events = await honest.eventsOf(...asked);
          return [...events, ...events.slice(0, 1)];
        },
      }),
    ],
    [
      "the credits of a batch are left out",
      (honest) => ({
        eventsOf: async (...asked) =>
          (await honest.eventsOf(...asked)).filter(({ name }) => name !== "PayoutCredited"),
      }),
    ],
    [
      "a batch is left out",
      (honest) => ({
        eventsOf: async (...asked) =>
          (await honest.eventsOf(...asked)).filter(({ name }) => name !== "PayoutExecuted"),
      }),
    ],
  ];
  test.each(lies)("error: RpcFailure when %s", async (_, lie) => {
    const { reader } = aChain();
    const request = { vault, range: { from: 1n, to: 40n }, needsAllHeaders: true };
    await expect(fetchRange({ ...reader, ...lie(reader) }, request)).rejects.toThrow(RpcFailure);
  });
});

/** A chain whose first forty blocks hold every kind of event. */
function aChain() {
  const batches = Array.from({ length: 20 }, (_, index) => ({
    id: hashOf(`batch ${index}`),
    withdrawals: [{ wallet: addressOf("ann"), to: addressOf("ann"), quanta: 5n }],
  }));
  const chain = new SimulatedChain(new Random(4), { payers: [addressOf("ann")], batches });
  chain.mine(40, 1);
  return { chain, reader: chain.reader() };
}
