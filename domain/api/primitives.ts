import { z } from "zod";

/** Largest amount the ledger can hold: a signed 64-bit integer of minor units. */
export const MAX_MINOR = 2n ** 63n - 1n;

/** Rows a list endpoint returns at most, and by default. */
export const MAX_PAGE_SIZE = 200;
export const DEFAULT_PAGE_SIZE = 50;

/** A non-negative amount of minor units as a decimal string: no sign, fraction, exponent or leading zero. */
export const minorAmount = z
  .string()
  .max(19)
  .regex(/^(0|[1-9][0-9]*)$/, "an amount is a whole number of minor units, as a decimal string")
  .refine((text) => !/^[0-9]{1,19}$/.test(text) || BigInt(text) <= MAX_MINOR, "the amount is too large")
  .meta({
    id: "MinorAmount",
    description: "Minor units of the currency (for BNB: gwei)",
    example: "50000000",
  });

/** As `minorAmount`, and above zero. */
export const positiveMinorAmount = minorAmount
  .refine((text) => text !== "0", "the amount must be above zero")
  .meta({ id: "PositiveMinorAmount", description: "Minor units, above zero", example: "50000000" });

/** A whole number from 0 that a BIGINT column can hold, as a decimal string. */
export const bigintText = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,18})$/, { error: "a whole number, as a decimal string", abort: true })
  .refine((text) => BigInt(text) <= MAX_MINOR, "the number is too large");

export const currencyCode = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{1,9}$/, "a currency code is 2 to 10 capital letters or digits")
  .meta({ id: "CurrencyCode", example: "BNB" });

/** An address in any letter case; answers always carry lower case. */
export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "an address is 0x and 40 hex digits")
  .meta({ id: "Address", example: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8" });

export const hash32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, "a hash is 0x and 64 lower-case hex digits")
  .meta({ id: "Hash32" });

export const uuid = z
  .string()
  .regex(
    /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/,
    "an id is a UUID, e.g. 0191f3c2-7d1e-7c3a-9b52-2f6f0c1f7a10",
  )
  .transform((text) => text.toLowerCase())
  .meta({ id: "Uuid", format: "uuid" });

export const timestamp = z.iso.datetime().meta({ id: "Timestamp", description: "UTC, RFC 3339" });

const GIVEN_TIME = "a time is UTC, RFC 3339, from 1970 to 9999, e.g. 2026-11-21T12:00:00Z";
/** With nanoseconds. */
const MAX_TIME_LENGTH = 30;

/** A time that a caller names: one that the database and every clock can hold, and calculate with. */
export const givenTime = z.iso
  .datetime({ error: GIVEN_TIME })
  .max(MAX_TIME_LENGTH, GIVEN_TIME)
  .refine((text) => !/^[0-9]{4}-/.test(text) || text >= "1970", GIVEN_TIME)
  .meta({ id: "GivenTime", description: "UTC, RFC 3339, from 1970 to 9999" });

/**
 * Words that people write for people, in one line: no control characters (no column holds NUL) and no halves of a
 * character. Spaces around them are taken off.
 */
export function plainText(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "use one line of text, without control characters");
}

export const commitmentHex = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ id: "Commitment", description: "hex SHA-256 of the server seed's text" });

/** What a list endpoint accepts: an opaque position and a page size. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** What a list endpoint answers: rows, newest first, and where the next page starts (null: no more). */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
