import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Hex } from "#domain/chain/hex.ts";
import { reconcile } from "#indexer/reconcile.ts";
import { DevHouse, FINALITY_DEPTH } from "./support/devHouse.ts";
import { booksFaults } from "./support/dump.ts";
import { planBatch } from "./support/house.ts";
import { hashOf } from "./support/simulatedChain.ts";

let house: DevHouse;
beforeAll(async () => {
  house = await DevHouse.open();
});
beforeEach(() => house.openTenant());
afterAll(() => house.close());

describe("payouts", () => {
  test("default: paid when seen, settled when final, from whatever the sender had recorded", async () => {
    const [player] = house.chain.players as [Hex];
    await house.chain.deposit(house.chain.bankroll, 50_000n);
    const batch = {
      id: hashOf(`paid ${house.count}`),
      withdrawals: [{ wallet: player, to: player, quanta: 1_234n }],
    };
    await planBatch(house.books, house.session.vault, batch, "signed");
    const txHash = await house.chain.execute(batch);
    await house.catchUp();
    expect(await house.rows("SELECT status, tx_hash FROM withdrawals WHERE tenant_id = $1")).toEqual([
      { status: "paid", tx_hash: txHash },
    ]);
    expect(await house.rows("SELECT status FROM payout_batches WHERE tenant_id = $1")).toEqual([
      { status: "executed" },
    ]);

    await house.chain.mine(FINALITY_DEPTH);
    await house.catchUp();
    const [withdrawal] = await house.rows("SELECT status, settled_at FROM withdrawals WHERE tenant_id = $1");
    expect(withdrawal).toMatchObject({ status: "settled", settled_at: expect.any(Date) });
    expect(await house.rows("SELECT status FROM payout_batches WHERE tenant_id = $1")).toEqual([
      { status: "final" },
    ]);
    await house.expectSoundBooks();
  });

  test("behavior: a reorg that drops a payout makes its batch wait again", async () => {
    const [player] = house.chain.players as [Hex];
    await house.chain.deposit(house.chain.bankroll, 50_000n);
    await house.chain.mine(FINALITY_DEPTH);
    const batch = {
      id: hashOf(`back ${house.count}`),
      withdrawals: [{ wallet: player, to: player, quanta: 55n }],
    };
    await planBatch(house.books, house.session.vault, batch);
    await house.chain.execute(batch);
    await house.catchUp();
    expect(await house.balance("withdrawal_pending", player)).toBe(0n);

    await house.chain.reorg(1);
    await house.chain.mine(1);
    await house.catchUp();
    expect(await house.balance("withdrawal_pending", player)).toBe(55n);
    expect(await house.rows("SELECT status, tx_hash FROM withdrawals WHERE tenant_id = $1")).toEqual([
      { status: "batched", tx_hash: null },
    ]);
    expect(await house.rows("SELECT status FROM payout_batches WHERE tenant_id = $1")).toEqual([
      { status: "sent" },
    ]);
    await house.expectSoundBooks();
  });

  test("behavior: a refused payment becomes a credit, which its owner claims", async () => {
    const [player, other] = house.chain.players as [Hex, Hex];
    await house.chain.deposit(house.chain.bankroll, 50_000n);
    const withdrawals = [
      { wallet: player, to: house.chain.refusing, quanta: 300n },
      { wallet: other, to: other, quanta: 200n },
      { wallet: other, to: house.chain.refusing, quanta: 100n },
    ];
    const batch = { id: hashOf(`refused ${house.count}`), withdrawals };
    await planBatch(house.books, house.session.vault, batch);
    await house.chain.execute(batch);
    await house.chain.mine(FINALITY_DEPTH);
    await house.catchUp();
    expect(await house.balance("payout_credit", player)).toBe(300n);
    expect(await house.balance("payout_credit", other)).toBe(100n);
    const statuses = await house.rows(
      "SELECT status FROM withdrawals WHERE tenant_id = $1 ORDER BY position",
    );
    expect(statuses.map(({ status }) => status)).toEqual(["credited", "settled", "credited"]);
    await house.expectSoundBooks();

    await house.chain.claim(house.chain.refusing, other);
    await house.catchUp();
    expect(await house.balance("payout_credit", player)).toBe(0n);
    expect(await house.balance("payout_credit", other)).toBe(0n);
    await house.expectSoundBooks();
  });

  test("behavior: a batch unknown to the database leaves through suspense and is told", async () => {
    const [player] = house.chain.players as [Hex];
    await house.chain.deposit(house.chain.bankroll, 50_000n);
    await house.catchUp();
    const before = await house.suspense();
    const id = hashOf(`unknown ${house.count}`);
    await house.chain.execute({ id, withdrawals: [{ wallet: player, to: player, quanta: 77n }] });
    await house.catchUp();
    expect(await house.suspense()).toBe(before - 77n);
    const [checked] = await reconcile(house.session);
    expect(checked?.varianceMinor).toBe(0n);
    expect(checked?.hasStoppedPayouts).toBe(true);
    expect(checked?.findings.map(({ detail }) => detail)).toContainEqual(expect.stringContaining(id));
    expect(await booksFaults(house.books, house.session.vault.tenantId)).toEqual([]);
  });

  test("behavior: another batch under a known id is told and stops payouts, and its withdrawals wait", async () => {
    const [player, other] = house.chain.players as [Hex, Hex];
    await house.chain.deposit(house.chain.bankroll, 50_000n);
    await house.catchUp();
    const id = hashOf(`differs ${house.count}`);
    const paid = { wallet: player, to: player, quanta: 30n };
    const withdrawals = [paid, { wallet: other, to: other, quanta: 40n }];
    await planBatch(house.books, house.session.vault, { id, withdrawals });
    await house.chain.execute({ id, withdrawals: [paid, { wallet: player, to: player, quanta: 40n }] });
    await house.chain.mine(FINALITY_DEPTH);
    await house.catchUp();
    const [checked] = await reconcile(house.session);
    expect(checked?.varianceMinor).toBe(0n);
    expect(checked?.hasStoppedPayouts).toBe(true);
    expect(checked?.findings.map(({ detail }) => detail)).toContainEqual(expect.stringContaining(id));
    const statuses = await house.rows(
      "SELECT status FROM withdrawals WHERE tenant_id = $1 ORDER BY position",
    );
    expect(statuses.map(({ status }) => status)).toEqual(["settled", "batched"]);
    expect(await house.balance("withdrawal_pending", other)).toBe(40n);
    expect(await booksFaults(house.books, house.session.vault.tenantId)).toEqual([]);
  });
});
