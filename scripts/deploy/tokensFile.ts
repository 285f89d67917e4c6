import { readFile } from "node:fs/promises";
import { type Address, isAddress } from "viem";
import { z } from "zod";
import { TokenFileInvalid } from "#scripts/deploy/errors.ts";
import type { TokenListing } from "#scripts/deploy/settings.ts";

const LARGEST_UINT64 = 2n ** 64n - 1n;
const LARGEST_UINT128 = 2n ** 128n - 1n;
/** The vault carries so many, the native coin included. */
const MAX_TOKENS = 16;

const number = (largest: bigint) =>
  z
    .string()
    .regex(/^(0|[1-9][0-9]{0,38})$/, "must be a whole number, written as text")
    .transform(BigInt)
    .refine((value) => value <= largest, "is too large");

const quanta = number(LARGEST_UINT64);

const listing = z.strictObject({
  token: z.custom<Address>(
    (value) => typeof value === "string" && isAddress(value) && BigInt(value) !== 0n,
    "must be an address other than zero",
  ),
  quantum: number(LARGEST_UINT128).refine((value) => value > 0n, "must be above zero"),
  limits: z
    .strictObject({ batchCap: quanta, outflowCapacity: quanta, outflowRefillPerSecond: quanta })
    .refine(({ batchCap, outflowCapacity }) => batchCap <= outflowCapacity, {
      path: ["batchCap"],
      error: "must not be above outflowCapacity",
    }),
});

const listings = z
  .array(listing)
  .max(MAX_TOKENS - 1, `a vault carries at most ${MAX_TOKENS} tokens with the native coin`)
  .refine(
    (all) => new Set(all.map(({ token }) => token.toLowerCase())).size === all.length,
    "a token is listed twice",
  );

/** Reads what the vault shall list. @throws TokenFileInvalid naming every fault */
export async function readTokensFile(path: string): Promise<TokenListing[]> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new TokenFileInvalid(`The token file ${path} cannot be read.`, { cause });
  });
  const parsed = listings.safeParse(readJson(text, path));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path: at, message }) => `${at.join(".") || "list"}: ${message}`);
  throw new TokenFileInvalid(`The token file ${path} cannot be used: ${faults.join("; ")}`);
}

function readJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TokenFileInvalid(`The token file ${path} is not JSON.`, { cause });
  }
}
