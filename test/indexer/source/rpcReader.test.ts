import { encodeAbiParameters, encodeEventTopics } from "viem";
import { afterEach, describe, expect, test } from "vitest";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { createEndpoint, requireRightChain, WrongChain } from "#indexer/source/endpoint.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { CHAIN_ID, readerOf } from "../support/devChain.ts";
import { addressOf, hashOf } from "../support/simulatedChain.ts";
import { type StubAnswer, type StubNode, startStubNode } from "../support/stubNode.ts";

const VAULT = addressOf("vault");
const NO_BLOOM = `0x${"0".repeat(512)}`;
let nodes: StubNode[] = [];

afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});

describe("reading through nodes", () => {
  test("default: parses heads, headers and events", async () => {
    const node = await stub({
      eth_getBlockByNumber: { result: block(7) },
      eth_getLogs: { result: [depositLog()] },
    });
    const reader = readerOf(node.url);
    expect(await reader.head()).toEqual({
      number: 7n,
      hash: hashOf("7"),
      parentHash: hashOf("6"),
      timestamp: 1_000n,
      logsBloom: NO_BLOOM,
    });
    const [log] = await logsOf(reader);
    expect(log).toMatchObject({ address: VAULT, blockNumber: 7n, txHash: hashOf("tx"), logIndex: 0 });
    expect(await reader.logsOf([VAULT], [hashOf("7")])).toEqual([log]);
  });

  test("error: WrongChain, before anything else is asked", async () => {
    const node = await stub({ eth_chainId: { result: "0x38" } });
    await expect(readerOf(node.url).head()).rejects.toThrow(WrongChain);
    expect(node.calls).toEqual(["eth_chainId"]);
    await expect(requireRightChain([createEndpoint(node.url, CHAIN_ID)], () => {})).rejects.toThrow(
      WrongChain,
    );
  });

  const garbage: [string, StubAnswer][] = [
    ["a web page", { http: { status: 200, body: "<html>hello</html>" } }],
    ["null", { result: null }],
    ["text", { result: "yes" }],
    ["a number that is none", { result: { ...block(7), number: "seven" } }],
    ["a number beyond 64 bits", { result: { ...block(7), number: `0x${"f".repeat(20)}` } }],
    ["a hash cut short", { result: { ...block(7), hash: "0x12" } }],
    ["no parent", { result: { ...block(7), parentHash: undefined } }],
  ];
  test.each(garbage)("error: RpcFailure when the head is %s", async (_, answer) => {
    const node = await stub({ eth_getBlockByNumber: answer });
    await expect(readerOf(node.url).head()).rejects.toThrow(RpcFailure);
  });

  const wrongLogs: [string, Record<string, unknown>][] = [
    ["of another contract", { address: addressOf("other") }],
    ["from outside the range", { blockNumber: "0x9" }],
    ["of another event", { topics: [hashOf("another")] }],
    ["with half a byte", { data: "0x0" }],
    ["twice", {}],
  ];
  test.each(wrongLogs)("error: RpcFailure when a log comes %s", async (_, fault) => {
    const node = await stub({ eth_getLogs: { result: [depositLog(), { ...depositLog(), ...fault }] } });
    const failure = logsOf(readerOf(node.url));
    await expect(failure).rejects.toMatchObject({ kind: "retryable" });
  });

  test("error: RpcFailure when another block comes than was asked for", async () => {
    const node = await stub({ eth_getBlockByNumber: { result: block(7) } });
    await expect(readerOf(node.url).headers([8n])).rejects.toThrow(RpcFailure);
  });

  test("behavior: after nonsense the next node is asked", async () => {
    const mad = await stub({ eth_getBlockByNumber: { result: "nonsense" } });
    const sane = await stub({});
    const reader = readerOf(mad.url, sane.url);
    await expect(reader.head()).rejects.toThrow(RpcFailure);
    expect((await reader.head()).number).toBe(7n);
  });

  test("behavior: a node that is away is passed over, and a wrong one never answers", async () => {
    const wrong = await stub({ eth_chainId: { result: "0x1" } });
    const sane = await stub({});
    const reader = readerOf("http://127.0.0.1:9", wrong.url, sane.url);
    expect((await reader.head()).number).toBe(7n);
    expect(wrong.calls).toEqual(["eth_chainId"]);
  });

  const refusals: [string, StubAnswer, string][] = [
    [
      "too many results",
      { error: { code: -32_005, message: "query returned more than 10000 results" } },
      "limit",
    ],
    ["a range too wide", { error: { code: -32_602, message: "block range too large" } }, "limit"],
    ["an answer too large", { http: { status: 413, body: "" } }, "limit"],
    ["a busy node", { http: { status: 429, body: "" } }, "retryable"],
    ["a broken node", { http: { status: 502, body: "" } }, "retryable"],
    [
      "a node that lags",
      { error: { code: -32_602, message: "BlockOutOfRangeError: block height is 1" } },
      "retryable",
    ],
    ["a wrong key", { http: { status: 401, body: "" } }, "permanent"],
    ["a missing method", { error: { code: -32_601, message: "method not found here" } }, "retryable"],
    ["malformed parameters", { error: { code: -32_602, message: "invalid argument 0" } }, "permanent"],
  ];
  test.each(refusals)("behavior: tells %s from other failures", async (_, answer, kind) => {
    const node = await stub({ eth_getLogs: answer });
    const failure = logsOf(readerOf(node.url));
    await expect(failure).rejects.toMatchObject({ kind });
  });

  test("behavior: failures do not repeat the node's URL, which may hold a key", async () => {
    const failure = await readerOf("http://127.0.0.1:9/v1/secret-key")
      .head()
      .catch((error: Error) => error.message);
    expect(failure).not.toContain("secret-key");
  });
});

async function logsOf(reader: ChainReader): Promise<RawLog[]> {
  const logs: RawLog[] = [];
  for await (const part of reader.logs([VAULT], { range: { from: 7n, to: 7n } })) logs.push(...part);
  return logs;
}

async function stub(answers: Record<string, StubAnswer>): Promise<StubNode> {
  const usual: Record<string, StubAnswer> = {
    eth_chainId: { result: "0x7a69" },
    eth_getBlockByNumber: { result: block(7) },
    eth_getLogs: { result: [] },
  };
  const known = { ...usual, ...answers };
  const node = await startStubNode(({ method }) => known[method] ?? { result: null });
  nodes.push(node);
  return node;
}

function block(number: number) {
  return {
    number: `0x${number.toString(16)}`,
    hash: hashOf(`${number}`),
    parentHash: hashOf(`${number - 1}`),
    timestamp: "0x3e8",
    logsBloom: NO_BLOOM,
    gasUsed: "0x0",
  };
}

function depositLog() {
  const args = { account: addressOf("ann"), token: NATIVE_TOKEN } as const;
  return {
    address: VAULT,
    topics: encodeEventTopics({ abi: vaultAbi, eventName: "Deposited", args }),
    data: encodeAbiParameters([{ type: "uint256" }], [42n]),
    blockNumber: "0x7",
    blockHash: hashOf("7"),
    transactionHash: hashOf("tx"),
    logIndex: "0x0",
    removed: false,
  };
}
