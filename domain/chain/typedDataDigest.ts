import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Bytes32Hex, bytesFromHex, hexFromBytes } from "#domain/chain/hex.ts";
import type { TypedDataDomain } from "#domain/chain/typedData.ts";
import { FairhouseError } from "#domain/errors.ts";

const WORD_BYTES = 32;
const ADDRESS_BYTES = 20;
const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

/** One field of a signed struct: its Solidity type, and its value. */
export type TypedField = {
  readonly name: string;
  readonly type: string;
  readonly value: string | bigint | number;
};

/**
 * The 32 bytes that are signed: keccak256(0x1901 ‖ domain separator ‖ hash of the struct). For flat structs of
 * `bytes32`, `address` and `uintN`.
 * Source: EIP-712, https://eips.ethereum.org/EIPS/eip-712.
 *
 * @throws HexInvalid on an address or a hash of another length
 * @throws IntegerOutOfRange on a number that its type cannot hold
 */
export function typedDataDigest(
  domain: TypedDataDomain,
  structName: string,
  fields: readonly TypedField[],
): Bytes32Hex {
  const preamble = Uint8Array.of(0x19, 0x01);
  return hexFromBytes(keccak_256(concat([preamble, hashDomain(domain), hashStruct(structName, fields)])));
}

function hashDomain(domain: TypedDataDomain): Uint8Array {
  const words = [
    hashText(DOMAIN_TYPE),
    hashText(domain.name),
    hashText(domain.version),
    encodeWord("uint256", domain.chainId),
    encodeWord("address", domain.verifyingContract),
  ];
  return keccak_256(concat(words));
}

function hashStruct(structName: string, fields: readonly TypedField[]): Uint8Array {
  const signature = `${structName}(${fields.map(({ type, name }) => `${type} ${name}`).join(",")})`;
  return keccak_256(
    concat([hashText(signature), ...fields.map(({ type, value }) => encodeWord(type, value))]),
  );
}

/** A value in the 32 bytes that its type takes: numbers and addresses stand on the right. */
function encodeWord(type: string, value: string | bigint | number): Uint8Array {
  if (type === "bytes32") return bytesFromHex(String(value), WORD_BYTES);
  if (type === "address") {
    return concat([new Uint8Array(WORD_BYTES - ADDRESS_BYTES), bytesFromHex(String(value), ADDRESS_BYTES)]);
  }
  const integer = BigInt(value);
  const bits = Number(type.slice("uint".length));
  if (integer < 0n || integer >= 2n ** BigInt(bits)) throw new IntegerOutOfRange(integer, type);
  return bytesFromHex(`0x${integer.toString(16).padStart(2 * WORD_BYTES, "0")}`, WORD_BYTES);
}

function hashText(text: string): Uint8Array {
  return keccak_256(new TextEncoder().encode(text));
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** The number does not fit the type that it is signed as. */
export class IntegerOutOfRange extends FairhouseError {
  readonly code = "INTEGER_OUT_OF_RANGE";
  readonly value: bigint;
  readonly type: string;

  constructor(value: bigint, type: string) {
    super(`${value} does not fit ${type}.`);
    this.value = value;
    this.type = type;
  }
}
