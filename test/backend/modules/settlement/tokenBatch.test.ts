import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { vaultAbi } from "#domain/abi/vault.ts";
import { deployToken, type TestToken } from "./testToken.ts";
import { createWorld, FINALITY_DEPTH, type World } from "./world.ts";

let token: TestToken;
let world: World;
beforeAll(async () => {
  token = await deployToken();
  world = await createWorld({ token });
});
afterAll(() => world.close());

describe("settleAll, in a token beside the coin", () => {
  test("default: each currency has its batch and its checkpoint, and a refused transfer is credited", async () => {
    const coins = await world.requestAll([{ amount: 5n }, { amount: 6n }]);
    const tokens = await world.requestAll([{ amount: 7n }, { amount: 8n }, { amount: 9n }], "USDT");
    const [refused, ...others] = tokens;
    await token.blacklist(refused!.to);
    const settlement = world.createSettlement();
    await world.carry(settlement);
    await world.round(settlement);
    await world.node.mine({ blocks: FINALITY_DEPTH + 1 });
    await world.index();

    for (const { to, amount } of coins) expect(await world.paidQuanta(to)).toBe(amount);
    for (const { to, amount } of others) expect(await token.quantaOf(to)).toBe(amount);
    const creditOf = { address: world.vault, abi: vaultAbi, functionName: "creditOf" } as const;
    const args = [refused!.to, token.address] as const;
    expect(await world.client.readContract({ ...creditOf, args })).toBe(7n);
    expect(await world.statuses()).toEqual({ settled: 4, credited: 1 });
    const batches = await world.batches();
    expect(batches.map(({ currency, entry_count }) => [currency, entry_count])).toEqual([
      ["BNB", 2],
      ["USDT", 3],
    ]);
    expect(world.alerts).toEqual([]);
  });

  test("behavior: a batch of tokens stays within what a transaction may use", async () => {
    await world.requestAll(
      Array.from({ length: 300 }, () => ({ amount: 1n })),
      "USDT",
    );
    const settlement = world.createSettlement();
    for (let rounds = 0; rounds < 20; rounds += 1) {
      await world.round(settlement);
      await world.node.mine({ blocks: 1 });
      await world.index();
    }
    const counts = (await world.batches()).slice(2).map(({ entry_count }) => Number(entry_count));
    expect(counts).toHaveLength(2);
    expect(counts[0]! + counts[1]!).toBe(300);
    expect(await world.statuses()).toEqual({ settled: 304, credited: 1 });
    expect(world.alerts).toEqual([]);
  });
});
