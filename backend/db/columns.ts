import { invariant } from "#domain/errors.ts";

/**
 * Columns of rows that are written together, as arrays in Postgres' binary form; pass them as parameters of
 * `unnest($1::bigint[], …)`. As text, the driver takes half a microsecond to quote each value and Postgres as long to read
 * it, which for a dozen columns is more than everything else that recording an event takes.
 */

const INT2_OID = 21;
const INT4_OID = 23;
const INT8_OID = 20;
const TEXT_OID = 25;
const BYTEA_OID = 17;
const UUID_OID = 2_950;
const MAX_INT8 = 2n ** 63n - 1n;
const MIN_INT8 = -(2n ** 63n);

/** Dimensions, null flag, element type, length, lower bound: four bytes each. */
const HEADER_BYTES = 20;
const EMPTY_HEADER_BYTES = 12;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
const UUID_BYTES = 16;
const UUID_LENGTH = 36;
const DASH = "-".charCodeAt(0);
const NO_DIGIT = 255;
/** What each character means as a hexadecimal digit. */
const NIBBLES = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = "0123456789abcdef".indexOf(String.fromCharCode(code).toLowerCase());
  return digit === -1 ? NO_DIGIT : digit;
});
/** UTF-8 takes at most so many bytes for a unit of a JavaScript string. */
const MAX_UTF8_BYTES = 3;

/** `bigint[]`. A view keeps the lowest bits of what does not fit: other money than was meant. */
export function bigintColumn(values: readonly bigint[]): Buffer {
  return fixedColumn(INT8_OID, 8, values, (view, value, at) => {
    view.setBigInt64(at, value);
    invariant(value <= MAX_INT8 && value >= MIN_INT8, "a bigint column holds signed integers of 64 bits");
  });
}

/** `integer[]` */
export function integerColumn(values: readonly number[]): Buffer {
  return fixedColumn(INT4_OID, 4, values, (view, value, at) => {
    view.setInt32(at, value);
    invariant(value === (value | 0), "an integer column holds signed integers of 32 bits");
  });
}

/** `smallint[]` */
export function smallintColumn(values: readonly number[]): Buffer {
  return fixedColumn(INT2_OID, 2, values, (view, value, at) => {
    view.setInt16(at, value);
    invariant(value === (value << 16) >> 16, "a smallint column holds signed integers of 16 bits");
  });
}

/** `text[]` */
export function textColumn(values: readonly (string | null)[]): Buffer {
  const maxBytes = (value: string) => MAX_UTF8_BYTES * value.length;
  return column(TEXT_OID, values, maxBytes, (buffer, value, at) => buffer.write(value, at, "utf8"));
}

/** `bytea[]`, of text such as `0x00ff` */
export function byteaColumn(values: readonly string[]): Buffer {
  const bytesOf = (value: string) => (value.length - "0x".length) / 2;
  return column(BYTEA_OID, values, bytesOf, (buffer, value, at) => {
    const written = buffer.write(value.slice("0x".length), at, "hex");
    invariant(written === bytesOf(value), "bytes are written as 0x and two hex digits each");
    return written;
  });
}

/** `uuid[]` */
export function uuidColumn(values: readonly (string | null)[]): Buffer {
  const bytesOf = () => UUID_BYTES;
  return column(UUID_OID, values, bytesOf, writeUuid);
}

/** By hand: taking a uuid apart with slices and patterns costs ten times as much. */
function writeUuid(buffer: Buffer, uuid: string, start: number): number {
  let at = start;
  let digits = 0;
  for (let place = 0; place < UUID_LENGTH; place += 2) {
    if (place === 8 || place === 13 || place === 18 || place === 23) {
      if (uuid.charCodeAt(place) !== DASH) break;
      place += 1;
    }
    const high = NIBBLES[uuid.charCodeAt(place)] ?? NO_DIGIT;
    const low = NIBBLES[uuid.charCodeAt(place + 1)] ?? NO_DIGIT;
    if (high === NO_DIGIT || low === NO_DIGIT) break;
    buffer[at] = (high << 4) | low;
    at += 1;
    digits += 2;
  }
  invariant(uuid.length === UUID_LENGTH && digits === 2 * UUID_BYTES, "a uuid is written as one");
  return UUID_BYTES;
}

function fixedColumn<Value>(
  oid: number,
  bytes: number,
  values: readonly Value[],
  write: (view: DataView, value: Value, at: number) => void,
): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * (LENGTH_BYTES + bytes));
  // A view writes numbers several times faster than a buffer does.
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  let at = writeHeader(buffer, oid, values.length, false);
  for (const value of values) {
    view.setInt32(at, bytes);
    write(view, value, at + LENGTH_BYTES);
    at += LENGTH_BYTES + bytes;
  }
  return buffer.subarray(0, at);
}

function column(
  oid: number,
  values: readonly (string | null)[],
  maxBytes: (value: string) => number,
  write: (buffer: Buffer, value: string, at: number) => number,
): Buffer {
  let size = HEADER_BYTES;
  for (const value of values) size += LENGTH_BYTES + (value === null ? 0 : maxBytes(value));
  const buffer = Buffer.allocUnsafe(size);
  let at = writeHeader(buffer, oid, values.length, values.includes(null));
  let before: { readonly value: string | null; readonly start: number } | undefined;
  for (const value of values) {
    const start = at;
    // Neighbours are often the same (one block, one token): copying is several times cheaper than encoding.
    if (before !== undefined && value === before.value) {
      buffer.copyWithin(start, before.start, start);
      at += start - before.start;
    } else if (value === null) {
      at = buffer.writeInt32BE(NULL_LENGTH, at);
    } else {
      const written = write(buffer, value, at + LENGTH_BYTES);
      buffer.writeInt32BE(written, at);
      at += LENGTH_BYTES + written;
    }
    before = { value, start };
  }
  return buffer.subarray(0, at);
}

/** @returns where the elements begin */
function writeHeader(buffer: Buffer, oid: number, length: number, hasNulls: boolean): number {
  buffer.writeInt32BE(length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(hasNulls ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  if (length === 0) return EMPTY_HEADER_BYTES;
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return HEADER_BYTES;
}
