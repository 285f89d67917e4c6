import { afterEach, describe, expect, test, vi } from "vitest";
import { createEndpoint, type EndpointOptions } from "#indexer/source/endpoint.ts";
import { createFailover } from "#indexer/source/failover.ts";
import { MAX_REQUESTS_AT_ONCE } from "#indexer/source/jsonRpc.ts";
import { WildNode } from "./wildNode.ts";

const CHAIN_ID = 31_337;
let nodes: WildNode[] = [];

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});

describe("one node", () => {
  test("behavior: what is asked in one turn goes out together, and no more at once than it takes", async () => {
    const node = await wild();
    node.delayMs = 20;
    const endpoint = endpointOf(node);
    await endpoint.request("eth_blockNumber", []);
    const asked = Array.from({ length: 3_000 }, () => endpoint.request("eth_blockNumber", []));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["0x64"]));
    expect(node.calls.filter((method) => method === "eth_blockNumber")).toHaveLength(3_001);
    expect(node.mostOpen).toBeGreaterThan(1);
    expect(node.mostOpen).toBeLessThanOrEqual(MAX_REQUESTS_AT_ONCE);
  });

  test("behavior: a node that takes fewer calls at once is sent fewer", async () => {
    const node = await wild();
    const endpoint = endpointOf(node);
    await endpoint.request("eth_blockNumber", []);
    node.mishap = { kind: "status", status: 413 };
    const ask = () =>
      Promise.allSettled(Array.from({ length: 4 }, () => endpoint.request("eth_blockNumber", [])));
    expect((await ask()).map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
    node.mishap = undefined;
    await endpoint.request("eth_blockNumber", []);
    expect((await ask()).map(({ status }) => status)).toEqual(Array(4).fill("fulfilled"));
  });

  test("behavior: after 429 it is left alone for as long as it asks", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const node = await wild();
    const endpoint = endpointOf(node);
    await endpoint.request("eth_blockNumber", []);
    node.mishap = { kind: "status", status: 429, headers: { "retry-after": "1" } };
    await expect(endpoint.request("eth_blockNumber", [])).rejects.toMatchObject({
      kind: "retryable",
      retryAfterMs: 1_000,
      isOutage: false,
    });
    node.mishap = undefined;
    const before = node.calls.length;
    expect(endpoint.state()).toBe("resting");
    await expect(endpoint.request("eth_blockNumber", [])).rejects.toThrow(/takes no more requests for 1 s/);
    expect(node.calls).toHaveLength(before);
    vi.advanceTimersByTime(1_000);
    expect(endpoint.state()).toBe("ready");
    expect(await endpoint.request("eth_blockNumber", [])).toBe("0x64");
  });

  test("behavior: a rate limit in the words of the node counts too", async () => {
    const node = await wild();
    const error = { code: -32_005, message: "daily request count exceeded, request rate limited" };
    node.answers.set("eth_getLogs", () => ({ error }));
    await expect(endpointOf(node).request("eth_getLogs", [{}])).rejects.toMatchObject({
      kind: "retryable",
      retryAfterMs: 1_000,
    });
  });

  test.each([
    ["accepts and never answers", { kind: "hang" }],
    ["begins to answer and never ends", { kind: "drip" }],
  ] as const)("behavior: a node that %s fails in time", async (_, mishap) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const node = await wild();
    const endpoint = endpointOf(node, { timeoutMs: 100 });
    await endpoint.request("eth_blockNumber", []);
    node.mishap = mishap;
    await expect(whileTimePasses(endpoint.request("eth_blockNumber", []))).rejects.toMatchObject({
      kind: "retryable",
      isOutage: true,
      message: expect.stringContaining("silent for 100 ms"),
    });
    const reading = endpoint.stream("eth_getLogs", [{}]).then(readAll);
    await expect(whileTimePasses(reading)).rejects.toThrow(/silent for 100 ms/);
  });

  test("behavior: after several outages it is not asked on every request, and tried again later", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const node = await wild();
    const endpoint = endpointOf(node);
    await endpoint.request("eth_blockNumber", []);
    node.mishap = { kind: "status", status: 502 };
    for (let outage = 0; outage < 3; outage += 1)
      await expect(endpoint.request("eth_blockNumber", [])).rejects.toMatchObject({ isOutage: true });
    expect(endpoint.state()).toBe("away");
    const before = node.calls.length;
    for (let tries = 0; tries < 50; tries += 1)
      await expect(endpoint.request("eth_blockNumber", [])).rejects.toThrow(/failed 3 times in a row/);
    expect(node.calls).toHaveLength(before);
    node.mishap = undefined;
    vi.advanceTimersByTime(600);
    expect(await endpoint.request("eth_blockNumber", [])).toBe("0x64");
    expect(endpoint.state()).toBe("ready");
  });

  test("behavior: errors about what was asked do not count against the node", async () => {
    const node = await wild();
    const endpoint = endpointOf(node);
    for (let tries = 0; tries < 10; tries += 1)
      await expect(endpoint.request("eth_nonsense", [])).rejects.toMatchObject({ kind: "permanent" });
    expect(endpoint.state()).toBe("ready");
  });

  test("behavior: one that comes back as another chain is never believed", async () => {
    const node = await wild();
    const endpoint = endpointOf(node);
    await endpoint.request("eth_blockNumber", []);
    node.mishap = { kind: "status", status: 502 };
    await endpoint.request("eth_blockNumber", []).catch(() => undefined);
    node.mishap = undefined;
    node.chainId = 56;
    await expect(endpoint.request("eth_blockNumber", [])).rejects.toThrow(/serves chain 56, not 31337/);
    expect(endpoint.state()).toBe("wrong_chain");
    const before = node.calls.length;
    await expect(endpoint.request("eth_blockNumber", [])).rejects.toThrow(/serves chain 56/);
    expect(node.calls).toHaveLength(before);
  });

  test("behavior: names and passwords go into a header", async () => {
    const node = await wild();
    const url = node.url.replace("http://", "http://me:secret@");
    expect(await createEndpoint(url, CHAIN_ID).request("eth_blockNumber", [])).toBe("0x64");
  });

  test("behavior: a stream that is not read to its end frees its place", async () => {
    const node = await wild();
    node.logs = Array.from({ length: 20_000 }, (_, index) => ({ index }));
    const endpoint = endpointOf(node);
    for (let stream = 0; stream < 2 * MAX_REQUESTS_AT_ONCE; stream += 1) {
      for await (const chunk of await endpoint.stream("eth_getLogs", [{}])) {
        expect(chunk.byteLength).toBeGreaterThan(0);
        break;
      }
    }
    expect(await endpoint.request("eth_blockNumber", [])).toBe("0x64");
  });
});

describe("several nodes", () => {
  test("behavior: one that rests, or is away, is passed over; the others answer meanwhile", async () => {
    const [first, second] = [await wild(), await wild()];
    const failures: string[] = [];
    const endpoints = [endpointOf(first), endpointOf(second)];
    const door = createFailover(endpoints, (_, host) => failures.push(host));
    await door.request("eth_blockNumber", []);
    expect(door.inUse()).toBe(first.host);
    first.mishap = { kind: "status", status: 429, headers: { "retry-after": "30" } };
    for (let request = 0; request < 20; request += 1)
      expect(await door.request("eth_blockNumber", [])).toBe("0x64");
    expect(failures).toEqual([first.host]);
    expect(door.inUse()).toBe(second.host);
  });

  test("behavior: one that hangs costs one timeout, not one per request", async () => {
    const [first, second] = [await wild(), await wild()];
    first.mishap = { kind: "hang" };
    const endpoints = [endpointOf(first, { timeoutMs: 100 }), endpointOf(second)];
    const door = createFailover(endpoints, () => undefined);
    for (let request = 0; request < 50; request += 1) await door.request("eth_blockNumber", []);
    expect(first.calls).toEqual(["eth_chainId"]);
  });

  test("behavior: one that lags or contradicts the others is not asked, whoever else fails", async () => {
    const [first, second] = [await wild(), await wild()];
    const endpoints = [endpointOf(first), endpointOf(second)];
    const door = createFailover(endpoints, () => undefined);
    for (const standing of ["contradicting", "lagging"] as const) {
      endpoints[0]!.standing = standing;
      second.mishap = { kind: "status", status: 500 };
      await expect(door.request("eth_blockNumber", [])).rejects.toThrow();
      second.mishap = undefined;
      expect(await door.request("eth_blockNumber", [])).toBe("0x64");
    }
    expect(first.calls).toEqual([]);
  });

  test("error: RpcFailure of the last one when all fail", async () => {
    const [first, second] = [await wild(), await wild()];
    first.mishap = { kind: "status", status: 500 };
    second.mishap = { kind: "status", status: 401, body: "no such key" };
    const door = createFailover([endpointOf(first), endpointOf(second)], () => undefined);
    await expect(door.request("eth_blockNumber", [])).rejects.toMatchObject({ kind: "permanent" });
  });
});

async function wild(): Promise<WildNode> {
  const node = await WildNode.start();
  nodes.push(node);
  return node;
}

function endpointOf(node: WildNode, options: EndpointOptions = {}) {
  return createEndpoint(node.url, CHAIN_ID, options);
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of body);
}

/** Lets the clock run for as long as the work takes. */
async function whileTimePasses<Result>(work: Promise<Result>): Promise<Result> {
  let hasEnded = false;
  const ended = work.finally(() => {
    hasEnded = true;
  });
  ended.catch(() => undefined);
  while (!hasEnded) {
    await vi.advanceTimersByTimeAsync(10);
    await new Promise(setImmediate);
  }
  return ended;
}
