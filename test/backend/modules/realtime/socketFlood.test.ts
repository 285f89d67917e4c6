import pg from "pg";
import type { Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { SOCKET_READINGS_AT_ONCE } from "#backend/modules/realtime/socketReadings.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";

/** With every limit as it is by default. */
let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ REQUESTS_PER_MINUTE: "6000" });
});
afterAll(() => api.stop());

/** What the API may read at once for itself, beside all sockets: switches, the house's money, crash bets, old rounds. */
const OWN_READINGS = 4;

/** What was taken from the API's connections to Postgres: how often, and how many at once. */
const use = { taken: 0, most: 0 };
beforeEach(() => {
  const connect = pg.Pool.prototype.connect;
  vi.spyOn(pg.Pool.prototype, "connect").mockImplementation(function (this: pg.Pool, done) {
    if (this.options.application_name === "fairhouse_api") {
      use.taken += 1;
      use.most = Math.max(use.most, this.totalCount - this.idleCount + this.waitingCount + 1);
    }
    return connect.call(this, done);
  });
});
const sockets: Socket[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const socket of sockets.splice(0)) socket.disconnect();
});

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Answer = any;

async function open(auth: Record<string, unknown> = {}): Promise<Socket> {
  const socket = api.socket(auth);
  sockets.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.on("connect", resolve);
    socket.on("connect_error", reject);
  });
  return socket;
}

const openMany = (count: number, player?: SignedIn) =>
  Promise.all(
    Array.from({ length: count }, () => open(player === undefined ? {} : { token: player.accessToken })),
  );

/** Only a failure waits so long. */
const ANSWER_TIMEOUT_MS = 120_000;

type Question = [event: string, request?: object];

/** Everyone sends so many at once, and is answered. */
async function flood(from: readonly Socket[], times: number, ...message: Question): Promise<Answer[]> {
  const asked = from.flatMap((socket) =>
    Array.from({ length: times }, () => socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(...message)),
  );
  return Promise.all(asked);
}

const granted = (answers: readonly Answer[]) => answers.filter(({ ok }) => ok).length;
const refusals = (answers: readonly Answer[]) =>
  new Set(answers.filter(({ ok }) => !ok).map(({ problem }) => problem.code));

/** Seconds since now, rounded up. */
function stopwatch(): () => number {
  const startedAt = performance.now();
  return () => Math.ceil((performance.now() - startedAt) / 1_000);
}

function reset(): void {
  Object.assign(use, { taken: 0, most: 0 });
}

/** Somebody else looks at an account, and bets. @returns the statuses of all answers */
async function play(player: SignedIn, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const betId = crypto.randomUUID();
    const body = {
      ...{ betId, game: "dice", currency: "BNB", stake: "1000" },
      params: { targetHundredths: 5_000, direction: "over" },
    };
    const headers = { "idempotency-key": betId };
    const { accessToken: token } = player;
    statuses.push((await api.call("/v1/users/me", { token })).status);
    statuses.push((await api.call("/v1/casino/bets", { method: "POST", token, headers, body })).status);
  }
  return statuses;
}

describe("visitors", () => {
  test("behavior: who joins the public channels at once shares their snapshots", async () => {
    const visitors = await openMany(40);
    reset();
    for (const channel of ["crash", "crashBets"]) {
      expect(granted(await flood(visitors, 1, "join", { channel }))).toBe(40);
    }
    expect(use.taken).toBeLessThan(20);
    expect(use.most).toBeLessThanOrEqual(SOCKET_READINGS_AT_ONCE + OWN_READINGS);
  });

  test("behavior: forty that hammer `sync` cost a few readings, and nobody else an answer", async () => {
    const player = await api.player();
    const visitors = await openMany(40);
    await flood(visitors, 1, "sync");
    reset();
    const secondsSince = stopwatch();
    const answers = await flood(visitors, 100, "sync");
    expect(answers).toHaveLength(4_000);
    expect(granted(answers)).toBeGreaterThan(0);
    // What one address may ask: 300 at once, and 20 a second while the flood lasts.
    expect(granted(answers)).toBeLessThanOrEqual(300 + 20 * secondsSince());
    expect(refusals(answers)).toEqual(new Set(["RATE_LIMITED"]));
    expect(answers.find(({ ok }) => !ok).problem.retryAfterMs).toBeGreaterThan(0);
    expect(use.taken).toBeLessThan(100);
    expect(use.most).toBeLessThanOrEqual(SOCKET_READINGS_AT_ONCE + OWN_READINGS);

    const [, statuses] = await Promise.all([flood(visitors, 100, "sync"), play(player, 20)]);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

describe("a player", () => {
  test("behavior: who hammers all that can be asked costs a few readings, and nobody else an answer", async () => {
    const other = await api.player();
    const windows = await openMany(32, await api.player());
    const questions: Question[] = [["join", { channel: "mine" }], ["crashMine"], ["sync"]];
    reset();
    for (const question of questions) expect(granted(await flood(windows, 1, ...question))).toBe(32);
    expect(use.taken).toBeGreaterThanOrEqual(4);
    expect(use.taken).toBeLessThan(50);
    const secondsSince = stopwatch();
    const answers = (await Promise.all(questions.map((question) => flood(windows, 60, ...question)))).flat();
    expect(granted(answers)).toBeGreaterThan(0);
    // What one user may ask: 160 at once, of which most was asked above, and 5 a second while the flood lasts.
    expect(granted(answers)).toBeLessThanOrEqual(160 + 5 * secondsSince());
    expect(refusals(answers)).toEqual(new Set(["RATE_LIMITED"]));
    expect(use.taken).toBeLessThan(200);
    expect(use.most).toBeLessThanOrEqual(SOCKET_READINGS_AT_ONCE + OWN_READINGS);

    const [, statuses] = await Promise.all([
      flood(windows, 100, "join", { channel: "mine" }),
      play(other, 20),
    ]);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test("behavior: of two hundred windows opened at once sixty-four stay open, and closing them makes room", async () => {
    const player = await api.player();
    const opened = await Promise.allSettled(
      Array.from({ length: 200 }, () => open({ token: player.accessToken })),
    );
    expect(opened.filter(({ status }) => status === "fulfilled")).toHaveLength(64);
    for (const result of opened)
      if (result.status === "rejected")
        expect(result.reason).toMatchObject({ message: "TOO_MANY_CONNECTIONS", data: { status: 429 } });
    for (const socket of sockets.splice(0)) socket.disconnect();
    await expect.poll(() => openMany(1, player)).toHaveLength(1);
  });
});
