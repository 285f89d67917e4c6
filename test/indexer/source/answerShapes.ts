import { z } from "zod";

/** What answers of nodes look like, said once more in another way: the parsers are compared with these. */

function fixedHex(bytes: number) {
  const pattern = new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`);
  return z.string().regex(pattern).transform(lower);
}

function lower(text: string): string {
  return `0x${text.slice(2).toLowerCase()}`;
}

const MAX_INT64 = 2n ** 63n - 1n;
const MAX_LOG_INDEX = 1_000_000n;
const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);
const column = quantity.refine((value) => value <= MAX_INT64);

export const headerShape = z.object({
  number: column,
  hash: fixedHex(32),
  parentHash: fixedHex(32),
  timestamp: column,
  logsBloom: fixedHex(256),
});

export const logShape = z
  .object({
    address: fixedHex(20),
    topics: z.array(fixedHex(32)).min(1).max(4),
    data: z
      .string()
      .regex(/^0x(?:[0-9a-fA-F]{2})*$/)
      .transform(lower),
    blockNumber: column,
    blockHash: fixedHex(32),
    transactionHash: fixedHex(32),
    logIndex: quantity.refine((value) => value < MAX_LOG_INDEX).transform(Number),
    removed: z.boolean().optional(),
  })
  .transform(({ transactionHash, ...log }) => ({ ...log, txHash: transactionHash }));
