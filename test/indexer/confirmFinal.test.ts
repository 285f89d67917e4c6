import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Confirmation } from "#indexer/confirmFinal.ts";
import { EventForged } from "#indexer/recordAnew.ts";
import { createSession, type Session } from "#indexer/session.ts";
import { type ChainSource, createChainSource } from "#indexer/source/chainSource.ts";
import { step } from "#indexer/step.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { LyingNode } from "./source/lyingNode.ts";
import { CHAIN_ID } from "./support/devChain.ts";
import { DevHouse, FINALITY_DEPTH } from "./support/devHouse.ts";
import { booksFaults } from "./support/dump.ts";

const MAX_STEPS = 100;
/** Deeper than any reorg goes. */
const SETTLED_BLOCKS = 80;
let house: DevHouse;
let nodes: LyingNode[] = [];
let verdicts: Confirmation[];
let omissions: number;
/** What each player has paid in so far: the tests share a chain. */
const paid = [0n, 0n, 0n];

beforeAll(async () => {
  house = await DevHouse.open();
});
beforeEach(async () => {
  verdicts = [];
  omissions = 0;
  await house.openTenant();
});
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});
afterAll(() => house.close());

describe("what is about to become final is read again", () => {
  test("default: another node confirms it, block by block, and finality is where it would be without", async () => {
    const { session } = await confirmedBy(2);
    await follow(session);
    await depositsAndBlocks(session);
    await house.expectSameAsFromScratch();
    expect(verdicts.length).toBeGreaterThan(2);
    expect(verdicts.every(({ verdict }) => verdict === "confirmed")).toBe(true);
    expect(await finalNumber(session)).toBe((await session.reader.head()).number - BigInt(FINALITY_DEPTH));
  });

  test("behavior: events that a node left out are recorded anew when most others have them", async () => {
    const { session } = await confirmedBy(3);
    await follow(session);
    const before = await events(session);
    nodes[0]!.hidesLogs = true;
    await deposit(0, 5_000n);
    await follow(session);
    expect(await events(session)).toBe(before);
    await mineAndFollow(session, 2 * FINALITY_DEPTH);
    expect(verdicts.some(({ verdict }) => verdict === "outvoted")).toBe(true);
    expect(verdicts.find(({ verdict }) => verdict === "outvoted")?.dissenters).toEqual([nodes[0]!.host]);
    expect(await house.cash(house.chain.players[0]!)).toBe(paid[0]);
    expect(verdicts.at(-1)?.verdict).toBe("confirmed");
    expect(await booksFaults(house.books, session.vault.tenantId)).toEqual([]);
  });

  test("error: EventForged when what is recorded was made up, and nothing of it becomes final", async () => {
    const { session } = await confirmedBy(3);
    await follow(session);
    nodes[0]!.forgesData = true;
    await deposit(0, 4_096n);
    await mineAndFollow(session, FINALITY_DEPTH - 1);
    nodes[0]!.forgesData = false;
    await house.chain.mine(1);
    await expect(step(session)).rejects.toThrow(EventForged);
    expect(verdicts.at(-1)).toMatchObject({
      verdict: "outvoted",
      forged: expect.stringContaining("of block"),
    });
    expect(await house.cash(house.chain.players[0]!)).toBe((paid[0] ?? 0n) - 4_096n);
    expect(await booksFaults(house.books, session.vault.tenantId)).toEqual([]);
  });

  test("behavior: events that a node made up are taken back", async () => {
    const { session } = await confirmedBy(3);
    await follow(session);
    nodes[0]!.repeatsLogs = true;
    await deposit(0, 8_192n);
    await mineAndFollow(session, 2 * FINALITY_DEPTH);
    expect(verdicts.some(({ verdict }) => verdict === "outvoted")).toBe(true);
    expect(await house.cash(house.chain.players[0]!)).toBe(paid[0]);
    await house.expectSameAsFromScratch();
  });

  test("behavior: while two nodes contradict each other nothing becomes final, and it does once they agree", async () => {
    const { session } = await confirmedBy(2);
    await follow(session);
    nodes[0]!.hidesLogs = true;
    await deposit(1, 700n);
    await mineAndFollow(session, FINALITY_DEPTH + 4);
    const deposited = (await session.reader.head()).number - BigInt(FINALITY_DEPTH + 4);
    expect(verdicts.at(-1)?.verdict).toBe("disputed");
    expect(verdicts.at(-1)?.detail).toMatch(/0 logs were read, now say .+ 1, .+ 0/);
    expect(await finalNumber(session)).toBeLessThan(deposited);
    nodes[0]!.hidesLogs = false;
    await mineAndFollow(session, FINALITY_DEPTH + 4);
    expect(verdicts.at(-1)?.verdict).toBe("confirmed");
    expect(await house.cash(house.chain.players[1]!)).toBe(paid[1]);
    await house.expectSameAsFromScratch();
  });

  test("behavior: a witness that hangs is passed over", async () => {
    const { session } = await confirmedBy(2);
    await follow(session);
    nodes[1]!.hangs = true;
    await mineAndFollow(session, 2);
    expect(verdicts.at(-1)?.verdict).toBe("confirmed");
    expect(await finalNumber(session)).toBe((await session.reader.head()).number - BigInt(FINALITY_DEPTH));
  });

  test("behavior: nothing becomes final while the nodes have different settled blocks", async () => {
    const { session, source } = await confirmedBy(2);
    await follow(session);
    const before = await finalNumber(session);
    source.panel.contradiction = () => "block 7 is another one on each of a, b";
    await mineAndFollow(session, 3);
    expect(await finalNumber(session)).toBe(before);
    expect(verdicts.at(-1)).toMatchObject({
      verdict: "disputed",
      detail: expect.stringContaining("block 7"),
    });
  });

  test("behavior: where the chain says what is final, the depth does not", async () => {
    const { session, source } = await confirmedBy(1);
    await follow(session);
    const head = (await session.reader.head()).number;
    source.panel.finalizedNumber = () => head - 1n;
    await mineAndFollow(session, 1);
    expect(await finalNumber(session)).toBe(head - 1n);
    source.panel.finalizedNumber = () => -1n;
    await mineAndFollow(session, 2 * FINALITY_DEPTH);
    expect(await finalNumber(session)).toBe(head - 1n);
  });
});

describe("what is read from the settled past", () => {
  test("behavior: a node that leaves events out is found out before they are recorded", async () => {
    await deposit(0, 600n);
    await house.chain.mine(SETTLED_BLOCKS);
    const { session } = await confirmedBy(3);
    nodes[0]!.hidesLogs = true;
    await follow(session);
    expect(verdicts[0]).toMatchObject({ verdict: "outvoted", dissenters: [nodes[0]!.host] });
    expect(await house.cash(house.chain.players[0]!)).toBe(paid[0]);
    // What is near the head becomes final in the step after the one that recorded it.
    await mineAndFollow(session, 1);
    await house.expectSameAsFromScratch();
  });

  test("behavior: while two nodes contradict each other nothing is recorded", async () => {
    await deposit(0, 601n);
    await house.chain.mine(SETTLED_BLOCKS);
    const { session } = await confirmedBy(2);
    nodes[0]!.hidesLogs = true;
    await expect(step(session)).rejects.toThrow(/contradict each other/);
    expect(verdicts[0]?.verdict).toBe("disputed");
    expect(await events(session)).toBe(0n);
    nodes[0]!.hidesLogs = false;
    await follow(session);
    // What is near the head becomes final in the step after the one that recorded it.
    await mineAndFollow(session, 1);
    await house.expectSameAsFromScratch();
  });
});

describe("blocks without logs near the head", () => {
  test("behavior: are not believed when the bloom speaks against it and another node has logs", async () => {
    const { session } = await confirmedBy(3);
    await follow(session);
    nodes[0]!.hidesLogs = true;
    // It left out the logs, but not the bloom: that is what happens to nodes that are honest and broken.
    nodes[0]!.alters = "logs";
    await deposit(2, 300n);
    await follow(session);
    expect(omissions).toBe(1);
    await mineAndFollow(session, FINALITY_DEPTH + 1);
    expect(await house.cash(house.chain.players[2]!)).toBe(paid[2]);
    expect(verdicts.every(({ verdict }) => verdict === "confirmed")).toBe(true);
    await house.expectSameAsFromScratch();
  });
});

/** A session whose reader has so many nodes, the first of which is read from. */
async function confirmedBy(count: number): Promise<{ session: Session; source: ChainSource }> {
  nodes = await Promise.all(Array.from({ length: count }, () => LyingNode.start(house.chain.url)));
  const config = { chainId: CHAIN_ID, wsUrls: [], finality: "depth", finalityDepth: FINALITY_DEPTH } as const;
  const nobody = () => undefined;
  const source = createChainSource({ ...config, rpcUrls: nodes.map(({ url }) => url) }, Date.now, {
    onRequest: nobody,
    onFailure: nobody,
    onStanding: nobody,
    onOmission: () => {
      omissions += 1;
    },
    onUnverified: nobody,
    onSocket: nobody,
    onSocketEnd: nobody,
  });
  const { pool, vault, rules } = house.session;
  const confirming = { panel: source.panel, report: (said: Confirmation) => void verdicts.push(said) };
  return { source, session: createSession({ pool, vault, rules, reader: source.reader, confirming }) };
}

/** Steps until the session has reached the head, whatever goes wrong on the way. */
async function follow(session: Session): Promise<void> {
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const result = await step(session).catch(() => undefined);
    if (result?.kind === "idle") return;
  }
  throw new Error("it did not catch up");
}

/** Blocks one by one, as they come near the head. */
async function mineAndFollow(session: Session, blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block += 1) {
    await house.chain.mine(1);
    await follow(session);
  }
}

async function depositsAndBlocks(session: Session): Promise<void> {
  for (const player of paid.keys()) {
    await deposit(player, 1_000n);
    await mineAndFollow(session, 2);
  }
}

async function deposit(player: number, quanta: bigint): Promise<void> {
  await house.chain.deposit(house.chain.players[player]!, quanta);
  paid[player]! += quanta;
}

async function events({ vault }: Session): Promise<bigint> {
  const sql = "SELECT count(*) AS n FROM chain_events WHERE tenant_id = $1 AND canonical";
  return (await house.books.owner.query<{ n: bigint }>(sql, [vault.tenantId])).rows[0]!.n;
}

async function finalNumber({ pool, vault }: Session): Promise<bigint> {
  return (await findCursor(pool, vault))!.finalNumber;
}
