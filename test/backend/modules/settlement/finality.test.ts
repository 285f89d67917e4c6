import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Hex } from "viem";
import { afterEach, describe, expect, test } from "vitest";
import { createChainClient } from "#backend/adapters/chainClient.ts";
import type { Settlement } from "#backend/modules/settlement/settlement.ts";
import { CHAIN_ID, createWorld, FINALITY_DEPTH, type World } from "./world.ts";

const OTHER_HASH: Hex = `0x${"66".repeat(32)}`;

let world: World;
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  await world.close();
});

type Lie = (method: string, params: readonly unknown[], honest: () => Promise<unknown>) => Promise<unknown>;

/** A node that asks the true one, and answers what it likes. */
async function startNode(lie: Lie): Promise<string> {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { id, method, params } = JSON.parse(text);
    const honest = async () => {
      const answer = await fetch(world.rpcUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: text,
      });
      return ((await answer.json()) as { result?: unknown }).result;
    };
    const answer = await lie(method, params ?? [], honest).then(
      (result) => ({ result }),
      ({ message }: Error) => ({ error: { code: -32_000, message } }),
    );
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Knows of no transaction that was mined. */
const withoutReceipts: Lie = async (method, _, honest) =>
  method === "eth_getTransactionReceipt" || method === "eth_getTransactionByHash" ? null : honest();

/** Has thrown away the state of all blocks but the newest, as nodes do that are not made to keep it. */
const withoutOldState: Lie = async (method, params, honest) => {
  const isOfState = ["eth_getTransactionCount", "eth_call", "eth_getBalance"].includes(method);
  if (isOfState && /^0x/.test(String(params[1]))) throw new Error("missing trie node");
  return honest();
};

/** Is on a branch of its own, on which somebody has used up the nonces. */
const onOtherBranch: Lie = async (method, params, honest) => {
  if (method === "eth_getTransactionCount") return "0x63";
  const answer = await withoutReceipts(method, params, honest);
  return method === "eth_getBlockByNumber" ? { ...(answer as object), hash: OTHER_HASH } : answer;
};

/** Stands still at a block, and knows nothing of later ones. */
function standingAt(block: Hex): Lie {
  return async (method, [first], honest) => {
    if (method === "eth_blockNumber") return block;
    if (method === "eth_getBlockByNumber" && (first === "latest" || BigInt(String(first)) > BigInt(block)))
      return null;
    return withoutReceipts(method, [first], honest);
  };
}

/** A worker that asks these nodes, in this order. */
function asking(urls: readonly string[]): Settlement {
  const settlement = world.createSettlement();
  return { ...settlement, chain: createChainClient({ urls, chainId: CHAIN_ID, retryDelayMs: 1 }) };
}

/** A payout that is mined and final, which no worker has looked at since it was sent. */
async function payOne(): Promise<void> {
  world = await createWorld();
  await world.request(5n);
  const settlement = world.createSettlement();
  await world.carry(settlement);
  await world.round(settlement);
  await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
  await world.index();
}

describe("what is final, of nodes that differ", () => {
  test("behavior: a node that lacks receipts does not make a nonce look taken while another has them", async () => {
    await payOne();
    await world.round(asking([await startNode(withoutReceipts), world.rpcUrl]));
    expect(world.alerts).not.toContain("nonce_taken");
    expect(await world.transactions()).toMatchObject([{ status: expect.stringMatching(/pending|mined/) }]);
    await world.round(asking([world.rpcUrl]));
    expect(await world.transactions()).toMatchObject([{ status: "final" }]);
  });

  test("behavior: a node on another branch decides nothing, alone or first", async () => {
    await payOne();
    const liar = await startNode(onOtherBranch);
    await world.round(asking([liar]));
    await world.round(asking([liar, world.rpcUrl]));
    expect(world.alerts).not.toContain("nonce_taken");
    expect(await world.transactions()).toMatchObject([{ status: expect.stringMatching(/pending|mined/) }]);
  });

  test("behavior: what one node has mined is final only by a node that has the recorded block", async () => {
    await payOne();
    const forger: Lie = async (method, params, honest) => {
      if (method === "eth_getTransactionReceipt") return honest();
      return onOtherBranch(method, params, honest);
    };
    await world.round(asking([await startNode(forger)]));
    expect(await world.transactions()).toMatchObject([{ status: "mined" }]);
    await world.round(asking([await startNode(forger), world.rpcUrl]));
    expect(await world.transactions()).toMatchObject([{ status: "final" }]);
  });

  test("behavior: what is mined becomes final also where no node keeps the state of that block", async () => {
    await payOne();
    await world.round(asking([await startNode(withoutOldState)]));
    expect(world.alerts).not.toContain("step_failed");
    expect(await world.transactions()).toMatchObject([{ status: "final" }]);
  });

  test("behavior: a batch is not dissolved by a node that stands still", async () => {
    world = await createWorld({ settings: { deadlineSeconds: 3_600n } });
    await world.node.setAutomine(false);
    await world.request(5n);
    const settlement = world.createSettlement();
    await world.carry(settlement);
    await world.round(settlement);
    const block: Hex = `0x${(await world.client.getBlockNumber()).toString(16)}`;
    // Paid just before the deadline, of which the node that stands still knows nothing.
    await world.node.mine({ blocks: 1 });
    await world.node.increaseTime({ seconds: 4_000 });
    await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
    const { chain } = asking([await startNode(standingAt(block))]);
    const [batch] = await world.batches();
    const final = await world.client.getBlock();
    const witness = { number: final.number, hash: final.hash };
    expect(
      await chain.finalFacts(world.vault, batch!.id as Hex, { number: final.number, witness }),
    ).toBeNull();
    const both = asking([await startNode(standingAt(block)), world.rpcUrl]).chain;
    expect(
      await both.finalFacts(world.vault, batch!.id as Hex, { number: final.number, witness }),
    ).toMatchObject({
      isExecuted: true,
    });
  });
});
