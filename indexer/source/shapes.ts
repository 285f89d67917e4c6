import { z } from "zod";
import type { Hex } from "#domain/chain/hex.ts";

/** Hex text of a fixed number of bytes, put into lower case. */
function fixedHex(bytes: number) {
  const pattern = new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`);
  return z.string().regex(pattern).transform(lowerHex);
}

function lowerHex(text: string): Hex {
  return `0x${text.slice(2).toLowerCase()}`;
}

export const addressShape = fixedHex(20);
export const hashShape = fixedHex(32);

/** A number as JSON-RPC writes it. */
export const quantityShape = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);
