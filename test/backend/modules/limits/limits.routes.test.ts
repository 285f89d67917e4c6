import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TestApi } from "#test/backend/http/testApi.ts";
import { awayFromMidnight } from "#test/support/calendar.ts";
import { diceBet } from "../casino/testHouse.ts";

const PATH = "/v1/users/me/limits";
const EXCLUDE = "/v1/users/me/self-exclusion";

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());
beforeEach(awayFromMidnight);

const limit = { currency: "BNB", kind: "wager", period: "week", amount: "1500000" };
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

function put(token: string, body: unknown) {
  return api.call(PATH, { method: "PUT", body, token });
}

function bet(token: string) {
  const headers = { "idempotency-key": randomUUID() };
  return api.call("/v1/casino/bets", { method: "POST", body: diceBet(), token, headers });
}

describe("/users/me/limits", () => {
  test("default: a limit binds the next bet, shows what is used, and leaves withdrawals alone", async () => {
    const { accessToken: token, account } = await api.player();
    expect((await api.call(PATH, { token })).body).toEqual({ limits: [], selfExcludedUntil: null });
    const answer = await put(token, limit);
    expect(answer.status).toBe(200);
    expect(answer.body.limits).toEqual([{ ...limit, used: "0", next: null }]);
    expect((await bet(token)).status).toBe(200);
    const refused = await bet(token);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: "PLAYER_LIMIT_REACHED",
      values: { kind: "wager", period: "week", limitMinor: "1500000", leftMinor: "500000" },
    });
    expect((await api.call(PATH, { token })).body.limits).toMatchObject([{ used: "1000000" }]);
    const withdrawal = await api.call("/v1/users/withdraw", {
      method: "POST",
      body: { currency: "BNB", amount: "100000000", to: account.address },
      headers: { "idempotency-key": randomUUID() },
      token,
    });
    expect(withdrawal.status).toBeLessThan(300);
  });

  test("behavior: a player sees and sets no limits but their own", async () => {
    const [one, other] = [await api.player(), await api.player()];
    await put(one.accessToken, { ...limit, amount: "0" });
    expect((await api.call(PATH, { token: other.accessToken })).body.limits).toEqual([]);
    expect((await bet(other.accessToken)).status).toBe(200);
    expect((await bet(one.accessToken)).body.code).toBe("PLAYER_LIMIT_REACHED");
    for (const call of [{}, { method: "PUT", body: limit }]) {
      expect((await api.call(PATH, call)).status).toBe(401);
    }
  });

  test.each([
    ["no body", undefined],
    ["another kind", { ...limit, kind: "sleep" }],
    ["another period", { ...limit, period: "year" }],
    ["a negative amount", { ...limit, amount: "-1" }],
    ["a fraction", { ...limit, amount: "1.5" }],
    ["a number", { ...limit, amount: 5 }],
    ["more than the books can hold", { ...limit, amount: "9223372036854775808" }],
    ["no amount", { currency: "BNB", kind: "wager", period: "day" }],
    ["a list", [limit]],
  ])("error: InvalidInput for %s", async (_what, body) => {
    const { accessToken: token } = await api.player();
    expect((await put(token, body)).body).toMatchObject({ status: 400, code: "INVALID_INPUT" });
  });

  test("error: UnknownCurrency", async () => {
    const { accessToken: token } = await api.player();
    expect((await put(token, { ...limit, currency: "DOGE" })).body).toMatchObject({
      status: 422,
      code: "UNKNOWN_CURRENCY",
    });
  });
});

describe("/users/me/self-exclusion", () => {
  test("default: bets are refused, over HTTP and sockets, and it cannot be shortened", async () => {
    const { accessToken: token } = await api.player();
    const until = inHours(24);
    const answer = await api.call(EXCLUDE, { method: "POST", body: { until }, token });
    expect(answer.body).toEqual({ limits: [], selfExcludedUntil: until });
    expect((await bet(token)).body).toMatchObject({ status: 403, code: "SELF_EXCLUDED", values: { until } });
    const socket = api.socket({ token });
    const acknowledged = await socket.timeout(60_000).emitWithAck("bet", diceBet());
    expect(acknowledged).toMatchObject({ ok: false, problem: { code: "SELF_EXCLUDED" } });
    const shorter = await api.call(EXCLUDE, { method: "POST", body: { until: inHours(1) }, token });
    expect(shorter.body).toMatchObject({ status: 422, code: "EXCLUSION_INVALID" });
    expect((await api.call(PATH, { token })).body.selfExcludedUntil).toBe(until);
  });

  test.each([
    ["no time", {}],
    ["no text", { until: 5 }],
    ["nonsense", { until: "tomorrow" }],
  ])("error: InvalidInput for %s", async (_what, body) => {
    const { accessToken: token } = await api.player();
    const answer = await api.call(EXCLUDE, { method: "POST", body, token });
    expect(answer.body).toMatchObject({ status: 400, code: "INVALID_INPUT" });
  });

  test("error: ExclusionInvalid in the past, Unauthenticated without a token", async () => {
    const { accessToken: token } = await api.player();
    const past = await api.call(EXCLUDE, { method: "POST", body: { until: inHours(-1) }, token });
    expect(past.body.code).toBe("EXCLUSION_INVALID");
    expect((await api.call(EXCLUDE, { method: "POST", body: { until: inHours(1) } })).status).toBe(401);
  });
});
