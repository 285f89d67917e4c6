import { hash } from "node:crypto";
import type { Hex } from "#domain/chain/hex.ts";

const ADDRESS_DIGITS = 40;
const WORD_DIGITS = 64;

/** 64 hex digits that follow from a name. */
export function digest(name: string): string {
  return hash("sha256", name, "hex");
}

export function addressOf(name: string): Hex {
  return `0x${digest(`address ${name}`).slice(0, ADDRESS_DIGITS)}`;
}

export function hashOf(name: string): Hex {
  return `0x${digest(`hash ${name}`)}`;
}

/** A value as the ABI writes it: 32 bytes, without the prefix. */
export function word(value: Hex | bigint | number): string {
  const digits = typeof value === "string" ? value.slice(2) : value.toString(16);
  return digits.padStart(WORD_DIGITS, "0");
}

export function quantity(value: bigint | number): Hex {
  return `0x${value.toString(16)}`;
}
