import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type SignedIn, TestApi } from "#test/backend/http/testApi.ts";

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

const MIN_WITHDRAWAL = 1_000_000n;

function withdraw(
  player: SignedIn,
  amount: unknown,
  overrides: { key?: string | null; currency?: string } = {},
) {
  const { key = crypto.randomUUID(), currency = "BNB" } = overrides;
  return api.call("/v1/users/withdraw", {
    method: "POST",
    token: player.accessToken,
    body: { currency, amount },
    headers: key === null ? {} : { "idempotency-key": key },
  });
}

const codesOf = (answers: Answer[]) => answers.map(({ status, body }) => body.code ?? status);

describe("withdraw", () => {
  test("default", async () => {
    const player = await api.player(10_000_000n);
    const { status, body } = await withdraw(player, "4000000");
    expect(status).toBe(202);
    expect(body).toMatchObject({
      currency: "BNB",
      amount: "4000000",
      to: player.account.address.toLowerCase(),
      status: "requested",
      batchId: null,
      txHash: null,
      settledAt: null,
    });
    expect(await api.balanceOf(player)).toMatchObject({ available: "6000000", withdrawing: "4000000" });
    const list = await api.call("/v1/users/me/withdrawals", { token: player.accessToken });
    expect(list.body).toEqual({ items: [body], nextCursor: null });
  });

  test("behavior: the whole balance may leave, and the smallest allowed amount", async () => {
    const player = await api.player(5_000_000n);
    expect((await withdraw(player, MIN_WITHDRAWAL.toString())).status).toBe(202);
    expect((await withdraw(player, "4000000")).status).toBe(202);
    expect(await api.balanceOf(player)).toMatchObject({ available: "0", withdrawing: "5000000" });
  });

  test("error: InsufficientBalance tells both figures, and nothing changes", async () => {
    const player = await api.player(5_000_000n);
    for (const amount of ["5000001", (2n ** 63n - 1n).toString()]) {
      const { status, body } = await withdraw(player, amount);
      expect([status, body.code]).toEqual([422, "INSUFFICIENT_BALANCE"]);
      expect(body.values).toEqual({ balanceMinor: "5000000", amountMinor: amount });
    }
    expect(await api.balanceOf(player)).toMatchObject({ available: "5000000", withdrawing: "0" });
  });

  test("error: WithdrawalTooSmall", async () => {
    const player = await api.player();
    expect((await withdraw(player, (MIN_WITHDRAWAL - 1n).toString())).body.code).toBe("WITHDRAWAL_TOO_SMALL");
  });

  test.each([
    ["0"],
    ["-1"],
    ["1.5"],
    ["1e9"],
    ["01"],
    [" 1"],
    [""],
    [5_000_000],
    [null],
    [(2n ** 63n).toString()],
    ["9".repeat(400)],
  ])("error: InvalidInput: %j is no amount", async (amount) => {
    const player = await api.player();
    const { status, body } = await withdraw(player, amount);
    expect([status, body.code, body.errors[0].path]).toEqual([400, "INVALID_INPUT", "amount"]);
  });

  test("error: UnknownCurrency", async () => {
    const player = await api.player();
    expect((await withdraw(player, "5000000", { currency: "DOGE" })).body.code).toBe("UNKNOWN_CURRENCY");
  });

  test("error: AccountFrozen", async () => {
    const player = await api.player();
    await api.sql.query("UPDATE users SET status = 'frozen' WHERE id = $1", [player.userId]);
    expect((await withdraw(player, "5000000")).body).toMatchObject({ status: 403, code: "ACCOUNT_FROZEN" });
  });

  test("error: ActivityStopped, and the same key works once the switch is off", async () => {
    const player = await api.player(5_000_000n);
    const key = crypto.randomUUID();
    await api.sql.query("INSERT INTO kill_switches VALUES ($1, 'withdrawals', 'looking into it')", [
      api.tenantId,
    ]);
    expect((await withdraw(player, "5000000", { key })).body.code).toBe("ACTIVITY_STOPPED");
    await api.sql.query("DELETE FROM kill_switches");
    expect((await withdraw(player, "5000000", { key })).status).toBe(202);
  });

  test("behavior: many at once never take more than there is", async () => {
    const player = await api.player(10_000_000n);
    const answers = await Promise.all(Array.from({ length: 12 }, () => withdraw(player, "3000000")));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(3);
    expect(answers.filter(({ body }) => body.code === "INSUFFICIENT_BALANCE")).toHaveLength(9);
    expect(await api.balanceOf(player)).toMatchObject({ available: "1000000", withdrawing: "9000000" });
  });

  test("error: TooManyWithdrawals: twenty wait at a time, also when asked for at once, and the key works later", async () => {
    const player = await api.player();
    const key = crypto.randomUUID();
    const asked = Array.from({ length: 24 }, () => withdraw(player, "5000000"));
    const codes = codesOf(await Promise.all(asked));
    expect(codes.filter((code) => code === 202)).toHaveLength(20);
    expect(codes.filter((code) => code === "TOO_MANY_WITHDRAWALS")).toHaveLength(4);
    expect((await withdraw(player, "5000000", { key })).body).toMatchObject({
      status: 429,
      code: "TOO_MANY_WITHDRAWALS",
      values: { maxOpen: "20" },
    });
    expect(await api.balanceOf(player)).toMatchObject({ withdrawing: "100000000" });
    await api.sql.query(
      `UPDATE withdrawals SET status = 'cancelled' WHERE id IN (
         SELECT id FROM withdrawals WHERE user_id = $1 LIMIT 1)`,
      [player.userId],
    );
    expect((await withdraw(player, "5000000", { key })).status).toBe(202);
  });

  test("behavior: pages lead through the list without gap or repetition", async () => {
    const player = await api.player();
    for (let i = 0; i < 5; i += 1) await withdraw(player, `${5_000_000 + i}`);
    const amounts: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const page: Answer = await api.call(`/v1/users/me/withdrawals?limit=2${query}`, {
        token: player.accessToken,
      });
      amounts.push(...page.body.items.map(({ amount }: { amount: string }) => amount));
      cursor = page.body.nextCursor;
    }
    expect(amounts).toEqual(["5000004", "5000003", "5000002", "5000001", "5000000"]);
  });

  test("error: CursorInvalid", async () => {
    const player = await api.player();
    for (const cursor of ["x", "e30", Buffer.from('{"deposit":"x"}').toString("base64url")]) {
      const answer = await api.call(`/v1/users/me/withdrawals?cursor=${cursor}`, {
        token: player.accessToken,
      });
      expect(answer.body.code).toBe("CURSOR_INVALID");
    }
  });
});

describe("Idempotency-Key", () => {
  test("error: IdempotencyKeyMissing", async () => {
    const player = await api.player();
    const answers = [
      await withdraw(player, "5000000", { key: null }),
      await withdraw(player, "5000000", { key: "with space" }),
      await withdraw(player, "5000000", { key: "x".repeat(129) }),
    ];
    expect(codesOf(answers)).toEqual(Array(3).fill("IDEMPOTENCY_KEY_MISSING"));
  });

  test("behavior: the first answer is repeated, whatever has happened since", async () => {
    const player = await api.player(5_000_000n);
    const key = crypto.randomUUID();
    const first = await withdraw(player, "5000000", { key });
    const again = await withdraw(player, "5000000", { key });
    expect(again.status).toBe(202);
    expect(again.body).toEqual(first.body);
    expect([first, again].map(({ headers }) => headers.get("idempotent-replayed"))).toEqual([null, "true"]);
  });

  test("behavior: a refusal is an answer, too", async () => {
    const player = await api.player(1_000_000n);
    const key = crypto.randomUUID();
    const first = await withdraw(player, "5000000", { key });
    await api.move("custody", "player_cash", 9_000_000n, player.userId);
    const again = await withdraw(player, "5000000", { key });
    expect(codesOf([first, again])).toEqual(["INSUFFICIENT_BALANCE", "INSUFFICIENT_BALANCE"]);
    expect(again.headers.get("content-type")).toContain("application/problem+json");
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  test("error: IdempotencyKeyReused: another body, or another route", async () => {
    const player = await api.player();
    const key = crypto.randomUUID();
    await withdraw(player, "5000000", { key });
    expect((await withdraw(player, "5000001", { key })).body).toMatchObject({
      status: 422,
      code: "IDEMPOTENCY_KEY_REUSED",
    });
    const bet = await api.call("/v1/casino/bets", {
      method: "POST",
      token: player.accessToken,
      headers: { "idempotency-key": key },
      body: {},
    });
    expect(bet.body.code).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await api.balanceOf(player)).toMatchObject({ withdrawing: "5000000" });
  });

  test("behavior: the order of fields does not make another body", async () => {
    const player = await api.player();
    const key = crypto.randomUUID();
    const send = (rawBody: string) =>
      api.call("/v1/users/withdraw", {
        method: "POST",
        token: player.accessToken,
        rawBody,
        headers: { "idempotency-key": key },
      });
    const first = await send('{"currency":"BNB","amount":"5000000"}');
    const again = await send('{ "amount": "5000000", "currency": "BNB" }');
    expect(again.body).toEqual(first.body);
  });

  test("behavior: the keys of two users are strangers", async () => {
    const [mine, yours] = [await api.player(), await api.player()];
    const key = crypto.randomUUID();
    const ids = [await withdraw(mine, "5000000", { key }), await withdraw(yours, "5000000", { key })];
    expect(new Set(ids.map(({ body }) => body.id)).size).toBe(2);
  });

  test("behavior: of many at once one works, the others wait or get its answer", async () => {
    const player = await api.player(100_000_000n);
    const key = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => withdraw(player, "5000000", { key })));
    for (const code of codesOf(answers)) expect([202, "IDEMPOTENCY_IN_PROGRESS"]).toContain(code);
    expect(await api.balanceOf(player)).toMatchObject({ available: "95000000", withdrawing: "5000000" });
  });

  test("behavior: a process that died half-way leaves nothing to be done twice", async () => {
    const player = await api.player(10_000_000n);
    const key = crypto.randomUUID();
    const first = await withdraw(player, "5000000", { key });
    // As if the answer had never been stored, and the lease had run out.
    await api.sql.query(
      "UPDATE idempotency_keys SET response_status = NULL, response_body = NULL, locked_until = now() WHERE key = $1",
      [key],
    );
    const again = await withdraw(player, "5000000", { key });
    expect(again.body.id).toBe(first.body.id);
    expect(await api.balanceOf(player)).toMatchObject({ available: "5000000", withdrawing: "5000000" });
  });

  test("behavior: what was asked for before a crash is told, whatever would be refused by now", async () => {
    const player = await api.player(10_000_000n);
    const key = crypto.randomUUID();
    const first = await withdraw(player, "5000000", { key });
    await api.sql.query(
      "UPDATE idempotency_keys SET response_status = NULL, response_body = NULL, locked_until = now() WHERE key = $1",
      [key],
    );
    await api.sql.query("UPDATE users SET status = 'frozen' WHERE id = $1", [player.userId]);
    const again = await withdraw(player, "5000000", { key });
    expect([again.status, again.body.id]).toEqual([202, first.body.id]);
    expect(await api.balanceOf(player)).toMatchObject({ withdrawing: "5000000" });
  });

  test("error: IdempotencyInProgress while the lease lasts", async () => {
    const player = await api.player(10_000_000n);
    const key = crypto.randomUUID();
    await withdraw(player, "5000000", { key });
    await api.sql.query(
      `UPDATE idempotency_keys SET response_status = NULL, response_body = NULL,
       locked_until = now() + interval '1 minute' WHERE key = $1`,
      [key],
    );
    const answer = await withdraw(player, "5000000", { key });
    expect(answer.body).toMatchObject({ status: 409, code: "IDEMPOTENCY_IN_PROGRESS" });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(30);
  });
});
