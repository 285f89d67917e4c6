import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Bytes32Hex, bytesFromHex, hexFromBytes } from "#domain/chain/hex.ts";
import { type PayoutBatch, payoutBatchTypes, type TypedDataDomain } from "#domain/chain/typedData.ts";
import { FairhouseError } from "#domain/errors.ts";

const WORD_BYTES = 32;
const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

/**
 * The 32 bytes that the signer signs: keccak256(0x1901 ‖ domain separator ‖ hash of the batch).
 * Source: EIP-712, https://eips.ethereum.org/EIPS/eip-712.
 *
 * @throws HexInvalid on an address or a hash of another length
 * @throws IntegerOutOfRange on a number that its type cannot hold
 */
export function payoutBatchDigest(domain: TypedDataDomain, batch: PayoutBatch): Bytes32Hex {
  const preamble = Uint8Array.of(0x19, 0x01);
  return hexFromBytes(keccak_256(concat([preamble, hashDomain(domain), hashBatch(batch)])));
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

function hashBatch(batch: PayoutBatch): Uint8Array {
  const fields = payoutBatchTypes.PayoutBatch;
  const signature = `PayoutBatch(${fields.map(({ type, name }) => `${type} ${name}`).join(",")})`;
  const words = fields.map(({ type, name }) => encodeWord(type, batch[name]));
  return keccak_256(concat([hashText(signature), ...words]));
}

/** A value in the 32 bytes that its type takes: numbers and addresses stand on the right. */
function encodeWord(type: string, value: string | bigint | number): Uint8Array {
  if (type === "bytes32") return bytesFromHex(String(value), WORD_BYTES);
  if (type === "address") return concat([new Uint8Array(12), bytesFromHex(String(value), 20)]);
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
