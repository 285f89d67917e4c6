import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import type { Tenant } from "#backend/http/route.ts";
import { createBetHistory } from "#backend/modules/casino/betHistory.service.ts";
import { diceBet, openTestHouse, type TestHouse } from "./testHouse.ts";

let house: TestHouse;
let second: Tenant;
let here: string;
let there: string;

beforeAll(async () => {
  house = await openTestHouse();
  second = await house.addTenant("second");
  here = await house.addPlayer({ balanceMinor: 100_000_000n });
  there = await house.addPlayer({ balanceMinor: 100_000_000n, tenant: second });
});

afterAll(() => house.stop());

describe("two houses on one engine", () => {
  test("default", async () => {
    const betId = randomUUID();
    // The same id may stand for a bet in each house: ids belong to their tenant.
    const [one, other] = await Promise.all([
      house.engine.place({ tenant: house.tenant, userId: here, request: diceBet({ betId }) }),
      house.engine.place({ tenant: second, userId: there, request: diceBet({ betId }) }),
    ]);
    expect([one.repeated, other.repeated]).toEqual([false, false]);
    const { rows } = await house.owner.query("SELECT tenant_id, user_id FROM bets WHERE id = $1 ORDER BY 1", [
      betId,
    ]);
    expect(rows).toEqual([
      { tenant_id: house.tenant.id, user_id: here },
      { tenant_id: second.id, user_id: there },
    ]);
  });

  test("error: PlayerUnknown for a player of the other house", async () => {
    await expect(
      house.engine.place({ tenant: second, userId: here, request: diceBet() }),
    ).rejects.toMatchObject({ code: "PLAYER_UNKNOWN" });
  });

  test("behavior: requests see the rows of their tenant, and none without one", async () => {
    await house.place(here, diceBet());
    const count = "SELECT count(*) AS rows FROM bets";
    expect((await house.api.query(count)).rows).toEqual([{ rows: 0n }]);
    for (const table of ["bets", "seeds", "accounts", "transfers", "users"]) {
      const seen = await inTenantTransaction(house.api, second.id, (client) =>
        client.query(`SELECT DISTINCT tenant_id FROM ${table}`),
      );
      expect(seen.rows, table).toEqual([{ tenant_id: second.id }]);
    }
  });

  test("behavior: a bet cannot be looked up in the other house", async () => {
    const { bet } = await house.place(here, diceBet());
    const history = createBetHistory(house.api);
    expect(await history.find(house.tenant.id, bet.betId)).toEqual({
      ...bet,
      startedAt: bet.createdAt,
      serverSeed: null,
    });
    await expect(history.find(second.id, bet.betId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await history.list({ tenantId: second.id, userId: here }, { limit: 10 })).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  test("behavior: requests cannot read encrypted seeds, and neither house can write into the other", async () => {
    const secret = inTenantTransaction(house.api, house.tenant.id, (client) =>
      client.query("SELECT server_seed_encrypted FROM seeds"),
    );
    await expect(secret).rejects.toMatchObject({ code: "42501" });
    const foreign = inTenantTransaction(house.api, second.id, (client) =>
      client.query("UPDATE accounts SET balance = balance + 1 WHERE owner_id = $1", [here]),
    );
    expect((await foreign).rowCount).toBe(0);
  });
});
