import type { Bytes32Hex } from "#domain/chain/hex.ts";
import { type PayoutBatch, payoutBatchTypes, type TypedDataDomain } from "#domain/chain/typedData.ts";
import { typedDataDigest } from "#domain/chain/typedDataDigest.ts";

/**
 * The 32 bytes that the signer signs for a payout batch.
 *
 * @throws HexInvalid on an address or a hash of another length
 * @throws IntegerOutOfRange on a number that its type cannot hold
 */
export function payoutBatchDigest(domain: TypedDataDomain, batch: PayoutBatch): Bytes32Hex {
  const fields = payoutBatchTypes.PayoutBatch.map(({ name, type }) => ({ name, type, value: batch[name] }));
  return typedDataDigest(domain, "PayoutBatch", fields);
}
