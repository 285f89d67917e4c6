import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reconcile } from "#indexer/reconcile.ts";
import { replayRange } from "#indexer/replay.ts";
import { step } from "#indexer/step.ts";
import { findVaults } from "#indexer/store/vault.store.ts";
import { booksFaults } from "./support/dump.ts";
import { type Books, openBooks, openHouse, openSession } from "./support/house.ts";
import { Random } from "./support/random.ts";
import { addressOf, SIMULATED_CHAIN_ID, SimulatedChain } from "./support/simulatedChain.ts";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.close());

describe("reconciling vaults", () => {
  test("default: two vaults of one tenant share custody, and each agrees with its own chain", async () => {
    const first = await openHouse(books, {
      slug: "two",
      vault: addressOf("old"),
      bankroll: addressOf("bank"),
    });
    const second = await addVault(first.tenantId, addressOf("new"));
    const chains = [aChain(1, addressOf("old")), aChain(2, addressOf("new"))] as const;
    const sessions = [first, second].map((vault, index) =>
      openSession(books, vault, chains[index]!.reader()),
    );
    for (const session of sessions) for (let steps = 0; steps < 6; steps += 1) await step(session);

    for (const [index, session] of sessions.entries()) {
      const [checked] = await reconcile(session);
      expect(checked).toMatchObject({
        varianceMinor: 0n,
        findings: [],
        chainMinor: chains[index]!.balanceQuanta,
      });
    }
  });

  test("behavior: coins of a token without a currency are told, and posted once it has one", async () => {
    const vault = await openHouse(books, {
      slug: "unlisted",
      vault: addressOf("v"),
      bankroll: addressOf("bank"),
    });
    const { tenantId } = vault;
    const setToken = "UPDATE currencies SET token = $2 WHERE tenant_id = $1";
    await books.owner.query(setToken, [tenantId, addressOf("another token")]);
    const chain = aChain(3, addressOf("v"));
    const session = openSession(books, vault, { ...chain.reader(), balanceAt: async () => 0n });
    for (let steps = 0; steps < 6; steps += 1) await step(session);
    const [told] = await reconcile(session);
    expect(told?.findings).toMatchObject([{ check: "unlisted_token" }]);
    expect(told?.hasStoppedPayouts).toBe(false);
    const waiting = await suspenseOf(tenantId, "open");
    expect(waiting).toMatchObject([{ reason: "token_without_currency", currency: null }]);
    expect(BigInt(waiting[0]!.amount)).toBe(chain.balanceQuanta);

    await books.owner.query(setToken, [tenantId, `0x${"0".repeat(40)}`]);
    const replayed = await replayRange(books.indexer, vault, { from: 0n, to: 1_000n });
    expect(replayed.postings).toBeGreaterThan(0);
    const [settled] = await reconcile({ ...session, reader: chain.reader() });
    expect(settled).toMatchObject({ varianceMinor: 0n, findings: [], chainMinor: chain.balanceQuanta });
    expect(await booksFaults(books, tenantId)).toEqual([]);
    expect(await suspenseOf(tenantId, "open")).toEqual([]);
    expect(await suspenseOf(tenantId, "resolved")).toMatchObject([{ currency: "BNB" }]);
  });

  test("behavior: a check is left out while the chain has another block at the cursor", async () => {
    const vault = await openHouse(books, {
      slug: "moved",
      vault: addressOf("m"),
      bankroll: addressOf("bank"),
    });
    const chain = aChain(4, addressOf("m"));
    const session = openSession(books, vault, chain.reader());
    for (let steps = 0; steps < 6; steps += 1) await step(session);
    chain.reorg(1, 2);
    expect(await reconcile(session)).toEqual([]);
  });
});

/** What is in suspense, summed up by what it is. */
async function suspenseOf(tenantId: number, state: string) {
  const { rows } = await books.owner.query<{ reason: string; currency: string | null; amount: string }>(
    `SELECT reason, currency, sum(amount) AS amount FROM suspense_items WHERE tenant_id = $1 AND state = $2
     GROUP BY reason, currency`,
    [tenantId, state],
  );
  return rows;
}

/** A lively chain; the seed also keeps its blocks apart from those of others. */
function aChain(seed: number, vault: `0x${string}`): SimulatedChain {
  const world = { vault, payers: ["ann", "bank"].map(addressOf), batches: [] };
  const chain = new SimulatedChain(new Random(seed), world);
  for (let branch = 0; branch < seed; branch += 1) {
    chain.mine(1);
    chain.reorg(1, 0);
  }
  chain.mine(90);
  return chain;
}

async function addVault(tenantId: number, address: `0x${string}`) {
  await books.owner.query(
    "INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address) VALUES ($1, $2, $3, 1, $4)",
    [tenantId, SIMULATED_CHAIN_ID, address, addressOf("bank")],
  );
  const vaults = await findVaults(books.owner, { chainId: SIMULATED_CHAIN_ID, address });
  return vaults.find((vault) => vault.tenantId === tenantId)!;
}
