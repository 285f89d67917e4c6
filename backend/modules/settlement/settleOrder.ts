import { z } from "zod";
import { hash32 } from "#domain/api/primitives.ts";
import type { Hex } from "#domain/chain/hex.ts";

const hex = hash32.transform((text): Hex => `0x${text.slice("0x".length)}`);

/**
 * What an operator asks the worker for: a round of settlement for one house now, in which the named batch neither
 * rests after a refusal nor waits its turn for another transaction. An order that gets lost costs nothing but
 * patience, because the next regular round does the same in its own time.
 */
export const settleOrder = z.strictObject({
  tenantId: z.int().positive(),
  batchId: hex.nullable(),
});
export type SettleOrder = z.infer<typeof settleOrder>;

/** Where orders for the vaults of a chain are put. */
export function orderQueueName(chainId: number): string {
  return `fairhouse-payout-orders-${chainId}`;
}

/** The same order is not queued twice. */
export function orderKeyOf({ tenantId, batchId }: SettleOrder): string {
  return `${tenantId}-${batchId ?? "build"}`;
}
