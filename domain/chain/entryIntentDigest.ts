import type { Bytes32Hex } from "#domain/chain/hex.ts";
import { type EntryIntent, entryIntentTypes, type TypedDataDomain } from "#domain/chain/typedData.ts";
import { typedDataDigest } from "#domain/chain/typedDataDigest.ts";

/**
 * The 32 bytes that the signer signs for an entry.
 *
 * @throws HexInvalid on an address or a hash of another length
 * @throws IntegerOutOfRange on a number that its type cannot hold
 */
export function entryIntentDigest(domain: TypedDataDomain, intent: EntryIntent): Bytes32Hex {
  const fields = entryIntentTypes.EntryIntent.map(({ name, type }) => ({ name, type, value: intent[name] }));
  return typedDataDigest(domain, "EntryIntent", fields);
}
