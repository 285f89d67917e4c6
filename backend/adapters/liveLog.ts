import type { Redis } from "ioredis";
import { z } from "zod";

/** A message's place in its log. Numbers grow by one from 1; a log that was begun anew has another epoch. */
export interface LogPlace {
  readonly epoch: number;
  readonly seq: number;
}

/** Before the first message of any log. */
export const BEFORE_ALL: LogPlace = { epoch: 0, seq: 0 };

export interface LogEntry {
  readonly place: LogPlace;
  readonly body: string;
}

export interface Append {
  readonly body: string;
  /** How many messages are kept. */
  readonly hold: number;
  /** Begins a new log: whoever follows the old one finds out that something is missing. */
  readonly isNewLog: boolean;
  /** Refuses the message when another one came less than so long ago, from any process; 0 never does. */
  readonly paceMs: number;
}

/** Numbered logs in Redis: one stream each, bounded, and gone when nothing was said for long. */
export interface LiveLog {
  /** Numbers a message and hands it to everyone who follows. @returns null when it came too soon */
  append(key: string, message: Append): Promise<LogPlace | null>;
  /** The newest messages, oldest first. */
  last(key: string, count: number): Promise<LogEntry[]>;
}

/** A reconnect comes within seconds; a log that was silent for so long is forgotten. */
const KEPT_MS = 3_600_000;

/**
 * KEYS: the log, its pace. ARGV: body, how many to keep, pace in ms, "1" for a new log, how long to keep it in ms.
 * A stream's id is "<epoch>-<number>": Redis counts the second half up by itself. An epoch is the time at which its
 * log began, in ms, and later than the one before.
 */
const APPEND = `
if ARGV[3] ~= '0' and not redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[3]) then return false end
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local epoch = last and tonumber(string.match(last[1], '^%d+'))
if not epoch or ARGV[4] == '1' then
  local time = redis.call('TIME')
  epoch = math.max(time[1] * 1000 + math.floor(time[2] / 1000), (epoch or 0) + 1)
end
local id = redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[2], string.format('%.0f-*', epoch), 'body', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return id
`;

const ID = /^(\d+)-(\d+)$/;
const streamEntry = z.tuple([z.string().regex(ID), z.tuple([z.literal("body"), z.string()])]);
const streamEntries = z.array(streamEntry);

export function createLiveLog(redis: Redis): LiveLog {
  return {
    async append(key, { body, hold, isNewLog, paceMs }) {
      const keys = [key, `${key}:pace`];
      const id = await redis.eval(
        APPEND,
        keys.length,
        ...keys,
        body,
        hold,
        paceMs,
        isNewLog ? 1 : 0,
        KEPT_MS,
      );
      return id === null ? null : placeOf(z.string().regex(ID).parse(id));
    },
    async last(key, count) {
      return readEntries(await redis.xrevrange(key, "+", "-", "COUNT", count)).toReversed();
    },
  };
}

/** A stream's entries as Redis lists them. */
export function readEntries(raw: unknown): LogEntry[] {
  return streamEntries.parse(raw).map(([id, [, body]]) => ({ place: placeOf(id), body }));
}

/** The id that Redis knows a place by; it counts from 0. */
export function streamId({ epoch, seq }: LogPlace): string {
  return seq === 0 ? `${epoch}` : `${epoch}-${seq - 1}`;
}

function placeOf(id: string): LogPlace {
  const [epoch, number] = id.split("-").map(Number);
  return { epoch: epoch ?? 0, seq: (number ?? 0) + 1 };
}
