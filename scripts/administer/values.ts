import { isAddress } from "viem";
import { z } from "zod";
import type { Hex } from "#domain/chain/hex.ts";
import { ROLES } from "#scripts/deploy/roles.ts";

const LARGEST_UINT64 = 2n ** 64n - 1n;
const LARGEST_UINT96 = 2n ** 96n - 1n;
const LARGEST_DELAY_SECONDS = 2 ** 32 - 1;
const DIGITS = 29;

/** What the flags of the command take; every message completes "--flag …". */
export const address = z.custom<Hex>(
  (value) => typeof value === "string" && isAddress(value),
  "must be an address, all in lower case or with a right checksum",
);
export const account = address.refine((value) => BigInt(value) !== 0n, "must not be the zero address");
export const operationId = z.custom<Hex>(
  (value) => typeof value === "string" && /^0x[0-9a-fA-F]{64}$/.test(value),
  "must be 0x and 64 hex digits, as check-deployment prints it",
);
export const quanta = wholeNumber(LARGEST_UINT64);
export const someQuanta = quanta.refine((value) => value > 0n, "must be above zero");
export const quantum = wholeNumber(LARGEST_UINT96).refine((value) => value > 0n, "must be above zero");
export const block = wholeNumber(LARGEST_UINT64);
export const delaySeconds = wholeNumber(BigInt(LARGEST_DELAY_SECONDS)).transform(Number);
export const role = z
  .string("is missing")
  .transform((name) => ROLES.find((known) => known.name.toLowerCase() === name))
  .pipe(z.custom<(typeof ROLES)[number]>((found) => found !== undefined, `must be ${roleNames()}`));

function roleNames(): string {
  return ROLES.map(({ name }) => name.toLowerCase()).join(", ");
}

function wholeNumber(largest: bigint) {
  return z
    .string("is missing")
    .regex(new RegExp(`^(0|[1-9][0-9]{0,${DIGITS - 1}})$`), "must be a whole number")
    .transform(BigInt)
    .refine((value) => value <= largest, `must not be above ${largest}`);
}
