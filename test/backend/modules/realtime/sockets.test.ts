import type { Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ BETS_PER_SECOND: "50", BETS_BURST: "100" });
});
afterAll(() => api.stop());

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
type Message = any;

/** A connected socket that keeps everything it was told, by event. */
async function open(auth: Record<string, unknown> = {}) {
  const socket = api.socket(auth);
  const heard: Record<string, Message[]> = { balance: [], activity: [], notice: [], disconnect: [] };
  for (const [event, messages] of Object.entries(heard)) {
    socket.on(event, (message: Message) => messages.push(message));
  }
  await new Promise<void>((resolve, reject) => {
    socket.on("connect", resolve);
    socket.on("connect_error", reject);
  });
  return { socket, heard };
}

const openAs = (player: SignedIn) => open({ token: player.accessToken });

/** Until what was so far has been said, so that all else is news. */
async function untilGreeted(heard: Record<string, Message[]>): Promise<void> {
  for (const event of ["balance", "activity"]) await expect.poll(() => heard[event]).toHaveLength(1);
}

function bet(overrides: Record<string, unknown> = {}) {
  return {
    betId: crypto.randomUUID(),
    game: "dice",
    currency: "BNB",
    stake: "1000",
    params: { targetHundredths: 5_000, direction: "over" },
    ...overrides,
  };
}

/** Only a failure waits so long. */
const ANSWER_TIMEOUT_MS = 60_000;

const place = (socket: Socket, message: unknown): Promise<Message> =>
  socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("bet", message);

describe("connecting", () => {
  test("default: snapshots come first, numbered from 1", async () => {
    const player = await api.player(5_000n);
    const { heard } = await openAs(player);
    await expect.poll(() => heard.balance).toHaveLength(1);
    expect(heard.balance![0]).toEqual({
      seq: 1,
      snapshot: true,
      balances: [{ currency: "BNB", available: "5000", confirming: "0", withdrawing: "0", claimable: "0" }],
    });
    await expect.poll(() => heard.notice).toEqual([{ seq: 1, stopped: [] }]);
  });

  test("behavior: without a token there are public messages only", async () => {
    const { socket, heard } = await open();
    await expect.poll(() => heard.notice).toHaveLength(1);
    expect((await place(socket, bet())).problem).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    expect(heard.balance).toEqual([]);
  });

  test("error: AccessTokenRefused", async () => {
    for (const token of ["garbage", 5, {}, ["x"], ""]) {
      await expect(open({ token })).rejects.toMatchObject({
        message: "ACCESS_TOKEN_REFUSED",
        data: { status: 401, code: "ACCESS_TOKEN_REFUSED" },
      });
    }
  });

  test("behavior: polling is not offered", async () => {
    expect((await api.call("/socket.io/?EIO=4&transport=polling")).status).toBe(400);
  });
});

describe("bet", () => {
  test("default", async () => {
    const player = await api.player(1_000_000n);
    const { socket } = await openAs(player);
    const message = bet();
    const ack = await place(socket, message);
    expect(ack).toMatchObject({
      ok: true,
      result: { bet: { betId: message.betId, nonce: 0 }, repeated: false },
    });
    expect(await api.balanceOf(player)).toEqual(ack.result.balance);
    const again = await place(socket, message);
    expect(again.result.bet).toEqual(ack.result.bet);
    expect(again.result.repeated).toBe(true);
  });

  test("behavior: every kind of refusal is one clear problem, and nothing changes", async () => {
    const player = await api.player(1_000_000_000_000n);
    const { socket } = await openAs(player);
    const betId = crypto.randomUUID();
    await place(socket, bet({ betId, stake: "1000000" }));
    const before = await api.balanceOf(player);
    const refusals: [string, Message][] = [
      ["INVALID_INPUT", bet({ stake: "0" })],
      ["INVALID_INPUT", bet({ stake: "-5" })],
      ["INVALID_INPUT", bet({ stake: "1.5" })],
      ["INVALID_INPUT", bet({ stake: 1000 })],
      ["INVALID_INPUT", bet({ stake: "99999999999999999999" })],
      ["INVALID_INPUT", bet({ betId: "x" })],
      ["STAKE_TOO_SMALL", bet({ stake: "999" })],
      ["INSUFFICIENT_BALANCE", bet({ stake: "9000000000000000000" })],
      ["MAX_RISK_EXCEEDED", bet({ stake: "900000000000" })],
      ["UNKNOWN_GAME", bet({ game: "roulette-x" })],
      ["UNKNOWN_CURRENCY", bet({ currency: "DOGE" })],
      ["GAME_PARAMS_INVALID", bet({ params: { targetHundredths: 1, direction: "sideways" } })],
      ["BET_ID_REUSED", bet({ betId, stake: "2000000" })],
    ];
    for (const [code, message] of refusals) {
      const { ok, problem } = await place(socket, message);
      expect([ok, problem?.code], JSON.stringify(message)).toEqual([false, code]);
      expect(problem.requestId).toBeTruthy();
    }
    expect(await api.balanceOf(player)).toEqual(before);
  });

  test("behavior: garbage is answered, and the socket goes on", async () => {
    const { socket } = await openAs(await api.player());
    for (const garbage of [
      null,
      undefined,
      5,
      "text",
      [],
      {},
      { betId: {} },
      Buffer.from("binary"),
      "x".repeat(9_000),
    ]) {
      expect((await place(socket, garbage)).problem.code).toBe("INVALID_INPUT");
    }
    socket.emit("bet");
    socket.emit("bet", null);
    socket.emit("nonsense", { a: 1 });
    socket.emit("sync", "what", { ever: true });
    expect((await place(socket, bet())).ok).toBe(true);
  });

  test("behavior: a bet that wants no acknowledgement counts all the same", async () => {
    const player = await api.player(1_000_000n);
    const { socket } = await openAs(player);
    const message = bet();
    socket.emit("bet", message);
    await expect.poll(async () => (await api.call(`/v1/casino/bets/${message.betId}`)).status).toBe(200);
  });

  test("behavior: a message that is too large closes the socket", async () => {
    const { socket, heard } = await openAs(await api.player());
    socket.emit("bet", bet({ game: "x".repeat(20_000) }));
    await expect.poll(() => heard.disconnect).toHaveLength(1);
  });

  test("error: RateLimited above what a socket may send", async () => {
    const { socket } = await openAs(await api.player());
    const acks = await Promise.all(Array.from({ length: 400 }, () => place(socket, null)));
    const codes = acks.map(({ problem }) => problem.code);
    expect(codes.filter((code) => code === "INVALID_INPUT").length).toBeGreaterThanOrEqual(200);
    expect(codes).toContain("RATE_LIMITED");
    expect(acks.at(-1).problem.retryAfterMs).toBeGreaterThan(0);
  });

  test("error: RateLimited above what a socket may ask to hear", async () => {
    const { socket } = await open();
    const join = () => socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("join", { channel: "high" });
    const acks: Message[] = await Promise.all(Array.from({ length: 600 }, join));
    const refusals = acks.filter(({ ok }) => !ok).map(({ problem }) => problem.code);
    expect(new Set(refusals)).toEqual(new Set(["RATE_LIMITED"]));
  });

  test("behavior: the user's other sockets see the new balance, strangers do not", async () => {
    const player = await api.player(1_000_000n);
    const [first, second] = [await openAs(player), await openAs(player)];
    const stranger = await openAs(await api.player());
    for (const { heard } of [first, second, stranger]) await expect.poll(() => heard.balance).toHaveLength(1);
    const ack = await place(first.socket, bet());
    await expect
      .poll(() => second.heard.balance)
      .toContainEqual({ seq: 2, snapshot: false, balances: [ack.result.balance] });
    expect(first.heard.balance).toHaveLength(1);
    expect(stranger.heard.balance).toHaveLength(1);
  });
});

describe("activity", () => {
  const notify = (notice: object) =>
    api.sql.query("SELECT pg_notify('fairhouse_activity', $1)", [JSON.stringify(notice)]);

  test("behavior: a withdrawal tells all sockets of its user, with the new balance", async () => {
    const player = await api.player(5_000_000n);
    const { heard } = await openAs(player);
    await untilGreeted(heard);
    const { body } = await api.call("/v1/users/withdraw", {
      method: "POST",
      token: player.accessToken,
      headers: { "idempotency-key": crypto.randomUUID() },
      body: { currency: "BNB", amount: "2000000" },
    });
    await expect.poll(() => heard.activity!.at(-1)).toEqual({ seq: 2, kind: "withdrawal", withdrawal: body });
    await expect
      .poll(() => heard.balance!.at(-1))
      .toMatchObject({ snapshot: false, balances: [{ withdrawing: "2000000" }] });
  });

  test("behavior: a deposit that the indexer recorded arrives", async () => {
    const player = await api.player();
    const { heard } = await openAs(player);
    await untilGreeted(heard);
    const { rows } = await api.sql.query(
      `INSERT INTO deposits (tenant_id, id, vault_id, user_id, currency, amount, block_number, block_hash, tx_hash, log_index, status)
       SELECT tenant_id, gen_random_uuid(), id, $1, 'BNB', 7, 1, '0x' || repeat('b', 64), '0x' || repeat('c', 64), 0, 'confirming'
       FROM vaults RETURNING id`,
      [player.userId],
    );
    const { tenantId } = api;
    await notify({ kind: "deposit", tenantId, userId: player.userId, id: rows[0].id });
    await expect
      .poll(() => heard.activity!.at(-1))
      .toMatchObject({ seq: 2, kind: "deposit", deposit: { id: rows[0].id } });
  });

  test("behavior: a switch is told to everyone of the house", async () => {
    const { heard } = await open();
    await expect.poll(() => heard.notice).toHaveLength(1);
    await api.sql.query("INSERT INTO kill_switches VALUES ($1, 'payouts', 'variance')", [api.tenantId]);
    await notify({ kind: "stopped", tenantId: api.tenantId });
    await expect
      .poll(() => heard.notice)
      .toContainEqual({ seq: 2, stopped: [{ name: "payouts", reason: "variance" }] });
    await api.sql.query("DELETE FROM kill_switches");
  });

  test("behavior: sync brings snapshots with the next numbers", async () => {
    const { socket, heard } = await openAs(await api.player());
    await expect.poll(() => heard.balance).toHaveLength(1);
    socket.emit("sync");
    await expect
      .poll(() => heard.balance!.map(({ seq, snapshot }) => [seq, snapshot]))
      .toEqual([
        [1, true],
        [2, true],
      ]);
  });

  test("behavior: garbage on the channel is reported and harms nothing", async () => {
    const player = await api.player();
    const { heard } = await openAs(player);
    await untilGreeted(heard);
    await api.sql.query("SELECT pg_notify('fairhouse_activity', 'nonsense')");
    await notify({ kind: "unheard of" });
    await notify({ kind: "deposit", tenantId: api.tenantId, userId: player.userId, id: crypto.randomUUID() });
    await expect.poll(() => heard.balance).toHaveLength(2);
    expect(heard.activity).toMatchObject([{ kind: "recent" }]);
  });

  test("behavior: when the listening connection was lost, sockets are brought up to date", async () => {
    const player = await api.player(1_000n);
    const { heard } = await openAs(player);
    await expect.poll(() => heard.balance).toHaveLength(1);
    await api.sql.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fairhouse_listener' AND datname = current_database()",
    );
    await api.move("custody", "player_cash", 500n, player.userId);
    await expect
      .poll(() => heard.balance!.at(-1))
      .toMatchObject({ snapshot: true, balances: [{ available: "1500" }] });
  });
});

describe("sessions", () => {
  test("behavior: ending a session closes its sockets, and no others", async () => {
    const player = await api.player();
    const other = await api.signIn(player.account);
    const [closing, staying] = [await openAs(player), await openAs(other)];
    await api.call("/v1/auth/logout", { method: "POST", token: player.accessToken });
    await expect.poll(() => closing.heard.disconnect).toEqual(["io server disconnect"]);
    expect(staying.socket.connected).toBe(true);
  });
});

describe("stopping", () => {
  test("behavior: bets that were taken are answered before the sockets close", async () => {
    const stopping = await TestApi.start();
    const player = await stopping.player();
    const socket = stopping.socket({ token: player.accessToken });
    await new Promise<void>((resolve) => socket.on("connect", () => resolve()));
    const acks = Array.from({ length: 50 }, () => place(socket, bet()));
    await acks[0];
    const [answers] = await Promise.all([Promise.allSettled(acks), stopping.stopProcess()]);
    const { rows } = await stopping.sql.query("SELECT count(*)::integer AS count FROM bets");
    await stopping.stop();
    const placed = answers.filter((answer) => answer.status === "fulfilled" && answer.value.ok);
    expect(placed.length).toBeGreaterThan(0);
    expect(rows[0].count).toBe(placed.length);
  });
});
