import type { Hex } from "viem";
import { parseTransaction } from "viem";
import { afterEach, describe, expect, test } from "vitest";
import { vaultAbi } from "#domain/abi/vault.ts";
import { operator } from "./deployedHouse.ts";
import { createWorld, FINALITY_DEPTH, type World, type WorldOptions } from "./world.ts";

let world: World;
const open = async (options?: WorldOptions) => {
  world = await createWorld(options);
  return world;
};
afterEach(() => world.close());

describe("what becomes of transactions", () => {
  test("behavior: a transaction that waits is replaced at +12.5 % and all its hashes are kept", async () => {
    const { request, round, createSettlement, owner } = await open();
    await world.node.setAutomine(false);
    await request(5n);
    await world.carry(createSettlement());
    const settlement = createSettlement({ settings: { replaceAfterMs: 0 } });
    await round(settlement);
    await round(settlement);

    const { rows } = await owner.query<{ raw: Hex }>(
      `SELECT raw FROM chain_transaction_attempts AS attempt
       JOIN chain_transactions AS tx ON tx.id = transaction_id AND batch_id IS NOT NULL
       ORDER BY attempt.created_at, max_fee_per_gas`,
    );
    const [first, second] = rows.map(({ raw }) => parseTransaction(raw as `0x02${string}`));
    expect(second!.nonce).toBe(first!.nonce);
    expect(second!.data).toBe(first!.data);
    expect(second!.maxFeePerGas! * 8n).toBeGreaterThanOrEqual(first!.maxFeePerGas! * 9n);
    expect(second!.maxPriorityFeePerGas! * 8n).toBeGreaterThanOrEqual(first!.maxPriorityFeePerGas! * 9n);

    await world.node.mine({ blocks: 1 });
    await world.index();
    await round(settlement);
    expect(await world.statuses()).toEqual({ paid: 1 });
    expect(await world.transactions()).toMatchObject([{ status: "mined" }]);
  });

  test("behavior: bytes that the network forgot are sent again", async () => {
    const { request, round, createSettlement, paidQuanta } = await open();
    await world.node.setAutomine(false);
    const { to } = await request(5n);
    const settlement = createSettlement();
    await world.carry(settlement);
    await round(settlement);
    await world.forgetTransactions();
    await round(settlement);
    await world.node.mine({ blocks: 1 });
    expect(await paidQuanta(to)).toBe(5n);
    expect(await world.transactions()).toHaveLength(1);
  });

  test("behavior: a reorganisation that drops the payout is noticed and the same bytes are sent again", async () => {
    const { request, round, createSettlement, paidQuanta } = await open();
    const { to } = await request(5n);
    const settlement = createSettlement();
    await world.carry(settlement);
    const snapshot = await world.node.snapshot();
    await round(settlement);
    await world.index();
    await round(settlement);
    expect(await world.transactions()).toMatchObject([{ status: "mined" }]);

    await world.node.revert({ id: snapshot });
    await world.node.mine({ blocks: 1 });
    await world.index();
    expect(await paidQuanta(to)).toBe(0n);
    await round(settlement);
    await world.index();
    expect(await paidQuanta(to)).toBe(5n);
    expect(world.alerts).toContain("transaction_dropped");
    expect(await world.transactions()).toHaveLength(1);
  });

  test("behavior: two checkpoints that a reorganisation drops for good are published anew, in their order", async () => {
    const { request, createSettlement, node, rpc, index, wallet } = await open();
    await node.setAutomine(false);
    const settlement = createSettlement({ settings: { resubmitBackoffMs: 0 } });
    for (const amount of [5n, 6n]) {
      await request(amount);
      await world.round(settlement);
      await node.mine({ blocks: 1 });
      await index();
    }
    const published = "SELECT epoch FROM checkpoints WHERE status = 'published' ORDER BY epoch";
    expect((await world.owner.query(published)).rows).toEqual([{ epoch: 1n }, { epoch: 2n }]);

    await rpc("anvil_reorg", [FINALITY_DEPTH, []]);
    await world.forgetTransactions();
    const gasPrice = 100_000_000_000n;
    for (const nonce of [0, 1]) {
      await wallet.sendTransaction({
        account: operator,
        to: operator.address,
        nonce,
        gas: 21_000n,
        gasPrice,
      });
    }
    await node.mine({ blocks: 1 });
    await world.settleUntil(settlement, 2);
    expect(world.alerts).toContain("nonce_taken");
  });

  test("behavior: a nonce used elsewhere is given up once that is final, and the batch gets another", async () => {
    const { request, round, createSettlement, wallet, sender, paidQuanta } = await open();
    await world.node.setAutomine(false);
    const { to } = await request(5n);
    const settlement = createSettlement({ settings: { resubmitBackoffMs: 0 } });
    await world.carry(settlement);
    await round(settlement);
    await world.forgetTransactions();
    const gasPrice = 100_000_000_000n;
    await wallet.sendTransaction({ account: sender, to: sender.address, nonce: 0, gas: 21_000n, gasPrice });
    await world.node.mine({ blocks: 1 });
    await round(settlement);
    expect(await world.transactions()).toMatchObject([{ status: "pending" }]);

    // However deep it is: the indexer says what is final.
    await world.node.mine({ blocks: FINALITY_DEPTH });
    await round(settlement);
    expect(await world.transactions()).toMatchObject([{ status: "pending" }]);
    await world.index();
    await round(settlement);
    await world.node.mine({ blocks: 1 });
    expect(await paidQuanta(to)).toBe(5n);
    expect(await world.transactions()).toMatchObject([
      { status: "cancelled", nonce: 0n },
      { status: "pending", nonce: 1n },
    ]);
    expect(world.alerts).toContain("nonce_taken");
  });

  test("behavior: a batch whose deadline passed for good is dissolved and its money batched anew", async () => {
    const { request, round, createSettlement, paidQuanta } = await open({
      settings: { deadlineSeconds: 3_600n },
    });
    await world.node.setAutomine(false);
    const { to } = await request(5n);
    const settlement = createSettlement({ settings: { resubmitBackoffMs: 0 } });
    await world.carry(settlement);
    await round(settlement);
    await world.forgetTransactions();
    await world.node.increaseTime({ seconds: 4_000 });
    await world.node.mine({ blocks: 1 });
    await round(settlement);
    expect(await world.statuses()).toEqual({ batched: 1 }); // passed, but not for good yet

    await world.forgetTransactions();
    await world.node.mine({ blocks: FINALITY_DEPTH });
    await world.index();
    await world.carry(settlement);
    await round(settlement);
    expect((await world.batches()).map(({ status }) => status)).toEqual(["expired", "sent"]);
    await world.node.mine({ blocks: 1 });
    await world.index();
    expect(await paidQuanta(to)).toBe(5n);
    expect(await world.statuses()).toEqual({ paid: 1 });
  });

  test("behavior: rotating the signer dissolves what the old signature was for", async () => {
    const { request, round, createSettlement, wallet, client, vault, admin, paidQuanta } = await open();
    await world.node.setAutomine(false);
    const { to } = await request(5n);
    await world.carry(createSettlement());
    const settlement = createSettlement({ settings: { resubmitBackoffMs: 0, replaceAfterMs: 0 } });
    await round(settlement);
    await world.forgetTransactions();
    const signer = await client.readContract({ address: vault, abi: vaultAbi, functionName: "signer" });
    const rotate = { address: vault, abi: vaultAbi, functionName: "rotateSigner", args: [signer] } as const;
    await wallet.writeContract({ ...rotate, account: admin });
    await world.node.mine({ blocks: 1 });
    for (let i = 0; i < 16 && (await paidQuanta(to)) === 0n; i += 1) {
      await round(settlement);
      await world.node.mine({ blocks: 1 });
      await world.index();
    }
    expect(await paidQuanta(to)).toBe(5n);
    expect((await world.batches()).map(({ status }) => status)).toEqual(["expired", "executed"]);
  });

  test("behavior: a sender without gas money raises an alert and spends no nonce", async () => {
    const { request, round, createSettlement, sender } = await open();
    await request(5n);
    await world.carry(createSettlement());
    await world.node.setBalance({ address: sender.address, value: 1n });
    await round(createSettlement());
    expect(world.alerts).toEqual(["sender_underfunded"]);
    expect(await world.transactions()).toEqual([]);
    await world.node.setBalance({ address: sender.address, value: 10n ** 18n });
    await round(createSettlement());
    await world.index();
    expect(await world.statuses()).toEqual({ paid: 1 });
  });
});
