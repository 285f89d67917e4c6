import { afterEach, describe, expect, test } from "vitest";
import type { Hex } from "#domain/chain/hex.ts";
import { createChainSource } from "#indexer/source/chainSource.ts";
import { EVENT_TOPICS } from "#indexer/source/eventTable.ts";
import { bloomOf, EMPTY_BLOOM, FULL_BLOOM } from "../support/bloom.ts";
import { addressOf, hashOf } from "../support/simulatedChain.ts";
import { WildNode } from "./wildNode.ts";

const CHAIN_ID = 31_337;
const VAULT = addressOf("vault");
const TOPIC = EVENT_TOPICS[0]!;
const LOG = {
  address: VAULT,
  topics: [TOPIC],
  data: "0x",
  blockNumber: "0x64",
  blockHash: hashOf("100"),
  transactionHash: hashOf("tx"),
  logIndex: "0x0",
};
const TELLING_BLOOM = bloomOf([{ address: VAULT, topics: [TOPIC] }]);
let nodes: WildNode[] = [];

afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});

describe("a block without logs near the head", () => {
  test("default: is believed at once when its bloom says so too", async () => {
    const { read, told } = await watching(2, EMPTY_BLOOM);
    expect(await read()).toEqual([]);
    expect(nodes[1]!.calls).not.toContain("eth_getLogs");
    expect(told).toEqual([]);
  });

  test.each([TELLING_BLOOM, FULL_BLOOM])(
    "behavior: is believed when another node has none either",
    async (bloom) => {
      const { read, told } = await watching(2, bloom);
      expect(await read()).toEqual([]);
      expect(nodes[1]!.calls).toContain("eth_getLogs");
      expect(told).toEqual([]);
    },
  );

  test("error: RpcFailure when another node has some; that one is read from next", async () => {
    const { read, told } = await watching(2, TELLING_BLOOM);
    nodes[1]!.logs = [LOG];
    await expect(read()).rejects.toThrow(/1 logs were left out of 1 blocks/);
    expect(told).toEqual([`${nodes[0]!.host} left out 1`]);
    expect(await read()).toHaveLength(1);
  });

  test("behavior: is believed for now when no other node answers in time", async () => {
    const { read, told } = await watching(2, TELLING_BLOOM);
    nodes[1]!.mishap = { kind: "hang" };
    expect(await read()).toEqual([]);
    expect(told).toEqual(["unverified"]);
  });

  test("error: RpcFailure when the only node's receipts speak against it", async () => {
    const { read, told } = await watching(1, TELLING_BLOOM);
    nodes[0]!.receipts = [{ logs: [] }, { logs: [LOG, { address: addressOf("other"), topics: [TOPIC] }] }];
    await expect(read()).rejects.toThrow(/1 logs were left out/);
    expect(told).toHaveLength(1);
    nodes[0]!.logs = [LOG];
    expect(await read()).toHaveLength(1);
  });

  test("behavior: receipts are not asked for where the bloom says next to nothing", async () => {
    const { read } = await watching(1, FULL_BLOOM);
    expect(await read()).toEqual([]);
    expect(nodes[0]!.calls).not.toContain("eth_getBlockReceipts");
  });

  test("behavior: a node that knows no receipts is believed", async () => {
    const { read, told } = await watching(1, TELLING_BLOOM);
    expect(await read()).toEqual([]);
    expect(told).toEqual(["unverified"]);
  });
});

async function watching(count: number, bloom: Hex) {
  nodes = await Promise.all(Array.from({ length: count }, () => WildNode.start()));
  for (const node of nodes) node.logsBloom = bloom;
  const told: string[] = [];
  const nobody = () => undefined;
  const source = createChainSource(
    {
      ...{ chainId: CHAIN_ID, rpcUrls: nodes.map(({ url }) => url), wsUrls: [] },
      ...{ finality: "depth", finalityDepth: 15 },
    },
    Date.now,
    {
      onRequest: nobody,
      onFailure: nobody,
      onStanding: nobody,
      onOmission: (host, blocks) => told.push(`${host} left out ${blocks}`),
      onUnverified: () => told.push("unverified"),
      onSocket: nobody,
      onSocketEnd: nobody,
    },
  );
  async function read() {
    const [header] = await source.reader.headers([100n]);
    return source.reader.logsOf([VAULT], [header!.hash]);
  }
  return { told, read };
}
