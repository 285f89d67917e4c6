import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { FairhouseError } from "#domain/errors.ts";

/** Bytes as text: `0x` and two digits each. */
export type Hex = `0x${string}`;

/** `0x` and 40 digits, in any letter case. */
export type EvmAddress = Hex;

/** `0x` and 64 digits. */
export type Bytes32Hex = Hex;

const HEX_DIGITS = /^0x(?:[0-9a-fA-F]{2})*$/;

/**
 * Reads hex text of a known length.
 *
 * @param length the number of bytes that the text must hold; any number when left out
 * @throws HexInvalid on a missing prefix, a digit that is none, half a byte, or another length
 */
export function bytesFromHex(text: string, length?: number): Uint8Array {
  const digits = text.length - "0x".length;
  if (!HEX_DIGITS.test(text) || (length !== undefined && digits !== 2 * length)) {
    throw new HexInvalid(text, length);
  }
  return hexToBytes(text.slice("0x".length));
}

/** Writes bytes as lower-case hex text. */
export function hexFromBytes(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`;
}

/** The text is not hex of the length asked for. */
export class HexInvalid extends FairhouseError {
  readonly code = "HEX_INVALID";
  readonly text: string;
  readonly expectedBytes: number | undefined;

  constructor(text: string, expectedBytes: number | undefined) {
    const shown = text.slice(0, 80);
    const wanted = expectedBytes === undefined ? "whole bytes" : `exactly ${expectedBytes} bytes`;
    super(`"${shown}" must be 0x followed by hex digits of ${wanted}.`);
    this.text = shown;
    this.expectedBytes = expectedBytes;
  }
}
