import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Redis } from "ioredis";
import type { Socket } from "socket.io-client";
import { io } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createRedis } from "#backend/adapters/redis.ts";
import { FEED_HOLD } from "#backend/modules/betFeed/feedChannels.ts";
import { createLivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import { startRedis } from "#scripts/runtime/redis.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";

let api: TestApi;
let beside: { readonly url: string; stop(): Promise<void> };
let redis: Redis;
beforeAll(async () => {
  api = await TestApi.start({ BETS_PER_SECOND: "500", BETS_BURST: "1000" });
  beside = await api.startBeside();
  redis = createRedis({ url: api.redisUrl, name: "test" });
});
afterAll(async () => {
  redis.disconnect();
  await beside.stop();
  await api.stop();
});

const opened: Socket[] = [];
afterEach(() => {
  for (const socket of opened.splice(0)) socket.disconnect();
});

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
type Message = any;

const EVENTS = ["feed", "high", "mine", "balance", "activity", "notice", "closing", "disconnect"] as const;

/** A connected socket that keeps everything it was told, by event. */
async function open(auth: Record<string, unknown> = {}, url = api.url) {
  const socket = api.socket(auth, url);
  opened.push(socket);
  const heard = Object.fromEntries(EVENTS.map((event) => [event, []])) as unknown as Record<
    (typeof EVENTS)[number],
    Message[]
  >;
  for (const event of EVENTS) socket.on(event, (message: Message) => heard[event].push(message));
  await new Promise<void>((resolve, reject) => {
    socket.on("connect", resolve);
    socket.on("connect_error", reject);
  });
  const join = (channel: string, from?: unknown): Promise<Message> =>
    socket.timeout(5_000).emitWithAck("join", { channel, ...(from === undefined ? {} : { from }) });
  return { socket, heard, join };
}

const openAs = (player: SignedIn, url = api.url) => open({ token: player.accessToken }, url);

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

const place = (socket: Socket, message: unknown): Promise<Message> =>
  socket.timeout(5_000).emitWithAck("bet", message);

const feedBet = (betId = crypto.randomUUID()) => ({
  betId,
  game: "dice",
  currency: "BNB",
  stake: "1",
  payout: "0",
  multiplier: { numerator: "0", denominator: "1" },
  createdAt: new Date().toISOString(),
  player: "ABCDEF",
});

/** Puts messages on a channel as any process would; each holds one bet whose id tells them apart. */
async function publish(channel: "feed" | "high", count = 1, tenantId = api.tenantId) {
  const live = createLivePublisher(redis);
  const ids = [];
  for (let index = 0; index < count; index++) {
    const shown = feedBet();
    ids.push(shown.betId);
    const taken = await live.publish(tenantId, {
      channel,
      hold: FEED_HOLD,
      body: { bets: [shown], skipped: 0 },
    });
    expect(taken).toBe(true);
  }
  return ids;
}

const idsOf = (messages: Message[]) =>
  messages.flatMap(({ bets }) => bets.map(({ betId }: Message) => betId));

describe("join", () => {
  test("default: a snapshot first, then messages with the numbers that follow, the same in every process", async () => {
    const [here, there] = [await open(), await open({}, beside.url)];
    await publish("high", 2);
    expect(await here.join("high")).toEqual({ ok: true, resumed: false });
    expect(await there.join("high")).toEqual({ ok: true, resumed: false });
    const ids = await publish("high", 3);
    for (const { heard } of [here, there]) {
      await expect.poll(() => heard.high.length).toBe(4);
      const [snapshot, ...messages] = heard.high;
      expect(snapshot).toMatchObject({ snapshot: true, skipped: 0 });
      expect(idsOf([snapshot]).length).toBeGreaterThanOrEqual(2);
      expect(idsOf(messages)).toEqual(ids);
      expect(messages.map(({ seq }) => seq - snapshot.seq)).toEqual([1, 2, 3]);
      expect(messages.map(({ snapshot: isSnapshot }) => isSnapshot)).toEqual([false, false, false]);
    }
    expect(here.heard.high.slice(1)).toEqual(there.heard.high.slice(1));
  });

  test("behavior: a socket that comes back to another process gets just what it missed", async () => {
    const first = await open();
    await first.join("high");
    await publish("high");
    await expect.poll(() => first.heard.high.length).toBe(2);
    const { epoch, seq } = first.heard.high.at(-1);
    first.socket.disconnect();
    const missed = await publish("high", 5);
    const second = await open({}, beside.url);
    expect(await second.join("high", { epoch, seq })).toEqual({ ok: true, resumed: true });
    const [next] = await publish("high");
    await expect.poll(() => idsOf(second.heard.high)).toEqual([...missed, next]);
    expect(second.heard.high.map((message) => message.seq - seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("behavior: what is not held any more is made up for by a snapshot", async () => {
    const first = await open();
    await first.join("high");
    await publish("high");
    await expect.poll(() => first.heard.high.length).toBe(2);
    const { epoch, seq } = first.heard.high.at(-1);
    // The other process may be behind by a few messages, and then still holds the missed ones.
    const watcher = await open({}, beside.url);
    await watcher.join("high");
    const last = (await publish("high", FEED_HOLD + 1)).at(-1);
    await expect.poll(() => idsOf(watcher.heard.high)).toContain(last);
    const second = await open({}, beside.url);
    expect(await second.join("high", { epoch, seq })).toEqual({ ok: true, resumed: false });
    await expect.poll(() => second.heard.high.length).toBe(1);
    expect(second.heard.high[0].snapshot).toBe(true);
  });

  test("behavior: places that never were are answered by a snapshot", async () => {
    await publish("high");
    const { heard, join } = await open();
    for (const from of [
      { epoch: 0, seq: 0 },
      { epoch: 1, seq: 5 },
      { epoch: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER },
    ]) {
      expect(await join("high", from)).toEqual({ ok: true, resumed: false });
    }
    await expect.poll(() => heard.high.map(({ snapshot }) => snapshot)).toEqual([true, true, true]);
  });

  test("behavior: joining twice does not say everything twice; leaving ends it", async () => {
    const { socket, heard, join } = await open();
    await join("high");
    await join("high");
    const [id] = await publish("high");
    await expect.poll(() => idsOf(heard.high.filter(({ snapshot }) => !snapshot))).toEqual([id]);
    socket.emit("leave", { channel: "high" });
    await place(socket, null);
    await publish("high", 3);
    await place(socket, null);
    expect(heard.high).toHaveLength(3);
  });

  test("behavior: garbage is refused, and the socket goes on", async () => {
    const { socket, join } = await open();
    for (const garbage of [
      null,
      5,
      "feed",
      [],
      {},
      { channel: "balance" },
      { channel: 7 },
      { channel: "feed", from: 3 },
    ]) {
      const { ok, problem } = await socket.timeout(5_000).emitWithAck("join", garbage);
      expect([ok, problem.code]).toEqual([false, "INVALID_INPUT"]);
    }
    for (const from of [{ epoch: -1, seq: 0 }, { epoch: 1.5, seq: 0 }, { epoch: "1", seq: 1 }, { seq: 1 }]) {
      expect((await join("high", from)).problem.code).toBe("INVALID_INPUT");
    }
    socket.emit("join");
    socket.emit("leave", { channel: {} });
    socket.emit("leave");
    expect((await join("mine")).problem.code).toBe("UNAUTHENTICATED");
    expect(await join("high")).toMatchObject({ ok: true });
  });

  test("behavior: nobody hears another house, whatever is asked for", async () => {
    const { rows } = await api.sql.query(
      "INSERT INTO tenants (slug, name) VALUES ('elsewhere', 'Elsewhere') RETURNING id",
    );
    const elsewhere: number = rows[0].id;
    const { socket, heard, join } = await open();
    await join("high");
    await expect.poll(() => heard.high.length).toBe(1);
    await socket
      .timeout(5_000)
      .emitWithAck("join", { channel: "high", tenantId: elsewhere, tenant: "elsewhere" });
    const theirs = await publish("high", 3, elsewhere);
    const [ours] = await publish("high");
    await expect.poll(() => idsOf(heard.high)).toContain(ours);
    for (const id of theirs) expect(idsOf(heard.high)).not.toContain(id);
  });
});

describe("feed", () => {
  test("default: a bet over one process is seen by everyone at the other, without who made it", async () => {
    const player = await api.player(1_000_000n);
    const watcher = await open({}, beside.url);
    await watcher.join("feed");
    const { socket } = await openAs(player);
    const { result } = await place(socket, bet());
    await expect.poll(() => idsOf(watcher.heard.feed)).toContain(result.bet.betId);
    const shown = watcher.heard.feed
      .flatMap(({ bets }) => bets)
      .find(({ betId }) => betId === result.bet.betId);
    expect(Object.keys(shown).toSorted()).toEqual(
      ["betId", "createdAt", "currency", "game", "multiplier", "payout", "player", "stake"].toSorted(),
    );
    const everything = JSON.stringify(watcher.heard.feed).toLowerCase();
    expect(everything).not.toContain(player.userId);
    expect(everything).not.toContain(player.account.address.toLowerCase().slice(2));
  });

  test("behavior: hundreds of bets a second are at most ten messages a second, and every bet is counted", async () => {
    const players = await Promise.all(Array.from({ length: 4 }, () => api.player(1_000_000_000n)));
    const watcher = await open({}, beside.url);
    await watcher.join("feed");
    const sockets = await Promise.all(
      players.map((player, index) => openAs(player, index % 2 === 0 ? api.url : beside.url)),
    );
    const startedAt = performance.now();
    await Promise.all(
      sockets.flatMap(({ socket }) => Array.from({ length: 100 }, () => place(socket, bet()))),
    );
    const count = () =>
      watcher.heard.feed
        .filter(({ snapshot }) => !snapshot)
        .reduce((sum, { bets, skipped }) => sum + bets.length + skipped, 0);
    await expect.poll(count, { timeout: 5_000 }).toBe(400);
    const tenths = (performance.now() - startedAt) / 100;
    expect(watcher.heard.feed.length - 1).toBeLessThanOrEqual(Math.ceil(tenths) + 1);
    for (const { bets } of watcher.heard.feed) expect(bets.length).toBeLessThanOrEqual(30);
  });

  test("behavior: high shows what paid much, and nothing else", async () => {
    const player = await api.player(1_000_000_000_000n);
    const watcher = await open();
    await watcher.join("high");
    const { socket } = await openAs(player);
    const wins = [];
    for (let attempt = 0; attempt < 12; attempt++) {
      const { result } = await place(socket, bet({ stake: "100000000" }));
      if (result.bet.payout !== "0") wins.push(result.bet.betId);
      await place(socket, bet());
    }
    await expect.poll(() => idsOf(watcher.heard.high.filter(({ snapshot }) => !snapshot))).toEqual(wins);
  });
});

describe("own channels", () => {
  test("behavior: a bet over one process brings the balance to the player's socket at the other", async () => {
    const player = await api.player(1_000_000n);
    const { socket } = await openAs(player);
    const other = await openAs(player, beside.url);
    const stranger = await openAs(await api.player(), beside.url);
    await expect.poll(() => other.heard.balance.length).toBe(1);
    const { result } = await place(socket, bet());
    await expect
      .poll(() => other.heard.balance.at(-1))
      .toEqual({ seq: 2, snapshot: false, balances: [result.balance] });
    expect(stranger.heard.balance).toHaveLength(1);
  });

  test("behavior: a bet over HTTP reaches the player's sockets everywhere", async () => {
    const player = await api.player(1_000_000n);
    const sockets = [await openAs(player), await openAs(player, beside.url)];
    for (const { join } of sockets) expect(await join("mine")).toEqual({ ok: true, resumed: false });
    const { body } = await api.call("/v1/casino/bets", {
      method: "POST",
      token: player.accessToken,
      headers: { "idempotency-key": crypto.randomUUID() },
      body: bet(),
    });
    for (const { heard } of sockets) {
      await expect.poll(() => heard.balance.at(-1)?.balances).toEqual([body.balance]);
      await expect.poll(() => idsOf(heard.mine)).toContain(body.bet.betId);
    }
  });

  test("behavior: mine begins with the last bets, and shows each once it is settled", async () => {
    const player = await api.player(1_000_000n);
    const { socket, heard, join } = await openAs(player);
    const first = await place(socket, bet());
    await join("mine");
    await expect.poll(() => heard.mine).toMatchObject([{ seq: 1, snapshot: true }]);
    expect(idsOf(heard.mine)).toEqual([first.result.bet.betId]);
    const second = await place(socket, bet());
    await expect.poll(() => heard.mine.at(-1)).toMatchObject({ seq: 2, snapshot: false });
    expect(idsOf([heard.mine.at(-1)])).toEqual([second.result.bet.betId]);
    const stranger = await openAs(await api.player());
    await stranger.join("mine");
    await expect.poll(() => stranger.heard.mine).toEqual([{ seq: 1, snapshot: true, bets: [] }]);
  });

  test("behavior: activity begins with what happened last", async () => {
    const { heard } = await openAs(await api.player());
    await expect
      .poll(() => heard.activity)
      .toEqual([{ seq: 1, kind: "recent", deposits: [], withdrawals: [] }]);
  });
});

describe("limits", () => {
  test("error: TooManyConnections", async () => {
    const player = await api.player();
    await Promise.all(Array.from({ length: 64 }, () => openAs(player)));
    await expect(openAs(player)).rejects.toMatchObject({
      message: "TOO_MANY_CONNECTIONS",
      data: { status: 429, code: "TOO_MANY_CONNECTIONS" },
    });
    await openAs(await api.player());
  });

  test("behavior: a socket that does not read is closed, and says why", { timeout: 30_000 }, async () => {
    const { socket, heard, join } = await open();
    await join("high");
    const transport = (socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
    transport.pause();
    // More than the network between the two takes by itself.
    const body = { bets: [], skipped: 0, padding: "x".repeat(1_000_000) };
    const live = createLivePublisher(redis);
    for (let index = 0; index < 30; index++)
      await live.publish(api.tenantId, { channel: "high", hold: 60, body });
    await expect
      .poll(() => api.logLines.some((line) => line.includes("does not read")), { timeout: 15_000 })
      .toBe(true);
    transport.resume();
    await expect.poll(() => heard.closing, { timeout: 5_000 }).toMatchObject([{ code: "SLOW_CONSUMER" }]);
    await expect.poll(() => heard.disconnect, { timeout: 5_000 }).toHaveLength(1);
  });

  test("behavior: a thousand sockets connect, join and hear the same", { timeout: 60_000 }, async () => {
    await redis.del(`fairhouse:live:{${api.tenantId}:high}`);
    const sockets = Array.from({ length: 1_000 }, (_, index) =>
      io(index % 2 === 0 ? api.url : beside.url, {
        path: "/socket.io",
        transports: ["websocket"],
        forceNew: true,
      }),
    );
    try {
      const heard = sockets.map((socket) => {
        const messages: Message[] = [];
        socket.on("high", (message: Message) => messages.push(message));
        return messages;
      });
      const acks = await Promise.all(
        sockets.map((socket) => socket.timeout(30_000).emitWithAck("join", { channel: "high" })),
      );
      expect(acks.every(({ ok }) => ok)).toBe(true);
      const ids = await publish("high", 5);
      await expect
        .poll(() => heard.filter((messages) => ids.every((id) => idsOf(messages).includes(id))).length, {
          timeout: 20_000,
        })
        .toBe(1_000);
    } finally {
      for (const socket of sockets) socket.disconnect();
    }
  });
});

describe("when Redis is lost", () => {
  test("behavior: nothing is silently missing once it is back", { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "fairhouse-channels-"));
    const server = await startRedis({ dir: join(folder, "first") });
    const own = await TestApi.start({ REDIS_URL: server.url });
    const player = await own.player(1_000_000n);
    const socket = own.socket({ token: player.accessToken });
    const heard: Message[] = [];
    const balances: Message[] = [];
    socket.on("feed", (message: Message) => heard.push(message));
    socket.on("balance", (message: Message) => balances.push(message));
    await socket.timeout(5_000).emitWithAck("join", { channel: "feed" });
    const before = await place(socket, bet());
    await expect.poll(() => idsOf(heard)).toContain(before.result.bet.betId);
    const countBefore = balances.length;

    await server.stop();
    expect((await place(socket, bet())).problem.code).toBe("GATE_UNAVAILABLE");
    await own.move("custody", "player_cash", 5n, player.userId);
    // Another server at the same address, which knows nothing.
    await mkdir(join(folder, "second"));
    await cp(join(folder, "first", "password"), join(folder, "second", "password"));
    const back = await startRedis({ dir: join(folder, "second"), port: server.port });

    await expect.poll(async () => (await place(socket, bet())).ok, { timeout: 10_000 }).toBe(true);
    const after = await place(socket, bet());
    await expect.poll(() => idsOf(heard), { timeout: 10_000 }).toContain(after.result.bet.betId);
    const restart = heard.findIndex(({ epoch }) => epoch !== heard[0].epoch && epoch === heard.at(-1).epoch);
    expect(heard[restart]).toMatchObject({ snapshot: true });
    await expect.poll(() => balances.slice(countBefore).some(({ snapshot }) => snapshot)).toBe(true);

    await own.stop();
    await back.stop();
    await rm(folder, { recursive: true });
  });
});
