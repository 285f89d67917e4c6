import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  bigintColumn,
  byteaColumn,
  integerColumn,
  smallintColumn,
  textColumn,
  uuidColumn,
} from "#backend/db/columns.ts";
import { createPool } from "#backend/db/pool.ts";
import { InvariantError } from "#domain/errors.ts";
import fc from "#test/support/properties.ts";
import { createTestDatabase } from "#test/support/services.ts";

let pool: pg.Pool;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  pool = createPool({ url: database.url, role: "owner", maxConnections: 1 });
  drop = database.drop;
});
afterAll(async () => {
  await pool.end();
  await drop();
});

const RUNS = { numRuns: 60 };
/** Repeats neighbours, as columns of events do. */
const repeating = <Value>(value: fc.Arbitrary<Value>) =>
  fc
    .array(fc.tuple(value, fc.integer({ min: 1, max: 3 })), { maxLength: 30 })
    .map((runs) => runs.flatMap(([item, times]) => Array.from({ length: times }, () => item)));
const hexBytes = fc.uint8Array({ maxLength: 70 }).map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
// Postgres takes no zero in text, and no half of a character.
const text = fc.string({ unit: "grapheme", maxLength: 40 }).map((value) => value.replaceAll("\0", ""));

const KINDS: [string, fc.Arbitrary<unknown[]>, (values: never[]) => Buffer][] = [
  ["bigint", repeating(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), bigintColumn],
  ["integer", repeating(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), integerColumn],
  ["smallint", repeating(fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 })), smallintColumn],
  ["text", repeating(fc.option(text)), textColumn],
  ["uuid", repeating(fc.option(fc.uuid())), uuidColumn],
];

describe("numbers that do not fit", () => {
  test.each<[string, () => Buffer]>([
    ["2^63", () => bigintColumn([0n, 2n ** 63n])],
    ["-2^63 - 1", () => bigintColumn([-(2n ** 63n) - 1n])],
    ["2^31", () => integerColumn([0, 2 ** 31])],
    ["a fraction", () => integerColumn([0.5])],
    ["no number", () => integerColumn([Number.NaN])],
    ["2^15", () => smallintColumn([2 ** 15])],
  ])("error: InvariantError for %s", (_, encode) => {
    expect(encode).toThrow(InvariantError);
  });
});

describe("columns in binary form", () => {
  test.each(KINDS)(
    "property: a column of %s is what the driver's own parameter is",
    async (type, values, encode) => {
      await fc.assert(
        fc.asyncProperty(values, async (column) => {
          const { rows } = await pool.query<{ binary: unknown[]; plain: unknown[] }>(
            `SELECT $1::${type}[]::text[] AS binary, $2::${type}[]::text[] AS plain`,
            [encode(column as never[]), column],
          );
          expect(rows[0]?.binary).toEqual(rows[0]?.plain);
        }),
        RUNS,
      );
    },
  );

  test("property: bytes arrive as they were written", async () => {
    await fc.assert(
      fc.asyncProperty(repeating(hexBytes), async (column) => {
        const { rows } = await pool.query<{ found: string }>(
          "SELECT '0x' || encode(bytes, 'hex') AS found FROM unnest($1::bytea[]) AS bytes",
          [byteaColumn(column)],
        );
        expect(rows.map(({ found }) => found)).toEqual(column);
      }),
      RUNS,
    );
  });

  test.each(["", "0".repeat(36), "a".repeat(32), `${"0".repeat(8)}-0000-0000-0000-00000000000g`])(
    "error: InvariantError for the uuid %j",
    (uuid) => {
      expect(() => uuidColumn([uuid])).toThrow(InvariantError);
    },
  );

  test.each(["0x0", "0xzz", "0x00zz"])("error: InvariantError for the bytes %j", (bytes) => {
    expect(() => byteaColumn([bytes])).toThrow(InvariantError);
  });
});
