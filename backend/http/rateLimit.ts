import type { RequestHandler } from "express";
import { type ClientRateLimitInfo, rateLimit, type Store } from "express-rate-limit";
import type { Redis } from "ioredis";
import { RateLimited } from "./failures.ts";

const WINDOW_MS = 60_000;

/** Counts a hit and answers the count and the milliseconds left in its window, in one step. */
const COUNT_HIT = `
  local hits = redis.call('INCR', KEYS[1])
  local left = redis.call('PTTL', KEYS[1])
  if left < 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
    left = tonumber(ARGV[1])
  end
  return { hits, left }`;

export interface RateLimitOptions {
  readonly redis: Redis;
  /** Shown in the `RateLimit` headers and part of the counter's key. */
  readonly name: string;
  readonly requestsPerMinute: number;
}

/**
 * Limits requests per client address and minute, counted in Redis so that all API processes share the count.
 * While Redis is away requests pass uncounted: reading is harmless, and everything that moves money has its own gate.
 */
export function createRateLimit({ redis, name, requestsPerMinute }: RateLimitOptions): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: requestsPerMinute,
    identifier: name,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    passOnStoreError: true,
    // Errors of the store are the Redis connection's to report, once, not each request's.
    logger: { error: () => undefined, warn: () => undefined },
    store: createStore(redis, `http:${name}:`),
    handler: (_request, response, next) => {
      const seconds = Number(response.getHeader("Retry-After"));
      next(new RateLimited(Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : WINDOW_MS));
    },
  });
}

function createStore(redis: Redis, prefix: string): Store {
  return {
    prefix,
    localKeys: false,
    async increment(key): Promise<ClientRateLimitInfo> {
      const [hits, leftMs] = parseCount(await redis.eval(COUNT_HIT, 1, prefix + key, WINDOW_MS));
      return { totalHits: hits, resetTime: new Date(Date.now() + leftMs) };
    },
    async decrement(key) {
      await redis.decr(prefix + key);
    },
    async resetKey(key) {
      await redis.del(prefix + key);
    },
  };
}

function parseCount(answer: unknown): [hits: number, leftMs: number] {
  const [hits, leftMs] = Array.isArray(answer) ? answer.map(Number) : [];
  return [hits ?? 1, leftMs ?? WINDOW_MS];
}
