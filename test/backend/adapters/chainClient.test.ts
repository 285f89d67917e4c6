import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createChainClient } from "#backend/adapters/chainClient.ts";
import { ChainUnavailable, WrongChain } from "#backend/adapters/chainFailure.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { startTestChain } from "#test/support/services.ts";

const CHAIN_ID = 31_337;
const SECRET = "key-in-the-path";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A node that answers every request with the same result, and remembers what it was asked. */
async function startNode(result: unknown) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { id, method } = JSON.parse(text);
    asked.push(method);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}`, asked };
}

const deadUrl = async () => `http://127.0.0.1:${await freePort()}/${SECRET}`;

describe("createChainClient", () => {
  test("default: an endpoint that is down is passed over for the next", async () => {
    const { url } = await startTestChain();
    const chain = createChainClient({ urls: [await deadUrl(), url], chainId: CHAIN_ID });
    expect((await chain.head()).number).toBe(0n);
  });

  test("behavior: an endpoint on another chain is never asked for anything else", async () => {
    const { url } = await startTestChain();
    const foreign = await startNode("0x1");
    const chain = createChainClient({ urls: [foreign.url, url], chainId: CHAIN_ID });
    expect((await chain.head()).number).toBe(0n);
    expect(new Set(foreign.asked)).toEqual(new Set(["eth_chainId"]));
  });

  test("behavior: what a node refuses is told apart from a reply that was lost", async () => {
    const { url } = await startTestChain();
    const chain = createChainClient({ urls: [url], chainId: CHAIN_ID });
    expect(await chain.broadcast("0x02")).toMatchObject({ kind: "refused" });
    const lost = createChainClient({ urls: [await deadUrl()], chainId: CHAIN_ID });
    await expect(lost.broadcast("0x02")).rejects.toThrow(ChainUnavailable);
  });

  test("behavior: a transaction that nobody knows is an answer, not a failure", async () => {
    const { url } = await startTestChain();
    const chain = createChainClient({ urls: [url], chainId: CHAIN_ID });
    const hash = `0x${"ab".repeat(32)}` as const;
    expect(await chain.receiptOf(hash)).toBeNull();
    expect(await chain.isKnown(hash)).toBe(false);
  });

  test("error: ChainUnavailable keeps the endpoints' paths, which often hold a key, to itself", async () => {
    const chain = createChainClient({ urls: [await deadUrl()], chainId: CHAIN_ID });
    const failure = await chain.head().catch((error: Error) => error);
    expect(failure).toBeInstanceOf(ChainUnavailable);
    expect(String(failure)).not.toContain(SECRET);
  });

  test("error: WrongChain names the host alone", async () => {
    const { url } = await startNode("0x38");
    const failure = await createChainClient({ urls: [url], chainId: CHAIN_ID })
      .head()
      .catch((error: Error) => error);
    expect(failure).toBeInstanceOf(WrongChain);
    expect(String(failure)).toMatch(/127\.0\.0\.1:\d+ serves chain 0x38, not 31337/);
    expect(String(failure)).not.toContain(SECRET);
  });
});
