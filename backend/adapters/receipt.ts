import { type PublicClient, TransactionReceiptNotFoundError } from "viem";
import type { Hex } from "#domain/chain/hex.ts";

/** That a transaction was mined, and what came of it. */
export interface Receipt {
  readonly hasSucceeded: boolean;
  readonly blockNumber: bigint;
  readonly gasCostWei: bigint;
}

/** Null where the node knows none: that is an answer, not a failure. */
export async function receiptOf(client: PublicClient, hash: Hex): Promise<Receipt | null> {
  try {
    const { status, blockNumber, gasUsed, effectiveGasPrice } = await client.getTransactionReceipt({ hash });
    return { hasSucceeded: status === "success", blockNumber, gasCostWei: gasUsed * effectiveGasPrice };
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return null;
    throw error;
  }
}
