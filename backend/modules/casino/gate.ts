import { createHash } from "node:crypto";
import { ConsecutiveBreaker, circuitBreaker, handleAll } from "cockatiel";
import type { Redis } from "ioredis";
import { z } from "zod";
import { FairhouseError } from "#domain/errors.ts";

const FAILURES_TO_OPEN = 3;
const HALF_OPEN_AFTER_MS = 500;

/**
 * One token bucket per player, for all the players of a batch at once, kept as the time at which the bucket is
 * full again (GCRA). Times are microseconds of the server's own clock: whole numbers that a double holds exactly.
 *
 * KEYS: one bucket per player. ARGV: microseconds per bet, burst, then the number of bets of each player.
 * Answers two numbers per player: how many of the bets may pass, and in how many milliseconds the next one may.
 */
const ADMIT = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1])
local tolerance = tonumber(ARGV[2]) * interval
local answer = {}
for i, key in ipairs(KEYS) do
  local wanted = tonumber(ARGV[i + 2])
  local full_at = math.max(tonumber(redis.call('GET', key) or '0'), now)
  local passed = math.max(math.min(wanted, math.floor((now + tolerance - full_at) / interval)), 0)
  if passed > 0 then
    full_at = full_at + passed * interval
    redis.call('SET', key, string.format('%.0f', full_at), 'PX', math.ceil((full_at - now) / 1000))
  end
  answer[2 * i - 1] = passed
  answer[2 * i] = math.ceil(math.max(full_at + interval - tolerance - now, 0) / 1000)
end
return answer`;

const ADMIT_SHA = createHash("sha1").update(ADMIT).digest("hex");
const numbers = z.array(z.number().int().nonnegative());

export interface GateLimits {
  readonly betsPerSecond: number;
  readonly betsBurst: number;
}

/** How many of a player's bets may pass, and after how long the next one. */
export interface Admission {
  readonly passed: number;
  readonly retryAfterMs: number;
}

/** What stands before the batch: nothing passes that could not be counted. */
export interface Gate {
  /** @throws GateUnavailable */
  admit(tenantId: number, betCounts: ReadonlyMap<string, number>): Promise<Map<string, Admission>>;
}

/** Counts bets in Redis. While Redis is away bets are refused, at once after a few failures in a row. */
export function createGate(redis: Redis, { betsPerSecond, betsBurst }: GateLimits): Gate {
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: HALF_OPEN_AFTER_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });
  const microsPerBet = String(Math.ceil(1_000_000 / betsPerSecond));
  const limits = [microsPerBet, String(betsBurst)];

  return {
    async admit(tenantId, betCounts) {
      const players = [...betCounts.keys()];
      const keys = players.map((userId) => `fairhouse:gate:{${tenantId}}:${userId}`);
      const counts = [...betCounts.values()].map(String);
      const answer = await breaker
        .execute(() => runScript(redis, keys, [...limits, ...counts]))
        .catch((error: unknown) => {
          throw new GateUnavailable({ cause: error });
        });
      return new Map(
        players.map((userId, place) => [
          userId,
          { passed: answer[2 * place] ?? 0, retryAfterMs: answer[2 * place + 1] ?? 0 },
        ]),
      );
    },
  };
}

async function runScript(redis: Redis, keys: string[], args: string[]): Promise<number[]> {
  try {
    return numbers.parse(await redis.evalsha(ADMIT_SHA, keys.length, ...keys, ...args));
  } catch (error) {
    // A restarted server has forgotten the script; EVAL runs it and makes it known again.
    if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
    return numbers.parse(await redis.eval(ADMIT, keys.length, ...keys, ...args));
  }
}

/** Bets cannot be counted, so none is let through. */
export class GateUnavailable extends FairhouseError {
  readonly code = "GATE_UNAVAILABLE";
  readonly retryAfterMs = HALF_OPEN_AFTER_MS;

  constructor(options?: ErrorOptions) {
    super("Bets cannot be checked right now: this one was not placed, send it again in a moment.", options);
  }
}

/** The player bets faster than allowed. */
export class TooManyBets extends FairhouseError {
  readonly code = "TOO_MANY_BETS";
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super(`You are betting too fast: send this bet again in ${retryAfterMs} ms.`);
    this.retryAfterMs = retryAfterMs;
  }
}
