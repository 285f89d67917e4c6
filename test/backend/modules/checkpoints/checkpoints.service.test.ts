import { decodeFunctionData, type Hex, parseTransaction } from "viem";
import { afterEach, describe, expect, test } from "vitest";
import {
  findPublishedTree,
  publishDueCheckpoints,
} from "#backend/modules/checkpoints/checkpoints.service.ts";
import type { SettledVault } from "#backend/modules/settlement/settlement.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { operator, player } from "#test/backend/modules/settlement/deployedHouse.ts";
import { Died, mortal } from "#test/backend/modules/settlement/mortal.ts";
import {
  CHAIN_ID,
  createWorld,
  FINALITY_DEPTH,
  PLAYER_QUANTA,
  type World,
} from "#test/backend/modules/settlement/world.ts";

const wallet = player.address.toLowerCase();
const MAX_EFFECTS = 200;

let world: World;
let vault: SettledVault;
afterEach(() => world.close());

async function open(): Promise<World> {
  world = await createWorld();
  vault = { id: 1, tenantId: 1, chainId: CHAIN_ID, address: world.vault, isCurrent: true };
  return world;
}

const checkpoints = async () =>
  (await world.owner.query("SELECT * FROM checkpoints ORDER BY epoch")).rows as Record<string, unknown>[];
const onChain = async () => {
  const args = [NATIVE_TOKEN] as const;
  const call = { address: world.vault, abi: vaultAbi, functionName: "checkpointOf", args } as const;
  const [epoch, , root, total, entered, executed] = await world.client.readContract(call);
  return { epoch, root, total, entered, executed };
};
const finish = async () => {
  await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
  await world.index();
};
const anHourLater = () =>
  world.owner.query("UPDATE checkpoints SET created_at = created_at - interval '1 hour'");

/** Every root that was ever signed for, by epoch. */
async function sentRoots(): Promise<Map<bigint, Set<string>>> {
  const { rows } = await world.owner.query<{ raw: Hex }>(
    `SELECT raw FROM chain_transaction_attempts AS attempt JOIN chain_transactions AS tx ON tx.id = transaction_id
     WHERE checkpoint_id IS NOT NULL`,
  );
  const roots = new Map<bigint, Set<string>>();
  for (const { raw } of rows) {
    const { data, to } = parseTransaction(raw);
    if (data === undefined || to?.toLowerCase() !== world.vault) continue;
    const { args } = decodeFunctionData({ abi: vaultAbi, data });
    const [, epoch, root] = args as unknown as [Hex, bigint, Hex];
    roots.set(epoch, (roots.get(epoch) ?? new Set()).add(root));
  }
  return roots;
}

describe("publishDueCheckpoints", () => {
  test("default: what is owed is published at once, and is final with its block", async () => {
    const { createSettlement, index } = await open();
    const settlement = createSettlement();
    await publishDueCheckpoints(settlement, vault);
    expect(await checkpoints()).toMatchObject([{ epoch: 1n, status: "built", total: PLAYER_QUANTA }]);
    await index();
    const [row] = await checkpoints();
    expect(row).toMatchObject({ epoch: 1n, status: "published", entered: PLAYER_QUANTA, executed: 0n });
    const { root, total, entered, executed } = await onChain();
    expect(row).toMatchObject({ root, total, entered, executed });

    const published = await findPublishedTree(settlement.pool, vault, "BNB");
    expect(published?.tree.leaves).toEqual([
      { account: wallet, quanta: PLAYER_QUANTA, batchId: FREE_BALANCE },
    ]);
    await finish();
    expect((await checkpoints())[0]).toMatchObject({ status: "final" });
    expect(world.alerts).toEqual([]);
  });

  test("behavior: the next one comes after an hour, or when a batch needs it", async () => {
    const { createSettlement, round, request, index } = await open();
    const settlement = createSettlement();
    await round(settlement);
    await index();
    await round(settlement);
    expect(await checkpoints()).toHaveLength(1);
    await anHourLater();
    await round(settlement);
    await index();
    expect(await checkpoints()).toHaveLength(2);

    const { to, amount } = await request(1_234n);
    await round(settlement);
    await index();
    const tree = (await findPublishedTree(settlement.pool, vault, "BNB"))!;
    expect((await world.batches())[0]).toMatchObject({ checkpoint_epoch: 3n, status: "built" });
    const batchId = (await world.batches())[0]!.id;
    expect(tree.tree.leaves).toContainEqual({ account: to, quanta: amount, batchId });
    expect(tree.tree.total).toBe(PLAYER_QUANTA);
  });

  test("behavior: the cut is the last final block: later money is the vault's to remember", async () => {
    const { createSettlement, round, index, client } = await open();
    const value = 5n * 10n ** 9n;
    const deposit = { address: world.vault, abi: vaultAbi, functionName: "deposit", value } as const;
    await world.wallet.writeContract({ ...deposit, account: player });
    await index();
    await round(createSettlement());
    expect(await onChain()).toMatchObject({ total: PLAYER_QUANTA, entered: PLAYER_QUANTA });
    const uncovered = await client.readContract({
      ...{ address: world.vault, abi: vaultAbi, functionName: "uncoveredDepositsOf" },
      args: [player.address, NATIVE_TOKEN],
    });
    expect(uncovered).toBe(5n);
    await finish();
    await anHourLater();
    await round(createSettlement());
    expect(await onChain()).toMatchObject({ total: PLAYER_QUANTA + 5n, entered: PLAYER_QUANTA + 5n });
  });

  test("behavior: executed batches move from the tree to the line when they are final", async () => {
    const { createSettlement, round, request, index, carry } = await open();
    const settlement = createSettlement();
    await request(1_000n);
    await carry(settlement);
    await round(settlement);
    await index();
    await anHourLater();
    await round(settlement);
    await index();
    expect(await onChain()).toMatchObject({ total: PLAYER_QUANTA, executed: 0n });
    await finish();
    await anHourLater();
    await round(settlement);
    await index();
    expect(await onChain()).toMatchObject({ total: PLAYER_QUANTA - 1_000n, executed: 1_000n });
    expect(world.alerts).toEqual([]);
  });

  test("behavior: a reorganisation takes a publication back, and the same bytes publish it again", async () => {
    const { createSettlement, round, index, rpc, node } = await open();
    const settlement = createSettlement();
    await round(settlement);
    await index();
    await round(settlement);
    const [before] = await checkpoints();
    await rpc("anvil_reorg", [1, []]);
    await node.mine({ blocks: 1 });
    await index();
    expect((await checkpoints())[0]).toMatchObject({ status: "built", tx_hash: null, root: before!.root });
    await round(settlement);
    await round(settlement);
    await node.mine({ blocks: 1 });
    await index();
    expect((await checkpoints())[0]).toMatchObject({ status: "published", root: before!.root });
    expect((await sentRoots()).get(1n)?.size).toBe(1);
    expect(world.alerts).toContain("transaction_dropped");
  });

  test("error: an insolvent vault refuses; that is raised, and nothing is signed", async () => {
    const { createSettlement, round, node, transactions, index } = await open();
    const settlement = createSettlement();
    const balance = await world.client.getBalance({ address: world.vault });
    await node.setBalance({ address: world.vault, value: balance - 10n ** 9n });
    await round(settlement);
    await round(settlement);
    expect(world.alerts).toEqual(["checkpoint_refused", "checkpoint_refused"]);
    expect(await transactions()).toEqual([]);
    expect(await sentRoots()).toEqual(new Map());

    // What was built is replaced while nobody can have published it, under the same epoch.
    const [refused] = await checkpoints();
    const deposit = { address: world.vault, abi: vaultAbi, functionName: "deposit" } as const;
    await world.wallet.writeContract({ ...deposit, value: 7n * 10n ** 9n, account: player });
    await finish();
    await node.setBalance({ address: world.vault, value: balance + 7n * 10n ** 9n });
    await world.owner.query("UPDATE checkpoints SET created_at = created_at - interval '1 minute'");
    await round(settlement);
    await index();
    const [published] = await checkpoints();
    expect(published).toMatchObject({
      id: refused!.id,
      epoch: 1n,
      status: "published",
      total: PLAYER_QUANTA + 7n,
    });
    expect(published!.root).not.toBe(refused!.root);
  });

  test("behavior: a checkpoint whose nonce went elsewhere is built anew, once that is final", async () => {
    const { createSettlement, round, node, index, forgetTransactions, wallet: keys } = await open();
    const settlement = createSettlement();
    await node.setAutomine(false);
    await round(settlement);
    const first = [...((await sentRoots()).get(1n) ?? [])];
    await forgetTransactions();
    await keys.sendTransaction({ account: operator, to: operator.address, value: 1n });
    await node.mine({ blocks: 1 });
    await world.owner.query("UPDATE checkpoints SET created_at = created_at - interval '1 minute'");
    await round(settlement);
    expect((await sentRoots()).get(1n)).toEqual(new Set(first));

    await finish();
    await round(settlement);
    await node.mine({ blocks: 1 });
    await index();
    expect(await checkpoints()).toMatchObject([{ epoch: 1n, status: "published" }]);
    expect(world.alerts).toContain("nonce_taken");
  });

  test("behavior: an epoch that somebody else published is taken as the chain has it, and the next is ours", async () => {
    const { createSettlement, round, index, wallet: keys } = await open();
    const root = `0x${"77".repeat(32)}` as const;
    const args = [NATIVE_TOKEN, 1n, root, 1n, PLAYER_QUANTA, 0n] as const;
    const call = { address: world.vault, abi: vaultAbi, functionName: "publishCheckpoint", args } as const;
    await keys.writeContract({ ...call, account: operator });
    const settlement = createSettlement();
    await round(settlement);
    expect(await checkpoints()).toEqual([]);
    await index();
    expect(await checkpoints()).toMatchObject([{ epoch: 1n, root, leaves: null, status: "published" }]);
    expect(await findPublishedTree(settlement.pool, vault, "BNB")).toBeNull();
    await anHourLater();
    await round(settlement);
    await index();
    expect(await onChain()).toMatchObject({ epoch: 2n, total: PLAYER_QUANTA, entered: PLAYER_QUANTA });
  });

  test("behavior: once the exit is open the house stands still, and batches keep what is theirs", async () => {
    const { createSettlement, round, index, node, request, wallet: keys } = await open();
    const settlement = createSettlement();
    await request(1_000n);
    await round(settlement);
    await index();
    await node.increaseTime({ seconds: 8 * 86_400 });
    await node.mine({ blocks: 1 });
    const activate = { address: world.vault, abi: vaultAbi, functionName: "activateExit" } as const;
    await keys.writeContract({ ...activate, account: player });
    await anHourLater();
    await publishDueCheckpoints(settlement, vault);
    expect(await checkpoints()).toHaveLength(1);
    await finish();
    const { rows } = await world.owner.query("SELECT name FROM kill_switches ORDER BY name");
    expect(rows.map(({ name }) => name)).toEqual(["bets", "payouts", "withdrawals"]);
    // The batch's deadline has passed; what it owes is paid by the exit, not by another batch.
    await round(settlement);
    expect(await world.batches()).toMatchObject([{ status: "built" }]);
    expect(await world.statuses()).toEqual({ batched: 1 });
  });

  test("behavior: several workers at once send one transaction", async () => {
    const { createSettlement, index } = await open();
    const workers = [createSettlement(), createSettlement(), createSettlement()];
    await Promise.all(workers.map((settlement) => publishDueCheckpoints(settlement, vault)));
    await index();
    const { rows } = await world.owner.query("SELECT FROM chain_transactions");
    expect(rows).toHaveLength(1);
    expect(await checkpoints()).toMatchObject([{ epoch: 1n, status: "published" }]);
  });

  test("property: killed after any outside effect, it signs for one root per epoch and publishes each", async () => {
    const { createSettlement, index, node } = await open();
    const healthy = createSettlement();
    let deaths = 0;
    for (let lastEffect = 1; lastEffect < MAX_EFFECTS; lastEffect += 1) {
      const dying = createSettlement();
      const life = mortal(dying, lastEffect);
      await publishDueCheckpoints(life.settlement, vault).catch((error: unknown) =>
        expect(error).toBeInstanceOf(Died),
      );
      await dying.pool.end();
      // What the dead one left behind is carried on by whoever comes next.
      await world.round(healthy);
      await node.mine({ blocks: 1 });
      await index();
      await world.round(healthy);
      await node.mine({ blocks: FINALITY_DEPTH + 1 });
      await index();
      expect((await checkpoints()).at(-1), `killed after effect ${lastEffect}`).toMatchObject({
        epoch: BigInt(lastEffect),
        status: "final",
      });
      await anHourLater();
      if (!life.isDead()) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(20);
    const roots = await sentRoots();
    expect([...roots.values()].every((each) => each.size === 1)).toBe(true);
    expect(roots.size).toBe(deaths + 1);
  });
});
