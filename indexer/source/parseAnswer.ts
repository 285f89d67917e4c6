import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";
import type { Header } from "#domain/indexing/vaultEvent.ts";

/** A node's answer is not what such an answer looks like. */
export class AnswerInvalid extends FairhouseError {
  readonly code = "ANSWER_INVALID";
}

const MAX_INT64 = 2n ** 63n - 1n;
const MAX_LOG_INDEX = 1_000_000n;
const TOPICS = ["first topic", "second topic", "third topic", "fourth topic"];
const MAX_TOPICS = TOPICS.length;
const HASH_BYTES = 32;
const ADDRESS_BYTES = 20;
const BLOOM_BYTES = 256;

const LOWER_HEX = /^0x[0-9a-f]*$/;
const QUANTITY = /^0x[0-9a-fA-F]{1,64}$/;

// Written by hand: a schema library takes longer over a log than everything else that happens to it together.

/** Reads a block's header; the rest of the block does not matter here. @throws AnswerInvalid */
export function parseHeader(answer: unknown): Header {
  const block = record(answer, "block");
  return {
    number: column(block.number, "number"),
    hash: fixedHex(block.hash, HASH_BYTES, "hash"),
    parentHash: fixedHex(block.parentHash, HASH_BYTES, "parentHash"),
    timestamp: column(block.timestamp, "timestamp"),
    logsBloom: fixedHex(block.logsBloom, BLOOM_BYTES, "logsBloom"),
  };
}

/** Reads logs; those that a node takes back (`removed`) are left out. @throws AnswerInvalid */
export function parseLogs(answers: readonly unknown[]): RawLog[] {
  const logs: RawLog[] = [];
  const read = new Recurring();
  for (const answer of answers) {
    const log = record(answer, "log");
    if (log.removed !== undefined && typeof log.removed !== "boolean") throw odd("removed");
    const parsed = parseLog(log, read);
    if (log.removed !== true) logs.push(parsed);
  }
  return logs;
}

function parseLog(log: Record<string, unknown>, read: Recurring): RawLog {
  return {
    address: read.hex("address", log.address, ADDRESS_BYTES),
    topics: topics(log.topics, read),
    data: hex(log.data, "data"),
    blockNumber: read.column("blockNumber", log.blockNumber),
    blockHash: read.hex("blockHash", log.blockHash, HASH_BYTES),
    txHash: read.hex("transactionHash", log.transactionHash, HASH_BYTES),
    logIndex: logIndex(log.logIndex),
  };
}

/**
 * Reads what is often the same as in the log before: its block, its emitter, its kind. What was read is used again, which
 * saves reading it and, as these logs live for a while, most of the memory that they take.
 */
class Recurring {
  readonly #hex = new Map<string, { readonly answer: unknown; readonly text: Hex }>();
  #column: { readonly answer: unknown; readonly value: bigint } | undefined;

  hex(what: string, answer: unknown, bytes: number): Hex {
    const last = this.#hex.get(what);
    if (last !== undefined && last.answer === answer) return last.text;
    const text = fixedHex(answer, bytes, what);
    this.#hex.set(what, { answer, text });
    return text;
  }

  column(what: string, answer: unknown): bigint {
    if (this.#column?.answer !== answer || this.#column === undefined) {
      this.#column = { answer, value: column(answer, what) };
    }
    return this.#column.value;
  }
}

/** Reads a number as JSON-RPC writes it. @throws AnswerInvalid */
export function parseQuantity(answer: unknown, what: string): bigint {
  if (typeof answer !== "string" || !QUANTITY.test(answer)) throw odd(what);
  return BigInt(answer);
}

/** A number that a column can hold; no real block number or time is larger. */
function column(answer: unknown, what: string): bigint {
  const value = parseQuantity(answer, what);
  if (value > MAX_INT64) throw odd(what);
  return value;
}

function logIndex(answer: unknown): number {
  const value = parseQuantity(answer, "logIndex");
  if (value >= MAX_LOG_INDEX) throw odd("logIndex");
  return Number(value);
}

function topics(answer: unknown, read: Recurring): Hex[] {
  if (!Array.isArray(answer) || answer.length === 0 || answer.length > MAX_TOPICS) throw odd("topics");
  return answer.map((topic: unknown, place) => read.hex(TOPICS[place] ?? "topics", topic, HASH_BYTES));
}

function fixedHex(answer: unknown, bytes: number, what: string): Hex {
  const text = hex(answer, what);
  if (text.length !== 2 + 2 * bytes) throw odd(what);
  return text;
}

/** Bytes as text, in lower case. */
function hex(answer: unknown, what: string): Hex {
  if (typeof answer !== "string" || answer.length % 2 !== 0) throw odd(what);
  if (isLowerHex(answer)) return answer;
  const text = answer.startsWith("0x") ? answer.toLowerCase() : "";
  if (!isLowerHex(text)) throw odd(what);
  return text;
}

function isLowerHex(text: string): text is Hex {
  return LOWER_HEX.test(text);
}

function record(answer: unknown, what: string): Record<string, unknown> {
  if (!isRecord(answer)) throw odd(what);
  return answer;
}

function isRecord(answer: unknown): answer is Record<string, unknown> {
  return typeof answer === "object" && answer !== null && !Array.isArray(answer);
}

function odd(what: string): AnswerInvalid {
  return new AnswerInvalid(`${what} is not what it should be`);
}
