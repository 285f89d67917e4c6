import { encodeAbiParameters, encodeEventTopics } from "viem";
import { describe, expect, test } from "vitest";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { EPOCH_KIND } from "#domain/fairness/epoch.ts";
import { readAnchoredSince } from "@/features/fairness/epochs/anchoredSince";
import { NodeRefused } from "@/lib/vault/node";

const ROOT = `0x${"0f".repeat(32)}` as const;
const TX = `0x${"7a".repeat(32)}`;
const BLOCK = `0x${"b1".repeat(32)}`;
const claim = { registry: `0x${"5a".repeat(20)}`, epoch: "12", root: ROOT, txHash: TX };

/** A log as the registry's own interface writes it. */
function anchoredLog({ registry = claim.registry, epoch = 12n, kind = EPOCH_KIND, root = ROOT } = {}) {
  const args = { kind, epoch };
  return {
    address: registry,
    topics: encodeEventTopics({ abi: fairnessRegistryAbi, eventName: "Anchored", args }),
    data: encodeAbiParameters([{ type: "bytes32" }], [root]),
  };
}

/** A node that knows one transaction and its block. */
function nodeWith(logs: readonly unknown[], asked: unknown[] = []) {
  return async (method: string, params: readonly unknown[]) => {
    asked.push([method, params]);
    if (method === "eth_getTransactionReceipt") return { blockHash: BLOCK, blockNumber: "0x2a", logs };
    return { timestamp: "0x6920f000" };
  };
}

describe("readAnchoredSince", () => {
  test("default: the block of the transaction that anchored it, and its time", async () => {
    const asked: unknown[] = [];
    const other = anchoredLog({ epoch: 11n });
    expect(await readAnchoredSince(nodeWith([other, anchoredLog()], asked), claim)).toEqual({
      blockNumber: "42",
      blockTime: `${0x6920f000}`,
    });
    expect(asked).toEqual([
      ["eth_getTransactionReceipt", [TX]],
      ["eth_getBlockByHash", [BLOCK, false]],
    ]);
  });

  test("behavior: letter case does not matter", async () => {
    const { address, topics, data } = anchoredLog();
    const upper = (text: string) => `0x${text.slice(2).toUpperCase()}`;
    const log = {
      address: upper(address),
      topics: topics.map((topic) => upper(`${topic}`)),
      data: upper(data),
    };
    expect(await readAnchoredSince(nodeWith([log]), claim)).toMatchObject({ blockNumber: "42" });
  });

  test.each([
    ["another registry", anchoredLog({ registry: `0x${"5b".repeat(20)}` })],
    ["another epoch", anchoredLog({ epoch: 13n })],
    ["another kind", anchoredLog({ kind: `0x${"01".repeat(32)}` })],
    ["another root", anchoredLog({ root: `0x${"1f".repeat(32)}` })],
    ["another event", { ...anchoredLog(), topics: anchoredLog().topics.slice(0, 2) }],
  ])("behavior: a transaction about %s tells nothing", async (_, log) => {
    expect(await readAnchoredSince(nodeWith([log]), claim)).toBeNull();
  });

  test("behavior: nor does one without logs, or one that the node does not know", async () => {
    expect(await readAnchoredSince(nodeWith([]), claim)).toBeNull();
    expect(await readAnchoredSince(async () => null, claim)).toBeNull();
  });

  test.each(["0x", 5, { blockHash: BLOCK }])("error: NodeRefused for the answer %j", async (answer) => {
    await expect(readAnchoredSince(async () => answer, claim)).rejects.toThrow(NodeRefused);
  });
});
