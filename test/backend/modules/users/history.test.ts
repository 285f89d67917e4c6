import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type SignedIn, TestApi } from "#test/backend/http/testApi.ts";

let api: TestApi;
let player: SignedIn;
beforeAll(async () => {
  api = await TestApi.start();
  player = await api.player();
});
afterAll(() => api.stop());

/** A deposit as the indexer records it. */
async function deposit(status: string, blockNumber: number, amount = 7_000n): Promise<string> {
  const { rows } = await api.sql.query<{ id: string }>(
    `INSERT INTO deposits (tenant_id, id, vault_id, user_id, currency, amount, block_number, block_hash, tx_hash, log_index, status)
     SELECT tenant_id, gen_random_uuid(), id, $1, 'BNB', $2, $3, '0x' || repeat('b', 64), '0x' || repeat('c', 64), 0, $4
     FROM vaults RETURNING id`,
    [player.userId, amount, blockNumber, status],
  );
  return rows[0]!.id;
}

async function bet(): Promise<Answer> {
  return api.call("/v1/casino/bets", {
    method: "POST",
    token: player.accessToken,
    headers: { "idempotency-key": crypto.randomUUID() },
    body: {
      betId: crypto.randomUUID(),
      game: "dice",
      currency: "BNB",
      stake: "1000",
      params: { targetHundredths: 5_000, direction: "over" },
    },
  });
}

async function history(query = "", id = "me"): Promise<Answer> {
  return api.call(`/v1/users/${id}/history${query}`, { token: player.accessToken });
}

describe("deposits", () => {
  test("default", async () => {
    await api.sql.query(
      `INSERT INTO chain_cursors (vault_id, tenant_id, block_number, block_hash, head_number, final_number)
       SELECT id, tenant_id, 104, '0x' || repeat('a', 64), 104, 98 FROM vaults`,
    );
    const id = await deposit("confirming", 100);
    const { body } = await api.call("/v1/users/me/deposits", { token: player.accessToken });
    expect(body.items).toMatchObject([
      {
        id,
        amount: "7000",
        status: "confirming",
        blockNumber: "100",
        confirmations: 4,
        requiredConfirmations: 6,
      },
    ]);
  });

  test("behavior: what the indexer calls final decides, wherever the chain lets that be", async () => {
    const confirmations = async () => {
      const { body } = await api.call("/v1/users/me/deposits", { token: player.accessToken });
      const [{ confirmations: seen, requiredConfirmations: wanted }] = body.items;
      return [seen, wanted];
    };
    await api.sql.query("UPDATE chain_cursors SET head_number = 110, final_number = 46");
    expect(await confirmations()).toEqual([10, 64]);
    await api.sql.query("UPDATE chain_cursors SET head_number = 111, final_number = 110");
    expect(await confirmations()).toEqual([11, 1]);
    await api.sql.query("DELETE FROM chain_cursors");
    expect(await confirmations()).toEqual([0, 0]);
  });

  test("behavior: nobody sees those of others", async () => {
    const other = await api.signIn();
    const { body } = await api.call("/v1/users/me/deposits", { token: other.accessToken });
    expect(body).toEqual({ items: [], nextCursor: null });
  });
});

describe("history", () => {
  test("default", async () => {
    const { body: placed } = await bet();
    const withdrawal = await api.call("/v1/users/withdraw", {
      method: "POST",
      token: player.accessToken,
      headers: { "idempotency-key": crypto.randomUUID() },
      body: { currency: "BNB", amount: "1000000" },
    });
    const { body } = await history();
    const effect = BigInt(placed.bet.payout) - BigInt(placed.bet.stake);
    expect(body.items).toMatchObject([
      { kind: "withdrawal", id: withdrawal.body.id, balanceEffect: "-1000000" },
      { kind: "bet", id: placed.bet.betId, balanceEffect: effect.toString() },
      { kind: "deposit", balanceEffect: "0" },
    ]);
    expect((await history("", player.userId)).body).toEqual(body);
  });

  test("behavior: a credited deposit counts, a reversed one does not", async () => {
    const credited = await deposit("credited", 90);
    const reversed = await deposit("reversed", 91);
    const { body } = await history();
    const effects = new Map(
      body.items.map((line: { id: string; balanceEffect: string }) => [line.id, line.balanceEffect]),
    );
    expect([effects.get(credited), effects.get(reversed)]).toEqual(["7000", "0"]);
  });

  test("behavior: pages lead through all kinds and across a rotation without gap or repetition", async () => {
    for (let i = 0; i < 6; i += 1) {
      await bet();
      if (i === 2) await api.call("/v1/fairness/rotate", { method: "POST", token: player.accessToken });
      if (i % 2 === 0) await deposit("credited", 200 + i);
    }
    const whole = (await history("?limit=200")).body.items;
    const paged: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { body }: Answer = await history(`?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      paged.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(whole);
    expect(new Set(whole.map(({ id }: { id: string }) => id)).size).toBe(whole.length);
    const times = whole.map(({ createdAt }: { createdAt: string }) => createdAt);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test("error: NotFound: the history of someone else", async () => {
    const other = await api.signIn();
    expect((await history("", other.userId)).body).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect((await history("", crypto.randomUUID())).body.code).toBe("NOT_FOUND");
  });

  test("error: InvalidInput: page sizes out of range", async () => {
    for (const limit of ["0", "201", "-1", "1.5", "x"]) {
      expect((await history(`?limit=${limit}`)).body.code).toBe("INVALID_INPUT");
    }
  });
});
