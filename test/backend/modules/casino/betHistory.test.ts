import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import type { BetView } from "#domain/api/casino.ts";
import { diceBet, openTestHouse, type TestHouse } from "./testHouse.ts";

let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});

afterAll(() => house.stop());

describe("createBetHistory", () => {
  test("default: newest first, page by page, across rotations", async () => {
    const userId = await house.addPlayer({ balanceMinor: 1_000_000_000n });
    const player = { tenantId: house.tenant.id, userId };
    const placed: BetView[] = [];
    for (let seeds = 0; seeds < 3; seeds++) {
      for (let n = 0; n < 5; n++) placed.push((await house.place(userId, diceBet())).bet);
      await house.fairness.rotate(player);
    }
    const history = createBetHistory(house.api);
    const read: BetView[] = [];
    let cursor: string | undefined;
    do {
      const page = await history.list(player, { limit: 4, ...(cursor === undefined ? {} : { cursor }) });
      read.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(read).toEqual(placed.toReversed());
  });

  test("behavior: shows the server seed once it is revealed", async () => {
    const userId = await house.addPlayer({ balanceMinor: 1_000_000_000n });
    const { bet } = await house.place(userId, diceBet());
    const history = createBetHistory(house.api);
    const hidden = { ...bet, startedAt: bet.createdAt, serverSeed: null };
    expect(await history.find(house.tenant.id, bet.betId)).toEqual(hidden);
    const { revealed } = await house.fairness.rotate({ tenantId: house.tenant.id, userId });
    expect((await history.find(house.tenant.id, bet.betId)).serverSeed).toBe(revealed.serverSeed);
  });

  test("error: CursorInvalid", async () => {
    const player = { tenantId: house.tenant.id, userId: await house.addPlayer() };
    const list = createBetHistory(house.api).list(player, { limit: 4, cursor: "nonsense" });
    await expect(list).rejects.toMatchObject({ code: "CURSOR_INVALID" });
  });
});
