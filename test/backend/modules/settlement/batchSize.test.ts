import type { Hex } from "viem";
import { afterEach, describe, expect, test } from "vitest";
import { vaultAbi } from "#domain/abi/vault.ts";
import { paymentGas } from "#domain/settlement/batchGas.ts";
import { createWorld, type World, type WorldOptions } from "./world.ts";

const NATIVE = "0x0000000000000000000000000000000000000000";

let world: World;
const open = async (options?: WorldOptions) => {
  world = await createWorld(options);
  return world;
};
afterEach(() => world.close());

describe("how much one batch pays", () => {
  test("behavior: many withdrawals that cannot be paid now do not hide the one that can", async () => {
    const { requestAll, request, round, createSettlement, paidQuanta } = await open({
      maxRecipientDayQuanta: 100n,
    });
    const busy: Hex = `0x${"d2".repeat(20)}`;
    await requestAll(Array.from({ length: 320 }, () => ({ amount: 99n, to: busy })));
    const { to } = await request(77n);
    const settlement = createSettlement();
    await world.carry(settlement);
    await round(settlement);
    expect(await paidQuanta(to)).toBe(77n);
    expect(await paidQuanta(busy)).toBe(99n);
  });

  test("behavior: a batch grows to what the vault takes while its gas allows it, and stays below otherwise", async () => {
    const { requestAll, round, createSettlement, node, batches } = await open();
    const ordinary = await requestAll(Array.from({ length: 500 }, (_, n) => ({ amount: BigInt(n + 1) })));
    await Promise.all(ordinary.map(({ to }) => node.setBalance({ address: to, value: 1n })));
    const strangers = await requestAll(Array.from({ length: 500 }, () => ({ amount: 3n })));
    const settlement = createSettlement();
    await round(settlement);
    await round(settlement);
    // An account that exists costs a third of one that does not.
    const counts = (await batches()).map(({ entry_count }) => Number(entry_count));
    expect(counts[0]).toBe(500);
    expect(counts[1]).toBeGreaterThan(400);
    expect(counts[1]).toBeLessThan(500);

    await world.settleUntil(settlement, strangers.length + ordinary.length);
    for (const { to, amount } of strangers) expect(await world.paidQuanta(to)).toBe(amount);
    expect(world.alerts).not.toContain("gas_above_cap");
  });

  test("behavior: of 500 recipients, 50 that refuse and 50 that burn their gas are credited, nobody else", async () => {
    const { requestAll, createSettlement, node, client, vault } = await open();
    const wanted = await requestAll(Array.from({ length: 500 }, (_, n) => ({ amount: BigInt(n + 1) })));
    for (const [n, { to }] of wanted.entries()) {
      if (n % 10 === 3) await world.refuseCoins(to);
      else if (n % 10 === 7) await world.burnGas(to);
      else await node.setBalance({ address: to, value: 10n ** 9n });
    }
    await world.settleUntil(createSettlement(), 500);

    const [batch, ...others] = await world.batches();
    expect(others).toEqual([]);
    const { gasUsed } = await client.getTransactionReceipt({ hash: batch!.tx_hash as Hex });
    const bound = 400n * paymentGas(NATIVE, "account") + 100n * paymentGas(NATIVE, "code");
    expect(gasUsed).toBeLessThan(bound);
    expect(gasUsed).toBeGreaterThan(bound / 2n);
    expect(await world.statuses()).toEqual({ credited: 100, settled: 400 });
    const creditOf = { address: vault, abi: vaultAbi, functionName: "creditOf" } as const;
    for (const [n, { to, amount }] of wanted.entries()) {
      const isHostile = n % 10 === 3 || n % 10 === 7;
      expect(await world.paidQuanta(to)).toBe(isHostile ? 0n : amount + 1n);
      const credit = await client.readContract({ ...creditOf, args: [to, NATIVE] });
      expect(credit).toBe(isHostile ? amount : 0n);
    }
  });
});
