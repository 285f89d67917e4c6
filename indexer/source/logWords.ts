import type { Bytes32Hex, EvmAddress, Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { RawLog } from "#domain/indexing/rawLog.ts";

/** A log says something that its contract cannot have said. */
export class LogInvalid extends FairhouseError {
  readonly code = "LOG_INVALID";

  constructor(fault: string) {
    super(`A log ${fault}: the node that sent it cannot be believed.`);
  }
}

/** Hex digits of a word of 32 bytes. */
const WORD_DIGITS = 64;
const ADDRESS_PADDING = "0".repeat(24);
const INT64_PADDING = "0".repeat(48);
/** The most that a 64-bit column holds; no real amount of quanta is larger. */
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;
/** The most text or bytes that one log carries here. */
const MAX_BYTES = 16 * 1_024 * 1_024;

/** The words of a log, one for each value that fits one: topics behind the first, and data. */
export class LogWords {
  readonly #log: RawLog;

  constructor(log: RawLog) {
    this.#log = log;
  }

  /** The digits of a topic; 1 is the first value. */
  topic(index: number): string {
    const topic = this.#log.topics[index];
    if (topic === undefined) throw new LogInvalid(`has no topic ${index}`);
    return topic.slice("0x".length);
  }

  /** The digits of a word of the data, from 0. */
  word(index: number): string {
    const start = "0x".length + index * WORD_DIGITS;
    const digits = this.#log.data.slice(start, start + WORD_DIGITS);
    if (digits.length !== WORD_DIGITS) throw new LogInvalid("has its data cut short");
    return digits;
  }

  /**
   * The digits of the bytes that the data ends with. They follow the words of fixed length, and nothing follows them but
   * the zeros that fill their last word.
   * @param index the word that says where they are
   * @param headWords how many words come before them
   */
  tail(index: number, headWords: number): string {
    if (asSize(this.word(index)) !== headWords * (WORD_DIGITS / 2))
      throw new LogInvalid("has misplaced bytes");
    const digits = 2 * asSize(this.word(headWords));
    const start = "0x".length + (headWords + 1) * WORD_DIGITS;
    const { data } = this.#log;
    const padded = Math.ceil(digits / WORD_DIGITS) * WORD_DIGITS;
    if (data.length !== start + padded) throw new LogInvalid("has its data cut short, or more than it needs");
    if (/[^0]/.test(data.slice(start + digits))) throw new LogInvalid("has something behind its bytes");
    return data.slice(start, start + digits);
  }
}

export function asAddress(digits: string): EvmAddress {
  if (!digits.startsWith(ADDRESS_PADDING)) throw new LogInvalid("has an address that is too long");
  return `0x${digits.slice(ADDRESS_PADDING.length)}`;
}

export function asHash(digits: string): Bytes32Hex {
  return `0x${digits}`;
}

/** The first bytes of a word whose rest is zero. */
export function asBytes(digits: string, length: number): Hex {
  if (/[^0]/.test(digits.slice(2 * length))) throw new LogInvalid(`has more than ${length} bytes`);
  return `0x${digits.slice(0, 2 * length)}`;
}

export function asUint256(digits: string): bigint {
  return BigInt(`0x${digits}`);
}

export function asUint64(digits: string): bigint {
  const value = asUint256(digits);
  if (value > MAX_UINT64) throw new LogInvalid("has a number beyond 64 bits");
  return value;
}

/** A number of at most 48 bits. */
export function asNumber(digits: string, bits: 32 | 48): number {
  const value = asUint256(digits);
  if (value >= 2n ** BigInt(bits)) throw new LogInvalid(`has a number beyond ${bits} bits`);
  return Number(value);
}

export function asBoolean(digits: string): boolean {
  const value = asUint256(digits);
  if (value > 1n) throw new LogInvalid("has a truth value that is none");
  return value === 1n;
}

/** An amount that a column can hold. */
export function asQuanta(digits: string): bigint {
  if (!digits.startsWith(INT64_PADDING)) throw new LogInvalid("has an amount beyond 64 bits");
  const quanta = BigInt(`0x${digits.slice(INT64_PADDING.length)}`);
  if (quanta > MAX_INT64) throw new LogInvalid("has an amount beyond 64 bits");
  return quanta;
}

/** An amount of something that moved. */
export function asMovedQuanta(digits: string): bigint {
  const quanta = asQuanta(digits);
  if (quanta === 0n) throw new LogInvalid("has an amount of nothing");
  return quanta;
}

/** Text as its author wrote it; what is no UTF-8 is replaced. */
export function asText(digits: string): string {
  return Buffer.from(digits, "hex").toString("utf8");
}

function asSize(digits: string): number {
  const size = asUint256(digits);
  if (size > MAX_BYTES) throw new LogInvalid("has bytes without end");
  return Number(size);
}
