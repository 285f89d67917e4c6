import type { Hex } from "viem";
import { afterEach, describe, expect, test } from "vitest";
import { settleAtOrder, VaultBusy } from "#backend/modules/settlement/settlement.service.ts";
import { withVaultLock } from "#backend/modules/settlement/vaultLock.store.ts";
import { watchFunds } from "#backend/modules/settlement/watchFunds.ts";
import { CHAIN_ID, createWorld, type World, type WorldOptions } from "./world.ts";

let world: World;
const open = async (options?: WorldOptions) => {
  world = await createWorld(options);
  return world;
};
afterEach(() => world.close());

describe("settleAtOrder", () => {
  test("default: a refused batch is not left to rest when somebody asks for it", async () => {
    const { request, createSettlement, owner, batches } = await open();
    await request(5n);
    const settlement = createSettlement();
    await world.carry(settlement);
    await owner.query("UPDATE payout_batches SET failure = 'SIGNER_STOPPED', updated_at = now()");
    await world.round(settlement);
    expect(await batches()).toMatchObject([{ status: "built", failure: "SIGNER_STOPPED" }]);

    const [batch] = await batches();
    await settleAtOrder(settlement, CHAIN_ID, { tenantId: 1, batchId: batch!.id as Hex });
    expect(await batches()).toMatchObject([{ status: "sent", failure: null }]);
  });

  test("behavior: a transaction that waits is replaced at once, and one that came to nothing is followed by another", async () => {
    const { request, createSettlement, batches, owner } = await open();
    await world.node.setAutomine(false);
    await request(5n);
    const settlement = createSettlement({ settings: { maxTransactionsPerBatch: 1 } });
    await world.carry(settlement);
    await world.round(settlement);
    const order = { tenantId: 1, batchId: (await batches())[0]!.id as Hex };
    await settleAtOrder(settlement, CHAIN_ID, order);
    const { rows } = await owner.query(
      "SELECT hash FROM chain_transaction_attempts JOIN chain_transactions ON id = transaction_id WHERE batch_id IS NOT NULL",
    );
    expect(rows).toHaveLength(2);

    await world.forgetTransactions();
    await owner.query("UPDATE chain_transactions SET status = 'cancelled' WHERE batch_id IS NOT NULL");
    await world.round(settlement);
    expect(world.alerts).toContain("batch_stuck");
    expect(await world.transactions()).toHaveLength(1);
    await settleAtOrder(settlement, CHAIN_ID, order);
    expect(await world.transactions()).toHaveLength(2);
  });

  test("behavior: other houses are left alone", async () => {
    const { request, createSettlement } = await open();
    await request(5n);
    await settleAtOrder(createSettlement(), CHAIN_ID, { tenantId: 2, batchId: null });
    expect(await world.statuses()).toEqual({ requested: 1 });
    await settleAtOrder(createSettlement(), CHAIN_ID, { tenantId: 1, batchId: null });
    expect(await world.statuses()).toEqual({ batched: 1 });
  });

  test("error: VaultBusy", async () => {
    const { createSettlement } = await open();
    const [busy, settlement] = [createSettlement(), createSettlement()];
    const order = { tenantId: 1, batchId: null };
    const hasRun = await withVaultLock(busy.pool, 1, () =>
      expect(settleAtOrder(settlement, CHAIN_ID, order)).rejects.toBeInstanceOf(VaultBusy),
    );
    expect(hasRun).toBe(true);
    await settleAtOrder(settlement, CHAIN_ID, order);
  });
});

describe("watchFunds", () => {
  test("default: what is left for payouts and for checkpoints", async () => {
    const { createSettlement, sender } = await open();
    const found = await watchFunds(createSettlement(), CHAIN_ID);
    expect(found).toMatchObject([{ pays: "batch" }, { pays: "checkpoint" }]);
    expect(found[0]!.account).toBe(sender.address.toLowerCase());
    expect(world.alerts).toEqual([]);
  });

  test("behavior: it tells before the money is gone", async () => {
    const { createSettlement, sender } = await open();
    await world.node.setBalance({ address: sender.address, value: 10n ** 16n });
    await watchFunds(createSettlement(), CHAIN_ID);
    expect(world.alerts).toEqual(["gas_money_low"]);
  });
});
