import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FEED_HOLD } from "#backend/modules/betFeed/feedChannels.ts";
import { ANSWER_TIMEOUT_MS, bet, ChannelHouse, idsOf, place } from "./channelHouse.ts";

let house: ChannelHouse;
beforeAll(async () => {
  house = await ChannelHouse.start();
});
afterAll(() => house.stop());
afterEach(() => house.closeSockets());

describe("join", () => {
  test("default: a snapshot first, then messages with the numbers that follow, the same in every process", async () => {
    const [here, there] = [await house.open(), await house.open({}, house.beside.url)];
    await house.publish("high", 2);
    expect(await here.join("high")).toEqual({ ok: true, resumed: false });
    expect(await there.join("high")).toEqual({ ok: true, resumed: false });
    const ids = await house.publish("high", 3);
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
    const first = await house.open();
    await first.join("high");
    await house.publish("high");
    await expect.poll(() => first.heard.high.length).toBe(2);
    const { epoch, seq } = first.heard.high.at(-1);
    first.socket.disconnect();
    const missed = await house.publish("high", 5);
    const second = await house.open({}, house.beside.url);
    expect(await second.join("high", { epoch, seq })).toEqual({ ok: true, resumed: true });
    const [next] = await house.publish("high");
    await expect.poll(() => idsOf(second.heard.high)).toEqual([...missed, next]);
    expect(second.heard.high.map((message) => message.seq - seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("behavior: what is not held any more is made up for by a snapshot", async () => {
    const first = await house.open();
    await first.join("high");
    await house.publish("high");
    await expect.poll(() => first.heard.high.length).toBe(2);
    const { epoch, seq } = first.heard.high.at(-1);
    // The other process may be behind by a few messages, and then still holds the missed ones.
    const watcher = await house.open({}, house.beside.url);
    await watcher.join("high");
    const last = (await house.publish("high", FEED_HOLD + 1)).at(-1);
    await expect.poll(() => idsOf(watcher.heard.high)).toContain(last);
    const second = await house.open({}, house.beside.url);
    expect(await second.join("high", { epoch, seq })).toEqual({ ok: true, resumed: false });
    await expect.poll(() => second.heard.high.length).toBe(1);
    expect(second.heard.high[0].snapshot).toBe(true);
  });

  test("behavior: places that never were are answered by a snapshot", async () => {
    await house.publish("high");
    const { heard, join } = await house.open();
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
    const { socket, heard, join } = await house.open();
    await join("high");
    await join("high");
    const [id] = await house.publish("high");
    await expect.poll(() => idsOf(heard.high.filter(({ snapshot }) => !snapshot))).toEqual([id]);
    socket.emit("leave", { channel: "high" });
    await place(socket, null);
    await house.publish("high", 3);
    await place(socket, null);
    expect(heard.high).toHaveLength(3);
  });

  test("behavior: garbage is refused, and the socket goes on", async () => {
    const { socket, join } = await house.open();
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
      const { ok, problem } = await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("join", garbage);
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
    const { rows } = await house.api.sql.query(
      "INSERT INTO tenants (slug, name) VALUES ('elsewhere', 'Elsewhere') RETURNING id",
    );
    const elsewhere: number = rows[0].id;
    const { socket, heard, join } = await house.open();
    await join("high");
    await expect.poll(() => heard.high.length).toBe(1);
    await socket
      .timeout(ANSWER_TIMEOUT_MS)
      .emitWithAck("join", { channel: "high", tenantId: elsewhere, tenant: "elsewhere" });
    const theirs = await house.publish("high", 3, elsewhere);
    const [ours] = await house.publish("high");
    await expect.poll(() => idsOf(heard.high)).toContain(ours);
    for (const id of theirs) expect(idsOf(heard.high)).not.toContain(id);
  });
});

describe("feed", () => {
  test("default: a bet over one process is seen by everyone at the other, without who made it", async () => {
    const player = await house.api.player(1_000_000n);
    const watcher = await house.open({}, house.beside.url);
    await watcher.join("feed");
    const { socket } = await house.openAs(player);
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
    const players = await Promise.all(Array.from({ length: 4 }, () => house.api.player(1_000_000_000n)));
    const watcher = await house.open({}, house.beside.url);
    await watcher.join("feed");
    const sockets = await Promise.all(
      players.map((player, index) =>
        house.openAs(player, index % 2 === 0 ? house.api.url : house.beside.url),
      ),
    );
    const startedAt = performance.now();
    await Promise.all(
      sockets.flatMap(({ socket }) => Array.from({ length: 100 }, () => place(socket, bet()))),
    );
    const count = () =>
      watcher.heard.feed
        .filter(({ snapshot }) => !snapshot)
        .reduce((sum, { bets, skipped }) => sum + bets.length + skipped, 0);
    await expect.poll(count).toBe(400);
    const tenths = (performance.now() - startedAt) / 100;
    expect(watcher.heard.feed.length - 1).toBeLessThanOrEqual(Math.ceil(tenths) + 1);
    for (const { bets } of watcher.heard.feed) expect(bets.length).toBeLessThanOrEqual(30);
  });

  test("behavior: high shows what paid much, and nothing else", async () => {
    const player = await house.api.player(1_000_000_000_000n);
    const watcher = await house.open();
    await watcher.join("high");
    const { socket } = await house.openAs(player);
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
    const player = await house.api.player(1_000_000n);
    const { socket } = await house.openAs(player);
    const other = await house.openAs(player, house.beside.url);
    const stranger = await house.openAs(await house.api.player(), house.beside.url);
    for (const { heard } of [other, stranger]) await expect.poll(() => heard.balance.length).toBe(1);
    const { result } = await place(socket, bet());
    await expect
      .poll(() => other.heard.balance.at(-1))
      .toEqual({ seq: 2, snapshot: false, balances: [result.balance] });
    expect(stranger.heard.balance).toHaveLength(1);
  });

  test("behavior: a bet over HTTP reaches the player's sockets everywhere", async () => {
    const player = await house.api.player(1_000_000n);
    const sockets = [await house.openAs(player), await house.openAs(player, house.beside.url)];
    for (const { join } of sockets) expect(await join("mine")).toEqual({ ok: true, resumed: false });
    const { body } = await house.api.call("/v1/casino/bets", {
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
    const player = await house.api.player(1_000_000n);
    const { socket, heard, join } = await house.openAs(player);
    const first = await place(socket, bet());
    await join("mine");
    await expect.poll(() => heard.mine).toMatchObject([{ seq: 1, snapshot: true }]);
    expect(idsOf(heard.mine)).toEqual([first.result.bet.betId]);
    const second = await place(socket, bet());
    await expect.poll(() => heard.mine.at(-1)).toMatchObject({ seq: 2, snapshot: false });
    expect(idsOf([heard.mine.at(-1)])).toEqual([second.result.bet.betId]);
    const stranger = await house.openAs(await house.api.player());
    await stranger.join("mine");
    await expect.poll(() => stranger.heard.mine).toEqual([{ seq: 1, snapshot: true, bets: [] }]);
  });

  test("behavior: activity begins with what happened last", async () => {
    const { heard } = await house.openAs(await house.api.player());
    await expect
      .poll(() => heard.activity)
      .toEqual([{ seq: 1, kind: "recent", deposits: [], withdrawals: [] }]);
  });
});
