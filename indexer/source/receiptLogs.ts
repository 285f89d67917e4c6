import { z } from "zod";
import type { Hex } from "#domain/chain/hex.ts";
import type { Endpoint } from "#indexer/source/endpoint.ts";
import { EVENT_TOPICS } from "#indexer/source/eventTable.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";

const receiptsShape = z.array(
  z.object({
    logs: z.array(z.object({ address: z.string().toLowerCase(), topics: z.array(z.string().toLowerCase()) })),
  }),
);
const TOPICS: ReadonlySet<string> = new Set(EVENT_TOPICS);

/**
 * How many logs of interest a block has by its receipts, which nodes keep apart from what they search for logs.
 * @throws RpcFailure, also from nodes that do not know the method
 */
export async function countReceiptLogs(
  endpoint: Endpoint,
  emitters: readonly Hex[],
  blockHash: Hex,
): Promise<number> {
  const receipts = receiptsShape.safeParse(await endpoint.request("eth_getBlockReceipts", [blockHash]));
  if (!receipts.success) throw new RpcFailure("retryable", "eth_getBlockReceipts was answered with nonsense");
  const wanted: ReadonlySet<string> = new Set(emitters);
  return receipts.data
    .flatMap(({ logs }) => logs)
    .filter(({ address, topics }) => wanted.has(address) && TOPICS.has(topics[0] ?? "")).length;
}
