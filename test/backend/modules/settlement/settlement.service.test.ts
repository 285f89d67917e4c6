import type { Hex } from "viem";
import { parseTransaction } from "viem";
import { afterEach, describe, expect, test } from "vitest";
import { settleAll } from "#backend/modules/settlement/settlement.service.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { CHAIN_ID, createWorld, FINALITY_DEPTH, type World, type WorldOptions } from "./world.ts";

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

    await round(createSettlement());
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

    await round(settlement);
    await world.index();
    await round(settlement);

    expect(await paidQuanta(other.to)).toBe(77n);
    expect(await world.statuses()).toEqual({ cancelled: 4, paid: 1 });
    expect(await balance("player_cash")).toBe(147_000_000_001n);
    expect(await balance("withdrawal_pending")).toBe(77n);
    expect(world.alerts.filter((kind) => kind === "payout_passed_over")).toHaveLength(4);
  });

  test("behavior: what can be paid tomorrow waits", async () => {
    const { request, round, createSettlement, balance } = await open({ maxRecipientDayQuanta: 100n });
    const to: Hex = `0x${"d1".repeat(20)}`;
    await request(60n, to);
    await request(60n, to);
    const settlement = createSettlement();
    await round(settlement);
    await world.index();
    await round(settlement);
    expect(await world.statuses()).toEqual({ requested: 1, paid: 1 });
    expect(await balance("player_cash")).toBe(0n);
  });

  test("behavior: books that lost a signed batch pay nothing more until someone looks into it", async () => {
    const { request, round, createSettlement, paidQuanta, owner } = await open();
    const first = await request(5n);
    const settlement = createSettlement({ settings: { deadlineSeconds: 3_600n } });
    await round(settlement);
    expect(await paidQuanta(first.to)).toBe(5n);

    // As after restoring a copy of the database from before the payout.
    await owner.query("UPDATE withdrawals SET status = 'requested', batch_id = NULL, position = NULL");
    await owner.query("DELETE FROM chain_transaction_attempts");
    await owner.query("DELETE FROM chain_transactions");
    await owner.query("DELETE FROM payout_batches");
    const later = createSettlement({ settings: { deadlineSeconds: 7_200n, maxPayoutsPerBatch: 1 } });
    await request(7n);
    for (let i = 0; i < 3; i += 1) await round(later);
    expect(await paidQuanta(first.to)).toBe(5n);
    expect(await world.statuses()).toEqual({ batched: 1, requested: 1 });
    expect(world.alerts).toContain("books_behind_signer");
  });

  test("behavior: many withdrawals that cannot be paid do not hide the one that can", async () => {
    const { request, round, createSettlement, paidQuanta } = await open({
      settings: { maxPayoutsPerBatch: 4 },
    });
    await world.node.setBalance({ address: world.vault, value: 10n ** 19n });
    for (let i = 0; i < 11; i += 1) await request(45_000_000_000n); // more than the vault holds
    const { to } = await request(77n);
    await round(createSettlement());
    await expect.poll(() => paidQuanta(to)).toBe(77n);
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
    await round(settlement);
    await world.index();
    expect(await world.statuses()).toEqual({ paid: 1 });
  });

  test("behavior: while the guardian pauses the vault, a signed batch waits and is sent afterwards", async () => {
    const { request, round, createSettlement, client, wallet, vault, admin } = await open();
    await world.node.setAutomine(false);
    await request(5n);
    const settlement = createSettlement({ settings: { replaceAfterMs: 0 } });
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
    await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
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

  test("behavior: two workers at once pay everything once", async () => {
    const { request, createSettlement, paidQuanta } = await open({ settings: { maxPayoutsPerBatch: 2 } });
    const wanted = [];
    for (let i = 1n; i <= 8n; i += 1n) wanted.push(await request(i));
    const workers = [createSettlement(), createSettlement(), createSettlement()];

    for (let i = 0; i < 6; i += 1) {
      const results = await Promise.all(workers.map((worker) => settleAll(worker, CHAIN_ID)));
      expect(results.flat()).toEqual([]);
      await world.index();
    }

    for (const { to, amount } of wanted) expect(await paidQuanta(to)).toBe(amount);
    expect(await world.transactions()).toHaveLength(4);
  });

  test("behavior: a transaction that waits is replaced at +12.5 % and all its hashes are kept", async () => {
    const { request, round, createSettlement, owner } = await open();
    await world.node.setAutomine(false);
    await request(5n);
    const settlement = createSettlement({ settings: { replaceAfterMs: 0 } });
    await round(settlement);
    await round(settlement);

    const { rows } = await owner.query<{ raw: Hex }>(
      "SELECT raw FROM chain_transaction_attempts ORDER BY created_at, max_fee_per_gas",
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
    await round(settlement);
    await world.forgetTransactions();
    await round(settlement);
    await world.node.mine({ blocks: 1 });
    expect(await paidQuanta(to)).toBe(5n);
    expect(await world.transactions()).toHaveLength(1);
  });

  test("behavior: a reorganisation that drops the payout is noticed and the same bytes are sent again", async () => {
    const { request, round, createSettlement, paidQuanta } = await open();
    const snapshot = await world.node.snapshot();
    const { to } = await request(5n);
    const settlement = createSettlement();
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

  test("behavior: a nonce used elsewhere is given up once that is final, and the batch gets another", async () => {
    const { request, round, createSettlement, wallet, sender, paidQuanta } = await open();
    await world.node.setAutomine(false);
    const { to } = await request(5n);
    const settlement = createSettlement({ settings: { resubmitBackoffMs: 0 } });
    await round(settlement);
    await world.forgetTransactions();
    const gasPrice = 100_000_000_000n;
    await wallet.sendTransaction({ account: sender, to: sender.address, nonce: 0, gas: 21_000n, gasPrice });
    await world.node.mine({ blocks: 1 });
    await round(settlement);
    expect(await world.transactions()).toMatchObject([{ status: "pending" }]);

    await world.node.mine({ blocks: FINALITY_DEPTH });
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
    await round(settlement);
    await world.forgetTransactions();
    await world.node.increaseTime({ seconds: 4_000 });
    await world.node.mine({ blocks: 1 });
    await round(settlement);
    expect(await world.statuses()).toEqual({ batched: 1 }); // passed, but not for good yet

    await world.forgetTransactions();
    await world.node.mine({ blocks: FINALITY_DEPTH });
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
    const settlement = createSettlement({ settings: { resubmitBackoffMs: 0, replaceAfterMs: 0 } });
    await round(settlement);
    await world.forgetTransactions();
    const signer = await client.readContract({ address: vault, abi: vaultAbi, functionName: "signer" });
    const rotate = { address: vault, abi: vaultAbi, functionName: "rotateSigner", args: [signer] } as const;
    await wallet.writeContract({ ...rotate, account: admin });
    await world.node.mine({ blocks: 1 });
    for (let i = 0; i < 8 && (await paidQuanta(to)) === 0n; i += 1) {
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
