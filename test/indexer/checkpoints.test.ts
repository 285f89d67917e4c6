import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { vaultAbi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { buildLiabilitiesTree, proofOf } from "#domain/ledger/liabilitiesTree.ts";
import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { DevHouse, FINALITY_DEPTH } from "./support/devHouse.ts";

const SEVEN_DAYS = 7n * 86_400n;

let house: DevHouse;
beforeAll(async () => {
  house = await DevHouse.open();
});
afterAll(() => house.close());
beforeEach(() => house.openTenant());

const checkpoints = () => house.rows("SELECT * FROM checkpoints WHERE tenant_id = $1 ORDER BY epoch");
const settle = async () => {
  await house.chain.mine(FINALITY_DEPTH + 1);
  await house.catchUp();
};
const read = (functionName: "enteredTotal" | "executedTotal") => {
  const { client, vault: address } = house.chain;
  return client.readContract({ address, abi: vaultAbi, functionName, args: [NATIVE_TOKEN] });
};
/** Covers everything so far, for one player. */
const publish = async (quanta: bigint) => {
  const account = house.chain.players[0]!;
  const tree = buildLiabilitiesTree(NATIVE_TOKEN, [{ account, quanta, batchId: FREE_BALANCE }]);
  const lines = { entered: await read("enteredTotal"), executed: await read("executedTotal") };
  await house.chain.publish({ root: tree.root, total: tree.total, ...lines });
  return tree;
};

describe("checkpoints", () => {
  test("default: published when seen, final with its block, and back when that is dropped", async () => {
    await house.chain.deposit(house.chain.players[0]!, 500n);
    await settle();
    const { root } = await publish(500n);
    await house.catchUp();
    const newest = async () => (await checkpoints()).at(-1);
    expect(await newest()).toMatchObject({ root, total: 500n, status: "published", leaves: null });
    await house.chain.reorg(1);
    await house.chain.mine(1);
    await house.catchUp();
    expect(await newest()).toMatchObject({ root, status: "built", tx_hash: null });
    // The operator's own bookkeeping of the dropped one is gone with the block.
    await publishAgain(root);
    await settle();
    expect(await newest()).toMatchObject({ root, status: "final" });
  });
});

async function publishAgain(root: `0x${string}`): Promise<void> {
  const epochs = (await checkpoints()).map(({ epoch }) => epoch as bigint);
  const lines = { entered: await read("enteredTotal"), executed: await read("executedTotal") };
  await house.chain.publish({ root, total: 500n, ...lines }, epochs.at(-1));
}

describe("entries, the treasury and the exit", () => {
  test("behavior: an entry waits in suspense, and surplus leaves the bankroll", async () => {
    const { chain } = house;
    await chain.enter(chain.players[1]!, 20n);
    await settle();
    expect(await house.suspense()).toBe(20n);
    await house.expectSoundBooks();
    await publish(1n);
    await chain.takeSurplus(7n);
    await house.catchUp();
    expect((await house.shards()).reduce((sum, shard) => sum + shard, 0n)).toBe(-7n);
    await house.expectSoundBooks();
    await house.expectSameAsFromScratch();
  });

  test("behavior: exits empty what the books owe, deposits after the cut included, and stop the house", async () => {
    const { chain } = house;
    const player = chain.players[0]!;
    await settle();
    const before = await house.cash(player);
    const tree = await publish(before);
    await chain.deposit(player, 33n);
    await settle();
    expect(await house.cash(player)).toBe(before + 33n);

    await chain.pass(SEVEN_DAYS);
    await chain.activateExit();
    await house.catchUp();
    const stopped = await house.rows("SELECT name FROM kill_switches WHERE tenant_id = $1 ORDER BY name");
    expect(stopped.map(({ name }) => name)).toEqual(["bets", "payouts", "withdrawals"]);
    await chain.exit(player, tree.leaves[0]!, proofOf(tree, 0));
    await chain.exitDeposits(player);
    await house.catchUp();
    // Out of custody at once; out of the player's account when it is final.
    expect(await house.suspense()).toBe(20n - before - 33n);
    const unsettled = () =>
      house.rows(
        `SELECT amount, account FROM suspense_items
         WHERE tenant_id = $1 AND reason = 'unsettled_exit' AND state = 'open' ORDER BY amount DESC`,
      );
    expect(await unsettled()).toEqual([
      { amount: "-33", account: player },
      { amount: `${-before}`, account: player },
    ]);
    await house.expectSoundBooks();
    await settle();
    expect(await house.cash(player)).toBe(0n);
    expect(await house.suspense()).toBe(20n);
    expect(await unsettled()).toEqual([]);
    await house.expectSoundBooks();
    await house.expectSameAsFromScratch();
  });
});
