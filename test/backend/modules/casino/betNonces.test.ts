import { afterAll, beforeAll, expect, test } from "vitest";
import { diceBet, openTestHouse, type TestHouse } from "./testHouse.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.stop());

test("error: SeedExhausted after the last nonce that the books can hold, and new seeds go on", async () => {
  const userId = await house.addPlayer({ balanceMinor: 100_000_000n });
  const toLast = "UPDATE seeds SET nonce = 2147483646 WHERE user_id = $1 AND status = 'active'";
  await house.owner.query(toLast, [userId]);
  expect((await house.place(userId, diceBet())).bet.nonce).toBe(2_147_483_646);
  await expect(house.place(userId, diceBet())).rejects.toMatchObject({ code: "SEED_EXHAUSTED" });
  await house.fairness.rotate({ tenantId: house.tenant.id, userId });
  expect((await house.place(userId, diceBet())).bet.nonce).toBe(0);
  expect(house.faults).toEqual([]);
});
