import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findCursor } from "#indexer/store/cursor.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import { LyingNode } from "./source/lyingNode.ts";
import { CHAIN_ID, type DevChain, openDevChain } from "./support/devChain.ts";
import { type Books, openBooks, openHouse } from "./support/house.ts";
import { type IndexerProcess, startIndexer, until } from "./support/indexerProcess.ts";

const OTHER_CHAIN_ID = 31_338;
const UNKNOWN_CHAIN_ID = 56;
const MAX_REORG_DEPTH = 8;
const BLOCK_TIME_S = 0.25;
let first: DevChain;
let second: DevChain;
let books: Books;
let running: IndexerProcess | undefined;

beforeAll(async () => {
  const blocks = { blockTimeSeconds: BLOCK_TIME_S };
  [books, first, second] = await Promise.all([openBooks(), openDevChain(blocks), openDevChain(blocks)]);
  await second.rpc("anvil_setChainId", [OTHER_CHAIN_ID]);
});
afterEach(async () => {
  await running?.stop("SIGKILL");
});
afterAll(() => books.close());

describe("several chains and vaults in one process", () => {
  test("behavior: each is indexed in a loop of its own, one that is added later and one that halts included", async () => {
    const one = await openHouse(books, houseOn(first, "one"));
    const two = await openHouse(books, houseOn(second, "two", OTHER_CHAIN_ID));
    await openHouse(books, houseOn(second, "nowhere", UNKNOWN_CHAIN_ID));
    const indexer = await start({ RPC_WS_URLS: first.url.replace("http", "ws") });
    await until("both to be ready", async () => (await indexer.ready()).status === 200);

    await first.deposit(first.players[0]!, 1_001n);
    await second.deposit(second.players[1]!, 2_002n);
    await until(
      "both deposits",
      async () => (await paidIn(one)) === 1_001n && (await paidIn(two)) === 2_002n,
    );

    const three = await openHouse(books, houseOn(first, "three"));
    await until("the new one to catch up", async () => (await paidIn(three)) === 1_001n);
    await until("all to be ready", async () => (await indexer.ready()).status === 200);
    expect(indexer.output().match(/a vault's chain is not configured/g)).toHaveLength(1);
    await until(
      "the socket",
      async () => (await metric(indexer, "fairhouse_indexer_head_socket_connected")) === 1,
    );

    // No block comes any more: what is replaced must be blocks that the indexer has seen.
    await second.rpc("evm_setIntervalMining", [0]);
    await second.mine(3 * MAX_REORG_DEPTH);
    const head = await second.client.getBlockNumber();
    await until("its blocks", async () => (await cursorOf(two)) === head);
    await second.reorg(2 * MAX_REORG_DEPTH);
    await second.mine(1);
    await until("the second to halt", async () => (await indexer.ready()).body.includes("halted"));
    expect((await indexer.ready()).body).toContain(`chain ${OTHER_CHAIN_ID}`);
    const [before, halted] = [await cursorOf(one), await cursorOf(two)];
    await until("the others to go on", async () => (await cursorOf(one)) > before + 3n);
    expect(await cursorOf(two)).toBe(halted);
    const { rows } = await books.owner.query("SELECT kind FROM alerts WHERE tenant_id = $1", [two.tenantId]);
    expect(rows).toContainEqual({ kind: "vault_halted" });
    expect(await indexer.stop("SIGTERM")).toBe(0);
  });

  test("behavior: a node that hangs holds nothing up, and is named until it answers", async () => {
    const hanging = await LyingNode.start(first.url);
    const four = await openHouse(books, houseOn(first, "four"));
    const indexer = await start({ RPC_URLS: `${hanging.url},${first.url}`, OTHER_CHAINS: "" });
    await until("it to catch up", async () => (await cursorOf(four)) > 0n);
    hanging.hangs = true;
    await until("it to be named", async () =>
      (await indexer.ready()).body.includes(`${hanging.host} is away`),
    );
    const before = await cursorOf(four);
    await until("the rest to go on", async () => (await cursorOf(four)) > before + 3n);
    hanging.hangs = false;
    await until("it to be used again", async () => !(await indexer.ready()).body.includes("is away"));
    await hanging.close();
  });

  test("error: InvalidConfig for a chain that is named twice, or in words that are no list", async () => {
    const twice = await start({
      OTHER_CHAINS: JSON.stringify([{ chainId: CHAIN_ID, rpcUrls: [first.url] }]),
    });
    expect(await twice.exited).toBe(1);
    expect(twice.output()).toContain(`Chain ${CHAIN_ID} is configured twice`);
    const broken = await start({ OTHER_CHAINS: "97=https://a.test/secret-key" });
    expect(await broken.exited).toBe(1);
    expect(broken.output()).toContain("OTHER_CHAINS: must be a JSON list");
    expect(broken.output()).not.toContain("secret-key");
  });

  test("error: WrongChain for a further chain too", async () => {
    const indexer = await start({ OTHER_CHAINS: JSON.stringify([{ chainId: 97, rpcUrls: [second.url] }]) });
    expect(await indexer.exited).toBe(1);
    expect(indexer.output()).toContain(`serves chain ${OTHER_CHAIN_ID}, not 97`);
  });
});

async function start(settings: Record<string, string>): Promise<IndexerProcess> {
  running = await startIndexer({
    DATABASE_URL: books.url,
    RPC_URLS: first.url,
    OTHER_CHAINS: JSON.stringify([{ chainId: OTHER_CHAIN_ID, rpcUrls: [second.url], finalityDepth: 6 }]),
    MAX_REORG_DEPTH: `${MAX_REORG_DEPTH}`,
    FINALITY_DEPTH: "6",
    LOG_LEVEL: "info",
    ...settings,
  });
  return running;
}

function houseOn({ vault, deployBlock, bankroll }: DevChain, slug: string, chainId = CHAIN_ID) {
  return { slug, chainId, vault, deployBlock, bankroll };
}

async function paidIn({ tenantId }: HouseVault): Promise<bigint> {
  const sql = "SELECT coalesce(sum(amount), 0)::bigint AS n FROM deposits WHERE tenant_id = $1";
  return (await books.owner.query<{ n: bigint }>(sql, [tenantId])).rows[0]!.n;
}

async function cursorOf(vault: HouseVault): Promise<bigint> {
  return (await findCursor(books.indexer, vault))?.number ?? -1n;
}

async function metric({ port }: IndexerProcess, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(new RegExp(`^${name}\\{.*\\} (\\S+)$`, "m").exec(text)?.[1]);
}
