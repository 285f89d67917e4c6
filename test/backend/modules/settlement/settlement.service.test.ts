import type { Hex } from "viem";
import { afterEach, describe, expect, test } from "vitest";
import { settleAll } from "#backend/modules/settlement/settlement.service.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import {
  CHAIN_ID,
  createWorld,
  FINALITY_DEPTH,
  PLAYER_QUANTA,
  type World,
  type WorldOptions,
} from "./world.ts";

const NATIVE = "0x0000000000000000000000000000000000000000";

let world: World;
const open = async (options?: WorldOptions) => {
  world = await createWorld(options);
  return world;
};
afterEach(() => world.close());

const finish = async () => {
  await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
  await world.index();
};

describe("settleAll", () => {
  test("default: withdrawals are gathered, signed, paid and followed to finality", async () => {
    const { request, round, createSettlement, paidQuanta } = await open();
    const wanted = [await request(5n), await request(70_000n), await request(1_234_567_890n)];
    const settlement = createSettlement();

    await world.carry(settlement);
    expect((await world.batches())[0]).toMatchObject({ status: "built", checkpoint_epoch: 1n });
    await round(settlement);
    await world.index();

    for (const { to, amount } of wanted) expect(await paidQuanta(to)).toBe(amount);
    expect(await world.statuses()).toEqual({ paid: 3 });
    expect((await world.batches())[0]).toMatchObject({ status: "executed", entry_count: 3, failure: null });

    await finish();
    await round(settlement);
    expect(await world.statuses()).toEqual({ settled: 3 });
    expect(await world.transactions()).toMatchObject([{ status: "final", nonce: 0n }]);
    expect(world.alerts).toEqual([]);
  });

  test("behavior: a recipient that refuses the coin is credited and holds up nobody", async () => {
    const { request, round, createSettlement, refuseCoins, paidQuanta } = await open();
    const refusing = await request(900n);
    await refuseCoins(refusing.to);
    const other = await request(100n);

    const settlement = createSettlement();
    await world.carry(settlement);
    await round(settlement);
    await world.index();

    expect(await world.statuses()).toEqual({ credited: 1, paid: 1 });
    expect(await paidQuanta(other.to)).toBe(100n);
    const creditOf = { address: world.vault, abi: vaultAbi, functionName: "creditOf" } as const;
    expect(await world.client.readContract({ ...creditOf, args: [refusing.to, NATIVE] })).toBe(900n);
  });

  test("behavior: what can never be paid goes back to the player, and others are paid", async () => {
    const { request, round, createSettlement, paidQuanta, balance } = await open({
      maxRecipientDayQuanta: 45_000_000_000n,
      maxBatchQuanta: 40_000_000_000n,
    });
    await request(60_000_000_000n); // above the vault's cap for a batch
    await request(46_000_000_000n); // above the signer's cap for a recipient
    await request(41_000_000_000n); // above the signer's cap for a batch
    await request(1n, world.vault); // the vault cannot pay itself
    const other = await request(77n);
    const settlement = createSettlement();

    await world.carry(settlement);
    await round(settlement);
    await world.index();
    await round(settlement);

    expect(await paidQuanta(other.to)).toBe(77n);
    expect(await world.statuses()).toEqual({ cancelled: 4, paid: 1 });
    expect(await balance("player_cash")).toBe(PLAYER_QUANTA - 77n);
    expect(await balance("withdrawal_pending")).toBe(0n);
    // One alert for each reason: beyond a cap, and an address that cannot be paid.
    expect(world.alerts.filter((kind) => kind === "payout_passed_over")).toHaveLength(2);
  });

  test("behavior: what can be paid tomorrow waits", async () => {
    const { request, round, createSettlement, balance } = await open({ maxRecipientDayQuanta: 100n });
    const to: Hex = `0x${"d1".repeat(20)}`;
    await request(60n, to);
    await request(60n, to);
    const settlement = createSettlement();
    await world.carry(settlement);
    await round(settlement);
    await world.index();
    await round(settlement);
    expect(await world.statuses()).toEqual({ requested: 1, paid: 1 });
    expect(await balance("player_cash")).toBe(PLAYER_QUANTA - 120n);
  });

  test("behavior: books that lost a signed batch pay nothing more until someone looks into it", async () => {
    const { request, round, createSettlement, paidQuanta, owner } = await open();
    await world.node.setAutomine(false);
    const first = await request(5n);
    const settlement = createSettlement({ settings: { deadlineSeconds: 3_600n } });
    await world.carry(settlement);
    await round(settlement);
    // What was signed is out there, and may be mined at any time.
    await world.forgetTransactions();

    // As after restoring a copy of the database from before the payout.
    await owner.query("UPDATE withdrawals SET status = 'requested', batch_id = NULL, position = NULL");
    await owner.query(
      "DELETE FROM chain_transaction_attempts USING chain_transactions AS tx WHERE tx.id = transaction_id AND batch_id IS NOT NULL",
    );
    await owner.query("DELETE FROM chain_transactions WHERE batch_id IS NOT NULL");
    await owner.query("DELETE FROM payout_batches");
    const later = createSettlement({ settings: { deadlineSeconds: 7_200n, maxPayoutsPerBatch: 1 } });
    await world.carry(later);
    await round(later);
    await request(7n);
    for (let i = 0; i < 3; i += 1) await round(later);
    await world.node.mine({ blocks: 1 });
    expect(await paidQuanta(first.to)).toBe(0n);
    expect(await world.statuses()).toEqual({ batched: 1, requested: 1 });
    expect(world.alerts).toContain("books_behind_signer");
  });

  test("behavior: the kill switch stops payouts, and deleting it resumes them", async () => {
    const { request, round, createSettlement, owner } = await open();
    await request(5n);
    const settlement = createSettlement();
    await owner.query("INSERT INTO kill_switches (tenant_id, name, reason) VALUES (1, 'payouts', 'test')");
    await round(settlement);
    expect(await world.statuses()).toEqual({ requested: 1 });
    expect(world.alerts).toEqual(["payouts_paused"]);

    await owner.query("DELETE FROM kill_switches");
    await world.carry(settlement);
    await round(settlement);
    await world.index();
    expect(await world.statuses()).toEqual({ paid: 1 });
  });

  test("behavior: while the guardian pauses the vault, a signed batch waits and is sent afterwards", async () => {
    const { request, round, createSettlement, client, wallet, vault, admin } = await open();
    await world.node.setAutomine(false);
    await request(5n);
    const settlement = createSettlement({ settings: { replaceAfterMs: 0 } });
    await world.carry(settlement);
    await round(settlement);
    await world.forgetTransactions();
    const write = async (functionName: "pausePayouts" | "unpausePayouts") => {
      const hash = await wallet.writeContract({
        address: vault,
        abi: vaultAbi,
        functionName,
        account: admin,
      });
      await world.node.mine({ blocks: 1 });
      expect((await client.getTransactionReceipt({ hash })).status).toBe("success");
    };
    await write("pausePayouts");
    await round(settlement); // the payout would revert: its nonce is filled with nothing
    await finish();
    await round(settlement);
    expect(await world.transactions()).toMatchObject([{ status: "cancelled" }]);
    expect(world.alerts).toContain("transaction_stuck");

    await write("unpausePayouts");
    const eager = createSettlement({ settings: { resubmitBackoffMs: 0 } });
    await round(eager);
    await world.node.mine({ blocks: 1 });
    await world.index();
    expect(await world.statuses()).toEqual({ paid: 1 });
  });

  test("behavior: once players are leaving for good nothing is batched any more", async () => {
    const { request, round, createSettlement, node, wallet, admin, vault, alerts } = await open();
    await node.increaseTime({ seconds: 8 * 86_400 });
    const activation = { address: vault, abi: vaultAbi, functionName: "activateExit" } as const;
    await wallet.writeContract({ ...activation, account: admin });
    await request(5n);
    await round(createSettlement());
    expect(await world.statuses()).toEqual({ requested: 1 });
    expect(alerts).toEqual(["payouts_paused"]);
  });

  test("behavior: two workers at once pay everything once", async () => {
    const { request, createSettlement, paidQuanta } = await open({ settings: { maxPayoutsPerBatch: 2 } });
    const wanted = [];
    for (let i = 1n; i <= 8n; i += 1n) wanted.push(await request(i));
    const workers = [createSettlement(), createSettlement(), createSettlement()];

    for (let i = 0; i < 12; i += 1) {
      const results = await Promise.all(workers.map((worker) => settleAll(worker, CHAIN_ID)));
      expect(results.flat()).toEqual([]);
      await world.node.mine({ blocks: 1 });
      await world.index();
    }

    for (const { to, amount } of wanted) expect(await paidQuanta(to)).toBe(amount);
    expect(await world.transactions()).toHaveLength(4);
  });
});
