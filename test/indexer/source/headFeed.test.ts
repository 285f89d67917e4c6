import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHeadSource, type HeadFeed } from "#indexer/source/headFeed.ts";
import { startTestChain } from "#test/support/services.ts";
import { until } from "../support/indexerProcess.ts";
import { WildNode } from "./wildNode.ts";

const CHAIN_ID = 31_337;
const LONG_MS = 60_000;
/** Whoever is woken so soon has not waited to the end. */
const SOON_MS = LONG_MS / 2;
let node: WildNode;
let stopping: AbortController;
let told: string[];

beforeEach(async () => {
  node = await WildNode.start();
  stopping = new AbortController();
  told = [];
});
afterEach(async () => {
  stopping.abort();
  await node.close();
});

describe("announced blocks", () => {
  test("default: a reader wakes at once, and each has a feed of its own", async () => {
    const feeds = await listening([node.wsUrl], 2);
    const woken = feeds.map((feed) => timeOf(feed));
    node.announce(101n);
    for (const ms of await Promise.all(woken)) expect(ms).toBeLessThan(SOON_MS);
    expect(feeds[0]!.announced()).toBe(101n);
  });

  test("behavior: a block that was announced while the reader was busy is not missed", async () => {
    const [feed] = await listening([node.wsUrl]);
    node.announce(101n);
    await until("the announcement", async () => feed!.announced() === 101n);
    expect(await timeOf(feed!)).toBeLessThan(SOON_MS);
    expect(await timeOf(feed!, 60)).toBeGreaterThanOrEqual(55);
  });

  test("behavior: blocks that come twice wake nobody again, and late ones move nothing back", async () => {
    const [feed] = await listening([node.wsUrl]);
    node.announce(105n);
    expect(await timeOf(feed!)).toBeLessThan(SOON_MS);
    node.announce(105n);
    expect(await timeOf(feed!, 60)).toBeGreaterThanOrEqual(55);
    node.announce(103n);
    expect(await timeOf(feed!)).toBeLessThan(SOON_MS);
    expect(feed!.announced()).toBe(105n);
  });

  test("behavior: nonsense is passed over", async () => {
    const [feed] = await listening([node.wsUrl]);
    for (const nonsense of [null, 7, { number: "seven" }, { ...node.header(9n), hash: "0x12" }])
      node.announce(9n, nonsense);
    node.announce(101n);
    expect(await timeOf(feed!)).toBeLessThan(SOON_MS);
    expect(feed!.announced()).toBe(101n);
  });

  test("behavior: without addresses a reader waits as it would without", async () => {
    const [feed] = await listening([]);
    expect(await timeOf(feed!, 50)).toBeGreaterThanOrEqual(45);
    stopping.abort();
    expect(await timeOf(feed!, LONG_MS)).toBeLessThan(SOON_MS);
  });

  test("behavior: a socket that breaks again and again is opened again", async () => {
    const [feed] = await listening([node.wsUrl]);
    for (let turn = 1n; turn <= 3n; turn += 1n) {
      node.dropSockets();
      await until("the socket to go", async () => node.subscriberCount === 0);
      await until("a new subscription", async () => node.subscriberCount === 1);
      node.announce(200n + turn);
      await until("the announcement", async () => feed!.announced() === 200n + turn);
    }
    expect(told.filter((line) => line.endsWith("closed"))).toHaveLength(3);
  });

  test("behavior: a socket that falls silent while the chain goes on is given up", async () => {
    node.isMute = true;
    const [feed] = await listening([node.wsUrl], 1, 300);
    node.headNumber += 3n;
    await until("it to be noticed", async () => {
      node.headNumber += 1n;
      return told.includes(`${node.host} silent`);
    });
    node.isMute = false;
    // The new socket, too, is given up after a short silence: until it hears something.
    await until("the announcement", async () => {
      node.announce(300n);
      return feed!.announced() === 300n;
    });
  });

  test("behavior: a chain that stands still is no reason to give the socket up", async () => {
    // The node answers sooner than that, on a busy machine too.
    await listening([node.wsUrl], 1, 2_000);
    const asked = () => node.calls.filter((method) => method === "eth_blockNumber").length;
    await until("the head to be asked for again and again", async () => asked() > 2);
    expect(told).toEqual([`${node.host} true`]);
  });

  test("behavior: a node on another chain is told apart, and not listened to", async () => {
    node.chainId = 56;
    await listening([node.wsUrl], 1, LONG_MS, false);
    await until("it to be noticed", async () => told.includes(`${node.host} wrong_chain`));
    expect(node.subscriberCount).toBe(0);
  });

  test("behavior: several nodes announce, and one of them is enough", async () => {
    const other = await WildNode.start();
    const [feed] = await listening([node.wsUrl, other.wsUrl, "ws://127.0.0.1:9"], 1, LONG_MS, false);
    await until("both", async () => node.subscriberCount + other.subscriberCount === 2);
    await node.close();
    other.announce(400n);
    expect(await timeOf(feed!)).toBeLessThan(SOON_MS);
    await other.close();
    node = await WildNode.start();
  });

  test("behavior: a real node's blocks arrive as they are made", async () => {
    const { url } = await startTestChain({ blockTimeSeconds: 0.2 });
    const [feed] = await listening([url.replace("http", "ws")], 1, LONG_MS, false);
    await until("three blocks", async () => (feed!.announced() ?? 0n) >= 3n);
  });
});

/** Feeds of a source that listens to these addresses. */
async function listening(
  urls: readonly string[],
  count = 1,
  silenceMs = LONG_MS,
  isAwaited = true,
): Promise<HeadFeed[]> {
  const source = createHeadSource({
    urls,
    chainId: CHAIN_ID,
    silenceMs,
    onConnected: (host, isConnected) => told.push(`${host} ${isConnected}`),
    onEnd: (host, { kind }) => told.push(`${host} ${kind}`),
  });
  void source.run(stopping.signal);
  if (isAwaited && urls.length > 0)
    await until("a subscription", async () => told.some((line) => line.endsWith("true")));
  return Array.from({ length: count }, () => source.open());
}

/** How long the feed lets its reader wait. */
async function timeOf(feed: HeadFeed, timeoutMs = LONG_MS): Promise<number> {
  const startedAt = performance.now();
  await feed.next(timeoutMs, stopping.signal);
  return performance.now() - startedAt;
}
