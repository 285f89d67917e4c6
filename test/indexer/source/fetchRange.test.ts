import { describe, expect, test } from "vitest";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { EVENT_TABLE } from "#indexer/source/eventTable.ts";
import { fetchRange } from "#indexer/source/fetchRange.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { Random } from "../support/random.ts";
import { addressOf, hashOf, SIMULATED_CHAIN_ID, SimulatedChain } from "../support/simulatedChain.ts";

const house = {
  address: addressOf("vault"),
  authority: undefined,
  fairnessRegistry: undefined,
  chainId: SIMULATED_CHAIN_ID,
};

describe("fetchRange", () => {
  test.each([true, false])(
    "default: events with their headers (all headers: %s)",
    async (needsAllHeaders) => {
      const { chain, reader } = aChain();
      const piece = await fetchRange(reader, { house, range: { from: 1n, to: 40n }, needsAllHeaders });
      expect(piece.headers.at(-1)).toEqual((await reader.headers([40n]))[0]);
      expect(piece.headers[0]?.number).toBe(1n);
      const hashes = piece.headers.map(({ hash }) => hash);
      expect(piece.events.map(({ log }) => log)).toEqual(
        await chain.reader().logsOf([house.address], hashes),
      );
      const names = new Set(piece.events.map(({ event }) => event.name));
      expect([...names].sort()).toEqual(["CreditClaimed", "Deposited", "PayoutCredited", "PayoutExecuted"]);
      for (const { event } of piece.events) expect(event.blockTime).toBe(1_700_000_000n + event.blockNumber);
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
        logsOf: async (...asked) =>
          (await honest.logsOf(...asked)).map((log) => ({ ...log, blockHash: hashOf("x") })),
      }),
    ],
    [
      "an event comes twice",
      (honest) => ({
        logsOf: async (...asked) => {
          const events = await honest.logsOf(...asked);
          return [...events, ...events.slice(0, 1)];
        },
      }),
    ],
    [
      "the credits of a batch are left out",
      (honest) => ({
        logsOf: async (...asked) =>
          (await honest.logsOf(...asked)).filter(({ topics }) => topics[0] !== topicOf("PayoutCredited")),
      }),
    ],
    [
      "a batch is left out",
      (honest) => ({
        logsOf: async (...asked) =>
          (await honest.logsOf(...asked)).filter(({ topics }) => topics[0] !== topicOf("PayoutExecuted")),
      }),
    ],
  ];
  test.each(lies)("error: RpcFailure when %s", async (_, lie) => {
    const { reader } = aChain();
    const request = { house, range: { from: 1n, to: 40n }, needsAllHeaders: true };
    await expect(fetchRange({ ...reader, ...lie(reader) }, request)).rejects.toThrow(RpcFailure);
  });
});

function topicOf(name: string): string | undefined {
  return EVENT_TABLE.find((entry) => entry.name === name)?.topic;
}

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
