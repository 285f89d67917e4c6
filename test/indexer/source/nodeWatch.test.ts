import { afterEach, describe, expect, test } from "vitest";
import { createEndpoint } from "#indexer/source/endpoint.ts";
import { createFailover } from "#indexer/source/failover.ts";
import { createNodeWatch } from "#indexer/source/nodeWatch.ts";
import { createRpcReader } from "#indexer/source/rpcReader.ts";
import { askAlone } from "#indexer/source/voice.ts";
import { WildNode } from "./wildNode.ts";

const CHAIN_ID = 31_337;
const SETTLED_DEPTH = 15;
let nodes: WildNode[] = [];

afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});

describe("nodes compared with one another", () => {
  test("default: nodes at about the same height with the same blocks are all asked", async () => {
    const { watch, states } = await watched(3);
    nodes[1]!.headNumber -= 5n;
    await watch.look();
    expect(states()).toEqual(["ready", "ready", "ready"]);
    expect(watch.contradiction()).toBeUndefined();
  });

  test("behavior: one that lags is not asked until it keeps up", async () => {
    const { watch, states, told, door } = await watched(2);
    nodes[0]!.headNumber -= 6n;
    await watch.look();
    expect(states()).toEqual(["lagging", "ready"]);
    expect(await createRpcReader(door).head()).toMatchObject({ number: 100n });
    nodes[0]!.headNumber = 101n;
    await watch.look();
    expect(states()).toEqual(["ready", "ready"]);
    expect(told).toEqual([`${nodes[0]!.host} lagging`, `${nodes[0]!.host} fit`]);
  });

  test("behavior: one that stands still while another moves is not asked", async () => {
    const { watch, states, pass } = await watched(2);
    await watch.look();
    pass(11_000);
    nodes[1]!.headNumber += 1n;
    await watch.look();
    expect(states()).toEqual(["lagging", "ready"]);
  });

  test("behavior: one that lags is asked when the one ahead is gone", async () => {
    const { watch, states } = await watched(2);
    nodes[0]!.headNumber -= 50n;
    await watch.look();
    nodes[1]!.mishap = { kind: "status", status: 503 };
    await watch.look();
    expect(states()[0]).toBe("ready");
  });

  test("behavior: one that boasts does not make the others look slow", async () => {
    const { watch, states } = await watched(3);
    nodes[2]!.headNumber = 1_000_000n;
    await watch.look();
    expect(states()).toEqual(["ready", "ready", "ready"]);
  });

  test("behavior: one with another settled block than most is not asked, and said", async () => {
    const { watch, states, told } = await watched(3);
    nodes[1]!.forkedFrom = 80n;
    await watch.look();
    expect(states()).toEqual(["ready", "contradicting", "ready"]);
    expect(told).toEqual([`${nodes[1]!.host} contradicting`]);
    expect(watch.contradiction()).toBeUndefined();
    nodes[1]!.mishap = { kind: "status", status: 500 };
    await watch.look();
    expect(states()[1]).toBe("contradicting");
    nodes[1]!.mishap = undefined;
    nodes[1]!.forkedFrom = undefined;
    await watch.look();
    expect(states()).toEqual(["ready", "ready", "ready"]);
  });

  test("behavior: other blocks near the head are no contradiction", async () => {
    const { watch, states } = await watched(2);
    nodes[1]!.forkedFrom = 90n;
    await watch.look();
    expect(states()).toEqual(["ready", "ready"]);
    expect(watch.contradiction()).toBeUndefined();
  });

  test("behavior: two that contradict each other are told apart by nobody, until they agree again", async () => {
    const { watch } = await watched(2);
    nodes[1]!.forkedFrom = 80n;
    await watch.look();
    expect(watch.contradiction()).toMatch(/^block 85 is another one on each of 127/);
    nodes[0]!.mishap = { kind: "status", status: 500 };
    await watch.look();
    expect(watch.contradiction()).toBeDefined();
    nodes[0]!.mishap = undefined;
    nodes[1]!.forkedFrom = undefined;
    await watch.look();
    expect(watch.contradiction()).toBeUndefined();
  });
});

describe("the finalized block", () => {
  test("default: of those who claim least, never beyond the head and never back", async () => {
    const { watch } = await watched(2, true);
    expect(watch.finalizedNumber()).toBe(-1n);
    for (const node of nodes) node.finalizedNumber = 90n;
    nodes[1]!.finalizedNumber = 98n;
    await watch.look();
    expect(watch.finalizedNumber()).toBe(90n);
    for (const node of nodes) node.finalizedNumber = 70n;
    await watch.look();
    expect(watch.finalizedNumber()).toBe(90n);
    for (const node of nodes) node.finalizedNumber = undefined;
    await watch.look();
    expect(watch.finalizedNumber()).toBe(90n);
  });

  test("behavior: undefined where the chain calls no block so", async () => {
    const { watch } = await watched(1, true);
    await watch.look();
    expect(watch.finalizedNumber()).toBeUndefined();
  });

  test("behavior: unknown, not undefined, while no node answers", async () => {
    const { watch } = await watched(1, true);
    nodes[0]!.mishap = { kind: "status", status: 500 };
    await watch.look();
    expect(watch.finalizedNumber()).toBe(-1n);
  });
});

async function watched(count: number, asksFinalized = false) {
  nodes = await Promise.all(Array.from({ length: count }, () => WildNode.start()));
  const endpoints = nodes.map((node) => createEndpoint(node.url, CHAIN_ID));
  const told: string[] = [];
  let now = 0;
  const watch = createNodeWatch({
    voices: endpoints.map((endpoint) => ({ endpoint, reader: createRpcReader(askAlone(endpoint)) })),
    settledDepth: SETTLED_DEPTH,
    asksFinalized,
    now: () => now,
    onStanding: (host, standing) => told.push(`${host} ${standing}`),
  });
  return {
    watch,
    told,
    door: createFailover(endpoints, () => undefined),
    states: () => endpoints.map((endpoint) => endpoint.state()),
    pass: (ms: number) => {
      now += ms;
    },
  };
}
