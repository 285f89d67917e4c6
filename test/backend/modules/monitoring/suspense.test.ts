import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";
import { addOtherHouse } from "#test/backend/modules/monitoring/otherHouse.ts";

const NATIVE = `0x${"0".repeat(40)}`;
const UNLISTED = `0x${"7".repeat(40)}`;

let api: TestApi;
let support: SignedIn;
beforeAll(async () => {
  api = await TestApi.start();
  support = await api.staff("support");
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.sql.query("DELETE FROM suspense_movements");
  await api.sql.query("DELETE FROM plan_entries");
});

interface Movement {
  readonly blockNumber: number;
  readonly reason?: string;
  readonly token?: string;
  readonly amount?: string;
  readonly state?: string;
  readonly tenantId?: number;
  readonly vaultId?: number;
}

async function move(movement: Movement): Promise<void> {
  const { blockNumber, reason = "unowned_claim", token = NATIVE, amount = "-5", state = "open" } = movement;
  await api.sql.query(
    `INSERT INTO suspense_movements (tenant_id, vault_id, reason, event, token, amount, block_number, block_hash, tx_hash,
       log_index, state, since)
     SELECT tenant_id, id, $2, 'CreditClaimed', $3, $4::numeric, $1::integer, decode(lpad($1::integer::text, 64, '0'), 'hex'),
       decode(repeat('cd', 32), 'hex'), 1, $5, to_timestamp(1700000000 + $1::integer)
     FROM vaults WHERE tenant_id = $6 ORDER BY id LIMIT 1`,
    [blockNumber, reason, token, amount, state, movement.tenantId ?? api.tenantId],
  );
}

async function enter(blockNumber: number): Promise<void> {
  await api.sql.query(
    `INSERT INTO plan_entries (tenant_id, vault_id, kind, account, token, amount, entry_nonce, placement_hint, block_number,
       block_hash, tx_hash, log_index, status, paid_at)
     SELECT tenant_id, id, 'registration', '0x' || repeat('c', 40), $2, 9, 1, decode(repeat('00', 32), 'hex'), $1::integer,
       decode(lpad($1::integer::text, 64, '0'), 'hex'), decode(repeat('cd', 32), 'hex'), 2, 'final', to_timestamp(1700000000 + $1::integer)
     FROM vaults WHERE tenant_id = $3 ORDER BY id LIMIT 1`,
    [blockNumber, NATIVE, api.tenantId],
  );
}

const list = (query = "", user: SignedIn = support) =>
  api.call(`/v1/monitoring/suspense${query}`, { token: user.accessToken });

describe("GET /monitoring/suspense", () => {
  test("default: newest first, page by page, from both kinds of source", async () => {
    await move({ blockNumber: 11 });
    await enter(12);
    await move({
      blockNumber: 13,
      reason: "token_without_currency",
      token: UNLISTED,
      amount: `${10n ** 30n}`,
    });
    const first = await list("?limit=2");
    expect(first.status).toBe(200);
    expect(first.body.items).toMatchObject([
      { blockNumber: "13", reason: "token_without_currency", currency: null, quanta: `${10n ** 30n}` },
      {
        blockNumber: "12",
        reason: "entry_without_plan",
        event: "RegistrationAccepted",
        account: `0x${"c".repeat(40)}`,
        currency: "BNB",
        quanta: "9",
        txHash: `0x${"cd".repeat(32)}`,
        state: "open",
        since: "2023-11-14T22:13:32.000Z",
      },
    ]);
    const second = await list(`?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ blockNumber: "11", quanta: "-5" }], nextCursor: null });
  });

  test("behavior: by state and by reason", async () => {
    await move({ blockNumber: 1, state: "resolved" });
    await move({ blockNumber: 2, reason: "unknown_payout" });
    expect((await list("?state=resolved")).body.items).toMatchObject([{ blockNumber: "1" }]);
    expect((await list("?reason=unknown_payout")).body.items).toMatchObject([{ blockNumber: "2" }]);
    expect((await list("?reason=unknown_payout&state=resolved")).body.items).toEqual([]);
  });

  test("behavior: what another house has is not seen", async () => {
    const other = await addOtherHouse(api);
    await move({ blockNumber: 1, tenantId: other.tenantId });
    expect((await list()).body.items).toEqual([]);
  });

  test("error: CursorInvalid, InvalidInput", async () => {
    for (const forged of ["abc", Buffer.from('{"since":"now","id":"1"}').toString("base64url")])
      expect((await list(`?cursor=${forged}`)).body.code).toBe("CURSOR_INVALID");
    for (const query of ["?state=lost", "?reason=none", "?limit=1e9"])
      expect((await list(query)).body.code).toBe("INVALID_INPUT");
  });

  test("error: Forbidden, Unauthenticated", async () => {
    expect((await list("", await api.player())).body.code).toBe("FORBIDDEN");
    expect((await api.call("/v1/monitoring/suspense")).body.code).toBe("UNAUTHENTICATED");
  });
});
