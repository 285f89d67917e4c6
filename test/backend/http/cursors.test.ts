import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedIn, TestApi } from "./testApi.ts";

let api: TestApi;
let admin: SignedIn;
beforeAll(async () => {
  api = await TestApi.start();
  admin = await api.staff("admin");
});
afterAll(() => api.stop());

const id = randomUUID();
const at = "2026-11-21T12:00:00.000000Z";
const NUMBERS = ["-1", "", "1e3", "0x1", "1\u0000", "9".repeat(19), "9".repeat(40), 1, null, {}];
const INTEGERS = [-1, 2 ** 31, 1.5, 1e300, "1", null, []];
const IDS = ["", "\u0000", `${id}\u0000`, "1", 1, null, `${id}0`];
const TIMES = [
  ...["0000-01-01T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z", "+010000-01-01T00:00:00.000000Z"],
  ...["2026-11-21T12:00:00Z", "2026-02-30T00:00:00.000000Z", "infinity", "\u0000", "", 0, null],
];
const PATHS = ["", "\u0000", "/\u0000", "//", "/x/", `/${id}`, `/${`${id}/`.repeat(4)}`, "\ud800", 1, null];

/** Of each list a place that it could have given out, and for every part of that, what it could not. */
const LISTS: Record<string, { place: object; bad: Record<string, readonly unknown[]>; query?: string }> = {
  "/admin/games/changes": {
    place: { at, kind: "game", id: "7" },
    bad: { at: TIMES, kind: ["", "GAME", "game\u0000", 1, null], id: NUMBERS },
  },
  "/agents/changes": { place: { change: "7" }, bad: { change: NUMBERS } },
  "/agents/downline": { place: { path: "/", id }, bad: { path: PATHS, id: IDS } },
  "/agents/invitations": { place: { at, id }, bad: { at: TIMES, id: IDS } },
  "/agents/payouts": { place: { at, id }, bad: { at: TIMES, id: IDS } },
  "/agents/statement": { place: { at, id }, bad: { at: TIMES, id: IDS } },
  "/casino/bets": {
    place: { own: { seedId: "7", nonce: 3 }, shared: `7/${id}` },
    bad: {
      own: [...placesOf("seedId", NUMBERS, { nonce: 3 }), ...placesOf("nonce", INTEGERS, { seedId: "7" })],
      shared: ["", "7", "7/", `/${id}`, `7/${id}/`, `${"9".repeat(19)}/${id}`, `7\u0000/${id}`, 7, null],
    },
  },
  "/checkpoints": { place: { checkpoint: "7" }, bad: { checkpoint: NUMBERS } },
  "/crash/bets": { place: { roundId: "7", id }, bad: { roundId: NUMBERS, id: IDS } },
  "/crash/rounds": { place: { number: "7" }, bad: { number: NUMBERS }, query: "currency=BNB&" },
  "/fairness/epochs": { place: { id: "7" }, bad: { id: NUMBERS } },
  "/fairness/seeds/past": { place: { seedId: "7" }, bad: { seedId: NUMBERS } },
  "/monitoring/governance/changes": {
    place: { block: "7", log: 3, vault: 1 },
    bad: { block: NUMBERS, log: INTEGERS, vault: INTEGERS },
  },
  "/monitoring/jobs": { place: { createdAt: at, id }, bad: { createdAt: TIMES, id: IDS } },
  "/monitoring/reconciliation/history": { place: { comparison: "7" }, bad: { comparison: NUMBERS } },
  "/monitoring/suspense": { place: { since: at, id }, bad: { since: TIMES, id: IDS } },
  "/payouts": {
    place: { createdAt: at, id: `0x${"ab".repeat(32)}` },
    bad: { createdAt: TIMES, id: [...IDS, `0x${"AB".repeat(32)}`, `0x${"ab".repeat(31)}\u0000a`] },
  },
  "/users/me/deposits": { place: { deposit: id }, bad: { deposit: IDS } },
  "/users/me/withdrawals": { place: { withdrawal: id }, bad: { withdrawal: IDS } },
  "/users/{id}/history": {
    place: { bet: { seedId: "7", nonce: 3 }, deposit: id, withdrawal: id, crashBet: id, betVoid: id },
    bad: {
      bet: [...placesOf("seedId", NUMBERS, { nonce: 3 }), ...placesOf("nonce", INTEGERS, { seedId: "7" })],
      ...{ deposit: IDS, withdrawal: IDS, crashBet: IDS, commissionPayout: IDS, betVoid: IDS },
    },
  },
};

function placesOf(part: string, values: readonly unknown[], others: object): object[] {
  return values.map((value) => ({ ...others, [part]: value }));
}

const encode = (place: unknown) => Buffer.from(JSON.stringify(place) ?? "").toString("base64url");

async function ask(path: string, cursor: string) {
  const query = `${LISTS[path]?.query ?? ""}cursor=${encodeURIComponent(cursor)}`;
  const { status, body } = await api.call(`/v1${path.replace("{id}", "me")}?${query}`, {
    token: admin.accessToken,
  });
  return { cursor, status, code: body.code };
}

const refusal = (cursor: string) => ({ cursor, status: 400, code: "CURSOR_INVALID" });

test("behavior: no list is left out", async () => {
  const { body } = await api.call("/openapi.json");
  const paths = Object.entries<{ get?: { parameters?: { name: string }[] } }>(body.paths);
  const lists = paths.filter(([, { get }]) => get?.parameters?.some(({ name }) => name === "cursor"));
  expect(lists.map(([path]) => path).toSorted()).toEqual(Object.keys(LISTS).toSorted());
});

describe.each(Object.entries(LISTS))("%s", (path, { place, bad }) => {
  test("default: a place that it could have given out", async () => {
    expect(await ask(path, encode(place))).toMatchObject({ status: 200 });
  });

  test("error: CursorInvalid of whatever is no place", async () => {
    const cursors = [
      ...["\u0000", "%", "null", "ÿþ".repeat(20)],
      ...[null, 0, "", [], [[]], { place }, { ...place, more: 1 }].map(encode),
      Buffer.from('{"__proto__":{"id":1}}').toString("base64url"),
    ];
    for (const cursor of cursors) expect(await ask(path, cursor)).toEqual(refusal(cursor));
  });

  test("error: CursorInvalid of every part that the database could not compare with", async () => {
    for (const [part, values] of Object.entries(bad))
      for (const value of values) {
        const cursor = encode({ ...place, [part]: value });
        expect([part, value, await ask(path, cursor)]).toEqual([part, value, refusal(cursor)]);
      }
  });

  test("error: CursorInvalid of other lists' places, or InvalidInput of those too long", async () => {
    for (const [other, { place: theirs }] of Object.entries(LISTS)) {
      // Some are places of the same form, and then mean what they say.
      if (Object.keys(theirs).every((part) => part in place)) continue;
      const cursor = encode(theirs);
      expect([other, await ask(path, cursor)]).toMatchObject([other, { status: 400 }]);
    }
  });
});
