import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Redis } from "ioredis";
import { z } from "zod";
import { type LogEntry, type LogPlace, readEntries, streamId } from "./liveLog.ts";
import { createRedis } from "./redis.ts";

export interface LiveReaderOptions {
  readonly redisUrl: string;
  /** For commands that do not wait. */
  readonly redis: Redis;
  readonly onEntry: (key: string, entry: LogEntry) => void;
  /** Redis answers again after it did not: what was said meanwhile may be lost. */
  readonly onBack: () => void;
  readonly onLost: (error: unknown) => void;
}

/** Follows logs on a connection of its own, without a gap as long as Redis still holds what was missed. */
export interface LiveReader {
  /** Follows a log from after the given place. */
  watch(key: string, after: LogPlace): void;
  unwatch(key: string): void;
  stop(): Promise<void>;
}

const MAX_READ = 256;
const BLOCK_MS = 2_000;
/** A server that does not answer by then, although it was to after `BLOCK_MS`, is lost. */
const ANSWER_TIMEOUT_MS = 5_000;
const RETRY_MS = 100;
/** A waiting read does not know of logs that are added: a word on this one ends the wait. */
const WAKE_KEPT_S = 60;

const answer = z.array(z.tuple([z.string(), z.unknown()])).nullable();
const wakeEntries = z.array(z.tuple([z.string(), z.unknown()]));

export function createLiveReader({
  redisUrl,
  redis,
  onEntry,
  onBack,
  onLost,
}: LiveReaderOptions): LiveReader {
  const wakeKey = `fairhouse:live:wake:${randomUUID()}`;
  const reader = createRedis({
    url: redisUrl,
    name: "fairhouse-live-reader",
    commandTimeoutMs: ANSWER_TIMEOUT_MS,
  });
  const watched = new Map<string, LogPlace>();
  let wakeId = "0";
  let isStopped = false;
  let isLost = false;

  async function readOnce(): Promise<void> {
    const keys = [...watched.keys(), wakeKey];
    const ids = [...watched.values()].map(streamId);
    const raw = await reader.xread("COUNT", MAX_READ, "BLOCK", BLOCK_MS, "STREAMS", ...keys, ...ids, wakeId);
    if (isLost) onBack();
    isLost = false;
    for (const [key, entries] of answer.parse(raw) ?? []) {
      if (key === wakeKey) wakeId = wakeEntries.parse(entries).at(-1)?.[0] ?? wakeId;
      else for (const entry of readEntries(entries)) hear(key, entry);
    }
  }

  function hear(key: string, entry: LogEntry): void {
    if (!watched.has(key)) return;
    watched.set(key, entry.place);
    onEntry(key, entry);
  }

  async function readOn(): Promise<void> {
    // Nothing can have been missed before the first connection stands.
    while (!isStopped && reader.status !== "ready") await setTimeout(RETRY_MS);
    while (!isStopped) {
      try {
        await readOnce();
      } catch (error) {
        if (isStopped) return;
        if (!isLost) onLost(error);
        isLost = true;
        // An answer that came too late would be taken for the next one's.
        if (reader.status === "ready") reader.disconnect(true);
        await setTimeout(RETRY_MS);
      }
    }
  }

  const reading = readOn();
  return {
    watch(key, after) {
      watched.set(key, after);
      // Should it fail, the read ends by itself after `BLOCK_MS`.
      redis
        .multi()
        .xadd(wakeKey, "MAXLEN", 1, "*", "wake", "1")
        .expire(wakeKey, WAKE_KEPT_S)
        .exec()
        .catch(() => undefined);
    },
    unwatch: (key) => void watched.delete(key),
    async stop() {
      isStopped = true;
      reader.disconnect();
      await reading;
    },
  };
}
