import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SignedIn } from "#test/backend/http/testApi.ts";
import { TestApi } from "#test/backend/http/testApi.ts";
import { roundOf } from "./roundHouse.ts";

let api: TestApi;
let beside: Awaited<ReturnType<TestApi["startBeside"]>>;
let player: SignedIn;

beforeAll(async () => {
  api = await TestApi.start();
  beside = await api.startBeside();
  player = await api.player();
});
afterAll(async () => {
  await beside.stop();
  await api.stop();
});

interface Sent {
  readonly token?: string | undefined;
  readonly key?: string | null;
  readonly url?: string;
}

async function post(path: string, body: unknown, { token, key = randomUUID(), url = api.url }: Sent = {}) {
  const response = await fetch(`${url}/v1${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token ?? player.accessToken}`,
      ...(key === null ? {} : { "idempotency-key": key }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const get = (path: string, token?: string) => api.call(`/v1${path}`, token === undefined ? {} : { token });

describe("rounds over HTTP", () => {
  test("default: begun at one process, gone on with at another, seen by anyone when it is over", async () => {
    const request = roundOf("hilo");
    const started = await post("/casino/rounds", request);
    expect(started).toMatchObject({ status: 200, body: { repeated: false, round: { status: "open" } } });
    const path = `/casino/rounds/${request.roundId}`;
    expect((await get(path)).body).toMatchObject({ code: "NOT_FOUND" });
    expect((await get("/casino/rounds", player.accessToken)).body.items).toEqual([started.body.round]);
    expect((await get(path, player.accessToken)).body).toEqual({ round: started.body.round, bet: null });

    let { round } = started.body;
    const act = (action: string, sent: Sent = {}) =>
      post(`${path}/actions`, { number: round.nextAction, action: { action } }, { url: beside.url, ...sent });
    round = (await act("skip")).body.round;
    const guessed = await act("higher");
    round = guessed.body.round;
    const over = round.status === "settled" ? guessed : await act("cashOut");
    expect(over.body).toMatchObject({ round: { status: "settled" }, bet: { betId: request.roundId } });
    const seen = await get(path);
    expect(seen.body).toEqual({
      round: over.body.round,
      bet: { ...over.body.bet, startedAt: round.startedAt, serverSeed: null },
    });
    expect((await get(`/casino/bets/${request.roundId}`)).body).toEqual(seen.body.bet);
    expect((await get("/casino/rounds", player.accessToken)).body.items).toEqual([]);
    const me = await get("/users/me", player.accessToken);
    expect(me.body.balances[0]).toEqual(over.body.balance);
  });

  test("behavior: the player's sockets at every process hear of each step, and of the bet", async () => {
    const other = await api.player();
    const sockets = [api.url, beside.url].map((url) => api.socket({ token: other.accessToken }, url));
    const balances = sockets.map((socket) => {
      const heard: string[] = [];
      socket.on("balance", (message) => void heard.push(message.balances[0].available));
      return heard;
    });
    for (const heard of balances) await expect.poll(() => heard.length).toBeGreaterThan(0);
    await post("/casino/rounds", roundOf("mines"), { token: other.accessToken });
    for (const heard of balances) await expect.poll(() => heard.at(-1)).toBe("999000000");
  });

  test("error: 401 without a token, 400 without an Idempotency-Key", async () => {
    const request = roundOf("mines");
    expect(await post("/casino/rounds", request, { token: "nonsense" })).toMatchObject({ status: 401 });
    expect(await post("/casino/rounds", request, { key: null })).toMatchObject({
      status: 400,
      body: { code: "IDEMPOTENCY_KEY_MISSING" },
    });
    expect(await get("/casino/rounds")).toMatchObject({ status: 401 });
  });

  test.each([
    [{ roundId: "nonsense" }],
    [{ stake: "-1" }],
    [{ stake: "1e3" }],
    [{ stake: "0" }],
    [{ params: null }],
    [{ params: { mines: [1] } }],
    [{ params: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`field${n}`, n])) }],
    [{ currency: "bnb" }],
    [{ game: "" }],
  ])("error: 400 for a round with %j", async (change) => {
    const refused = await post("/casino/rounds", { ...roundOf("mines"), ...change });
    expect(refused).toMatchObject({ status: 400, body: { code: "INVALID_INPUT" } });
  });

  test("error: what is wrong with a step is said with a status and a code of its own", async () => {
    const other = await api.player();
    const { accessToken: token } = other;
    const request = roundOf("mines");
    await post("/casino/rounds", request, { token });
    const act = (body: unknown, sent: Sent = { token }) =>
      post(`/casino/rounds/${request.roundId}/actions`, body, sent);
    const pick = { action: "pick", tile: 0 };
    expect(await act({ number: 0, action: pick })).toMatchObject({ status: 400 });
    expect(await act({ number: 65, action: pick })).toMatchObject({ status: 400 });
    expect(await act({ number: 1 })).toMatchObject({ status: 400 });
    expect(await act({ number: 1, action: { action: "pick", tile: 99 } })).toMatchObject({
      status: 422,
      body: { code: "GAME_PARAMS_INVALID" },
    });
    expect(await act({ number: 1, action: { action: "cashOut" } })).toMatchObject({
      status: 409,
      body: { code: "ROUND_ACTION_REFUSED" },
    });
    expect(await act({ number: 2, action: pick })).toMatchObject({
      status: 409,
      body: { code: "ROUND_OUT_OF_TURN", values: { nextAction: "1" } },
    });
    expect(await act({ number: 1, action: pick }, {})).toMatchObject({ status: 404 });
    expect(await post("/casino/rounds", roundOf("mines"), { token })).toMatchObject({
      status: 409,
      body: { code: "ROUND_ALREADY_OPEN", values: { roundId: request.roundId } },
    });
    expect(await post("/fairness/rotate", {}, { token })).toMatchObject({
      status: 409,
      body: { code: "ROUND_STILL_OPEN" },
    });
  });

  test("behavior: the list of games says which are played in rounds, and with which actions", async () => {
    const { body } = await get("/casino/games");
    const byId = new Map(body.items.map((game: { id: string }) => [game.id, game]));
    expect(byId.get("dice")).toMatchObject({ kind: "instant", actionsSchema: null });
    expect(byId.get("mines")).toMatchObject({
      kind: "rounds",
      actionsSchema: { oneOf: [{ required: ["tile", "action"] }, { required: ["action"] }] },
    });
  });
});
