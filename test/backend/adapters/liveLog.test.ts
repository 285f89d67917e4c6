import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLiveLog, type LiveLog } from "#backend/adapters/liveLog.ts";
import { createLiveReader } from "#backend/adapters/liveReader.ts";
import { createRedis } from "#backend/adapters/redis.ts";
import { testRedisUrl } from "#test/support/services.ts";

let redisUrl: string;
let redis: Redis;
let log: LiveLog;
beforeAll(async () => {
  redisUrl = await testRedisUrl();
  redis = createRedis({ url: redisUrl, name: "test" });
  await new Promise((resolve) => redis.once("ready", resolve));
  log = createLiveLog(redis);
});
afterAll(() => redis.disconnect());

const newKey = () => `test:${crypto.randomUUID()}`;
const message = (body: string, overrides = {}) => ({
  body,
  hold: 3,
  isNewLog: false,
  paceMs: 0,
  ...overrides,
});

describe("createLiveLog", () => {
  test("default: messages are numbered from 1, and the newest are kept", async () => {
    const key = newKey();
    const places = [];
    for (const body of ["a", "b", "c", "d"]) places.push(await log.append(key, message(body)));
    expect(places.map((place) => place?.seq)).toEqual([1, 2, 3, 4]);
    expect(new Set(places.map((place) => place?.epoch)).size).toBe(1);
    expect((await log.last(key, 10)).map(({ body }) => body)).toEqual(["b", "c", "d"]);
  });

  test("behavior: many writers at once share one numbering without a gap", async () => {
    const key = newKey();
    const writers = Array.from({ length: 4 }, () => redis.duplicate());
    await Promise.all(writers.map((each) => new Promise((resolve) => each.once("ready", resolve))));
    const places = await Promise.all(
      writers.flatMap((each) =>
        Array.from({ length: 50 }, () => createLiveLog(each).append(key, message("x", { hold: 500 }))),
      ),
    );
    for (const each of writers) each.disconnect();
    expect(places.map((place) => place?.seq).toSorted((a, b) => a! - b!)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
  });

  test("behavior: a new log has a later epoch and begins at 1", async () => {
    const key = newKey();
    const first = await log.append(key, message("a"));
    const second = await log.append(key, message("b", { isNewLog: true }));
    expect(second?.seq).toBe(1);
    expect(second?.epoch).toBeGreaterThan(first!.epoch);
    expect(await log.append(key, message("c"))).toEqual({ epoch: second?.epoch, seq: 2 });
  });

  test("behavior: what comes too soon is refused and takes no number", async () => {
    const key = newKey();
    expect(await log.append(key, message("a", { paceMs: 60_000 }))).toMatchObject({ seq: 1 });
    expect(await log.append(key, message("b", { paceMs: 60_000 }))).toBeNull();
    expect(await log.append(key, message("c"))).toMatchObject({ seq: 2 });
  });
});

describe("createLiveReader", () => {
  test("default: follows logs that are added while it waits, from where it is told", async () => {
    const heard: string[] = [];
    const reader = createLiveReader({
      redisUrl,
      redis,
      onEntry: (_key, { place, body }) => heard.push(`${place.seq}${body}`),
      onBack: () => undefined,
      onLost: () => undefined,
    });
    const [first, second] = [newKey(), newKey()];
    const place = await log.append(first, message("a"));
    await log.append(first, message("b"));
    reader.watch(first, place!);
    await expect.poll(() => heard).toEqual(["2b"]);
    reader.watch(second, { epoch: 0, seq: 0 });
    await log.append(second, message("x"));
    await expect.poll(() => heard).toEqual(["2b", "1x"]);
    reader.unwatch(first);
    await log.append(first, message("c"));
    await log.append(second, message("y"));
    await expect.poll(() => heard).toEqual(["2b", "1x", "2y"]);
    await reader.stop();
  });

  test("behavior: a connection that is cut loses nothing that is held", async () => {
    const heard: string[] = [];
    const reader = createLiveReader({
      redisUrl,
      redis,
      onEntry: (_key, { body }) => heard.push(body),
      // Whether the driver asks again by itself or the reader does: what is held is heard.
      onBack: () => undefined,
      onLost: () => undefined,
    });
    const key = newKey();
    reader.watch(key, { epoch: 0, seq: 0 });
    await log.append(key, message("a"));
    await expect.poll(() => heard).toEqual(["a"]);
    const { length } = heard;
    const mine = String(await redis.client("LIST"))
      .split("\n")
      // The newest: the connection of an earlier reader may still be listed.
      .findLast(
        (line) =>
          line.includes("name=fairhouse-live-reader") &&
          line.includes(`db=${new URL(redisUrl).pathname.slice(1)} `),
      );
    await redis.client("KILL", "ID", /\bid=(\d+)/.exec(mine!)![1]!);
    await log.append(key, message("b"));
    await log.append(key, message("c"));
    await expect.poll(() => heard.slice(length)).toEqual(["b", "c"]);
    await reader.stop();
  });
});
