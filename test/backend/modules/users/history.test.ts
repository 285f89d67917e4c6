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

/** A round of crash in which the player has staked twice; it goes on, unless its point and the payouts are named. */
async function crashRound(end?: { phase: "settled" | "cancelled"; payouts: readonly [number, number] }) {
  await api.sql.query(
    "INSERT INTO crash_tables (tenant_id, currency) SELECT id, 'BNB' FROM tenants ON CONFLICT DO NOTHING",
  );
  const { rows } = await api.sql.query<{ id: bigint; tenant_id: number }>(
    `WITH chain AS (
       INSERT INTO crash_chains (tenant_id, currency, vault_id, epoch, kind, root, games, edge_bps, marks_apart, marks,
         played, anchor_block, salt_block, salt)
       SELECT tenant_id, 'BNB', id, 1 + (SELECT count(*) FROM crash_chains), '0x' || repeat('a', 64), repeat('b', 64), 1,
         300, 1, 'x', 1, 1, 2, repeat('5', 64)
       FROM vaults RETURNING tenant_id, id
     )
     INSERT INTO crash_rounds (tenant_id, currency, number, chain_id, game, commitment, sealed_hash, edge_bps, phase,
       fence, ceiling, betting_ends_at, started_at, settled_at, paid, point, game_hash)
     SELECT tenant_id, 'BNB', 1 + (SELECT count(*) FROM crash_rounds), id, 1,
       encode(sha256(convert_to(repeat('0', 64), 'UTF8')), 'hex'), 'x', 300, coalesce($1, 'running'), 1, 1000000, now(),
       now(), CASE WHEN $1 IS NOT NULL THEN now() END, CASE WHEN $1 IS NOT NULL THEN 0 END,
       CASE WHEN $1 IS NOT NULL THEN 100 END, CASE WHEN $1 IS NOT NULL THEN repeat('0', 64) END
     FROM chain RETURNING id, tenant_id`,
    [end?.phase ?? null],
  );
  const round = rows[0]!;
  const ids: string[] = [];
  for (const place of [0, 1] as const) {
    const inserted = await api.sql.query<{ id: string }>(
      `INSERT INTO crash_bets (tenant_id, id, round_id, user_id, currency, stake, highest, payout)
       VALUES ($1, gen_random_uuid(), $2, $3, 'BNB', 1000, 1000, $4) RETURNING id`,
      [round.tenant_id, round.id, player.userId, end?.payouts[place] ?? null],
    );
    ids.push(inserted.rows[0]!.id);
  }
  return ids;
}

/** What staff did to the bet. */
async function voidOf(betId: string): Promise<void> {
  await api.sql.query(
    `INSERT INTO bet_voids (tenant_id, bet_id, bet_at, user_id, actor_id, reason)
     SELECT tenant_id, id, created_at, user_id, user_id, 'a test' FROM bets WHERE id = $1
     UNION ALL SELECT tenant_id, id, created_at, user_id, user_id, 'a test' FROM crash_bets WHERE id = $1`,
    [betId],
  );
}

async function commissionPayout(amount: bigint): Promise<string> {
  const { rows } = await api.sql.query<{ id: string }>(
    `INSERT INTO commission_payouts (tenant_id, id, agent_id, currency, amount)
     SELECT tenant_id, gen_random_uuid(), id, 'BNB', $2 FROM users WHERE id = $1 RETURNING id`,
    [player.userId, amount],
  );
  return rows[0]!.id;
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

  test("behavior: bets of crash count while they are on, when they have won or lost, and when they came back", async () => {
    const [won, lost] = await crashRound({ phase: "settled", payouts: [1_500, 0] });
    const [returned] = await crashRound({ phase: "cancelled", payouts: [1_000, 1_000] });
    const [on] = await crashRound();
    const { items } = (await history("?limit=6")).body;
    const shown = new Map(items.map(({ id, ...line }: { id: string }) => [id, line]));
    expect([won, lost, returned, on].map((id) => shown.get(id!))).toMatchObject([
      { kind: "bet", balanceEffect: "500", summary: "Crash: staked 0.000001, paid 0.0000015 BNB" },
      { kind: "bet", balanceEffect: "-1000", summary: "Crash: staked 0.000001, paid 0 BNB" },
      {
        balanceEffect: "0",
        summary: "Crash: staked 0.000001, the round was cancelled, returned 0.000001 BNB",
      },
      { balanceEffect: "-1000", summary: "Crash: staked 0.000001, the round goes on" },
    ]);
    await api.sql.query(
      "UPDATE crash_rounds SET phase = 'cancelled', settled_at = now(), paid = 0, point = 100, game_hash = repeat('0', 64) WHERE phase = 'running'",
    );
  });

  test("behavior: commissions that became cash, and bets that staff has undone", async () => {
    const payout = await commissionPayout(70n);
    const { body: placed } = await bet();
    await voidOf(placed.bet.betId);
    const [crash] = await crashRound({ phase: "settled", payouts: [1_500, 0] });
    await voidOf(crash!);
    const { items } = (await history("?limit=6")).body;
    const back = BigInt(placed.bet.stake) - BigInt(placed.bet.payout);
    const voids = items.filter(({ kind }: { kind: string }) => kind === "bet_void");
    expect(voids).toMatchObject([
      { id: crash, balanceEffect: "-500" },
      { id: placed.bet.betId, balanceEffect: back.toString() },
    ]);
    expect(items.find(({ id }: { id: string }) => id === payout)).toMatchObject({
      kind: "commission_payout",
      balanceEffect: "70",
      summary: "Commissions of 0.00000007 BNB, turned into cash",
    });
  });

  test("behavior: pages lead through all kinds and across a rotation without gap or repetition", async () => {
    for (let i = 0; i < 6; i += 1) {
      await bet();
      if (i === 2) await api.call("/v1/fairness/rotate", { method: "POST", token: player.accessToken });
      if (i % 2 === 0) await deposit("credited", 200 + i);
      if (i % 3 === 0) await crashRound({ phase: "settled", payouts: [0, 2_000] });
      await commissionPayout(1n);
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
    const keys = whole.map(({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`);
    expect(new Set(keys).size).toBe(whole.length);
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
