import type { Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { crashMessage } from "#domain/api/crash.ts";
import { verifyCrash } from "#domain/games/crash/verifyCrash.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";
import { until } from "#test/support/player.ts";

/** The API's own leader plays a chain that this test anchors and salts. */
const BETTING_MS = 4_000;
const SEED_ENCRYPTION_KEY = Buffer.alloc(32, 7).toString("base64");

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ SEED_ENCRYPTION_KEY });
  await api.sql.query(`UPDATE vaults SET fairness_registry_address = '0x' || repeat('a', 40)`);
  await api.sql.query(
    `INSERT INTO crash_tables (tenant_id, currency, betting_ms, pause_ms, ceiling, chain_games)
     VALUES ($1, 'BNB', $2, 100, 150, 500)
     ON CONFLICT (tenant_id, currency) DO UPDATE SET betting_ms = $2, pause_ms = 100, ceiling = 150, chain_games = 500`,
    [api.tenantId, BETTING_MS],
  );
  await until("a chain to be made", async () => {
    const { rowCount } = await api.sql.query("SELECT FROM crash_chains");
    return rowCount === 1;
  });
  await api.sql.query("UPDATE crash_chains SET anchor_block = 1, salt_block = 2, salt = repeat('5', 64)");
});
afterAll(() => api.stop());

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
type Message = any;

async function open(auth: Record<string, unknown> = {}) {
  const socket = api.socket(auth);
  const heard: Message[] = [];
  socket.on("crash", (message: Message) => heard.push(message));
  await new Promise<void>((resolve, reject) => {
    socket.on("connect", resolve);
    socket.on("connect_error", reject);
  });
  return { socket, heard };
}

const ask = (socket: Socket, event: string, ...args: unknown[]): Promise<Message> =>
  socket.timeout(60_000).emitWithAck(event, ...args);

/** The round that takes bets, with time left. */
async function bettingRound(): Promise<Message> {
  let found: Message;
  await until("a round to take bets", async () => {
    const { body } = await api.call("/v1/crash/tables");
    found = body.tables[0]?.round;
    const leftMs = Date.parse(found?.bettingEndsAt) - Date.parse(body.serverTime);
    return found?.phase === "betting" && leftMs > BETTING_MS / 2;
  });
  return found;
}

/** Does it in one round after the other, until the betting of one was long enough for it. */
async function whileBetting<Done>(bet: (roundId: string) => Promise<Done | undefined>): Promise<Done> {
  let done: Done | undefined;
  await until("a bet to come in time", async () => {
    done = await bet((await bettingRound()).roundId);
    return done !== undefined;
  });
  return done!;
}

const betOn = (roundId: string, overrides: object = {}) => ({
  betId: crypto.randomUUID(),
  roundId,
  currency: "BNB",
  stake: "1000000",
  ...overrides,
});

async function settled(roundId: string): Promise<Message> {
  const read = async () => (await api.call(`/v1/crash/rounds/${roundId}`)).body;
  await expect.poll(async () => (await read()).round.phase).toBe("settled");
  return read();
}

describe("the channel", () => {
  test("default: tables first, then every phase and where the curve is, all in the documented shape", async () => {
    const { socket, heard } = await open();
    expect(await ask(socket, "join", { channel: "crash" })).toEqual({ ok: true, resumed: false });
    await expect
      .poll(() => heard.filter(({ kind, round }) => kind === "round" && round.phase === "settled").length)
      .toBeGreaterThan(0);
    await expect.poll(() => heard.some(({ kind }) => kind === "tick")).toBe(true);
    for (const message of heard) expect(crashMessage.safeParse(message).error).toBeUndefined();
    expect(heard[0]).toMatchObject({
      kind: "snapshot",
      snapshot: true,
      tables: [{ currency: "BNB", isOpen: true }],
    });
    expect(heard.slice(1).map(({ seq }) => seq)).toEqual(
      heard.slice(1).map((_, place) => heard[0].seq + 1 + place),
    );

    // Who comes back with a place that is held gets what was missed, and nothing else.
    const last = heard.at(-2);
    const back = await open();
    const from = { epoch: last.epoch, seq: last.seq };
    expect(await ask(back.socket, "join", { channel: "crash", from })).toEqual({ ok: true, resumed: true });
    await expect.poll(() => back.heard.length).toBeGreaterThan(0);
    expect(back.heard[0].seq).toBe(last.seq + 1);
  });
});

describe("play", () => {
  let player: SignedIn;
  beforeAll(async () => {
    player = await api.player(1_000_000_000n);
  });

  test("default: bet and cash out over the socket; the balance follows the settlement", async () => {
    const { socket } = await open({ token: player.accessToken });
    const balances: Message[] = [];
    socket.on("balance", (message: Message) => balances.push(message));
    const { request, placed } = await whileBetting(async (roundId) => {
      const request = betOn(roundId, { autoCashOutHundredths: 101 });
      const placed = await ask(socket, "crashBet", request);
      return placed.problem?.code === "BETTING_CLOSED" ? undefined : { request, placed };
    });
    const { roundId } = request;
    expect(placed).toMatchObject({
      ok: true,
      result: { repeated: false, balance: { available: "999000000" } },
    });
    expect((await ask(socket, "crashBet", request)).result.repeated).toBe(true);
    const { round, chain, game } = await settled(roundId);
    const mine = await ask(socket, "crashMine");
    const bet = mine.bets.find(({ betId }: Message) => betId === request.betId);
    const isWon = round.pointHundredths >= 101;
    expect(bet).toMatchObject({ exitHundredths: isWon ? 101 : null, payout: isWon ? "1010000" : "0" });
    expect(verifyCrash({ gameHash: round.gameHash, salt: chain.salt, edge: chain.edgeBps / 10_000 })).toEqual(
      {
        game: "crash",
        outcome: round.pointHundredths / 100,
        commitment: round.commitment,
      },
    );
    expect(game).toBe(round.number);
    const after = (await api.balanceOf(player)).available;
    await expect.poll(() => balances.at(-1)?.balances[0].available).toBe(after);
  });

  test("default: the same over HTTP", async () => {
    const token = player.accessToken;
    const cashOut = ({ betId }: { betId: string }) =>
      api.call(`/v1/crash/bets/${betId}/cash-out`, { method: "POST", token });
    const body = await whileBetting(async (roundId) => {
      const body = betOn(roundId);
      const headers = { "idempotency-key": body.betId };
      const placed = await api.call("/v1/crash/bets", { method: "POST", token, headers, body });
      if (placed.body.code === "BETTING_CLOSED") return undefined;
      expect([placed.status, placed.body.bet.betId]).toEqual([200, body.betId]);
      return (await cashOut(body)).body.code === "BETTING_UNDER_WAY" ? body : undefined;
    });
    await settled(body.roundId);
    const late = await cashOut(body);
    expect(late.status === 200 ? late.body.isAutomatic : late.body.code).toEqual(
      late.status === 200 ? true : "CASH_OUT_TOO_LATE",
    );
    const { items } = (await api.call("/v1/crash/bets?limit=1", { token })).body;
    expect(items[0].betId).toBe(body.betId);
    const page = (await api.call("/v1/crash/rounds?currency=BNB&limit=1")).body;
    expect(page.items).toHaveLength(1);
    const next = (await api.call(`/v1/crash/rounds?currency=BNB&limit=1&cursor=${page.nextCursor}`)).body;
    expect(next.items[0].number).toBe(page.items[0].number - 1);
  });

  test("behavior: garbage, strangers and unknown rounds are answered", async () => {
    const { socket } = await open({ token: player.accessToken });
    for (const garbage of [
      null,
      undefined,
      5,
      "x",
      [],
      {},
      { betId: 1 },
      betOn("0"),
      betOn("1", { stake: "1.5" }),
    ]) {
      expect((await ask(socket, "crashBet", garbage)).problem.code).toBe("INVALID_INPUT");
      expect((await ask(socket, "crashCashOut", garbage)).problem.code).toMatch(/INVALID_INPUT|NOT_FOUND/);
    }
    socket.emit("crashBet");
    socket.emit("crashCashOut", null);
    socket.emit("crashMine", { what: "ever" });
    expect((await ask(socket, "crashBet", betOn("99999"))).problem.code).toBe("BETTING_CLOSED");
    const nobody = await open();
    for (const event of ["crashBet", "crashCashOut", "crashMine"])
      expect((await ask(nobody.socket, event, {})).problem.code).toBe("UNAUTHENTICATED");
    for (const id of ["abc", "-1", "99999999999999999999"])
      expect((await api.call(`/v1/crash/rounds/${id}`)).status).toBe(400);
    expect((await api.call("/v1/crash/rounds/99999")).status).toBe(404);
    expect((await api.call("/v1/crash/rounds?currency=DOGE")).body).toEqual({ items: [], nextCursor: null });
  });

  test("behavior: no secret leaves the house before its time", async () => {
    const round = await bettingRound();
    const { body } = await api.call(`/v1/crash/rounds/${round.roundId}`);
    expect([body.round.gameHash, body.round.pointHundredths]).toEqual([null, null]);
    expect(JSON.stringify(body)).not.toMatch(/marks|sealed/);
    expect(api.logLines.join("")).not.toMatch(/crash fault/);
  });
});
