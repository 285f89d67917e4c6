import { z } from "zod";
import type { Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";

/** Hex text of a fixed number of bytes, put into lower case. */
function fixedHex(bytes: number) {
  const pattern = new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`);
  return z.string().regex(pattern).transform(lowerHex);
}

function lowerHex(text: string): Hex {
  return `0x${text.slice(2).toLowerCase()}`;
}

export const addressShape = fixedHex(20);
export const hashShape = fixedHex(32);
export const bytesShape = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{2})*$/)
  .transform(lowerHex);

/** A number as JSON-RPC writes it. */
export const quantityShape = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);

/** The most that a 64-bit column holds; no real block number, time or amount of quanta is larger. */
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_LOG_INDEX = 1_000_000n;
const columnShape = quantityShape.refine((value) => value <= MAX_INT64, "must fit 64 bits");

/** A block as `eth_getBlockByNumber` gives it; the rest of it does not matter here. */
export const headerShape = z.object({
  number: columnShape,
  hash: hashShape,
  parentHash: hashShape,
  timestamp: columnShape,
});

/** A log as `eth_getLogs` gives it. */
export const logShape = z.object({
  address: addressShape,
  topics: z.tuple([hashShape], hashShape),
  data: bytesShape,
  blockNumber: columnShape,
  blockHash: hashShape,
  transactionHash: hashShape,
  logIndex: quantityShape.refine((value) => value < MAX_LOG_INDEX).transform(Number),
  removed: z.boolean().optional(),
});
export type RawLog = z.output<typeof logShape>;

/** Quanta, as decoded from a log or as kept in a JSON column. */
const quantaShape = z
  .union([
    z.bigint(),
    z
      .string()
      .regex(/^[0-9]{1,19}$/)
      .transform(BigInt),
  ])
  .refine((value) => value >= 0n && value <= MAX_INT64, "must fit 64 bits");
const positiveQuantaShape = quantaShape.refine((value) => value > 0n, "must be positive");

/** A number that no account is kept in, such as a nonce. */
const uint256Shape = z.union([
  z.bigint(),
  z
    .string()
    .regex(/^[0-9]{1,78}$/)
    .transform(BigInt),
]);

const entryShape = z.object({
  account: addressShape,
  sponsor: addressShape,
  // Logs of entries name no token: they are paid in the native coin alone.
  token: addressShape.default(NATIVE_TOKEN),
  quanta: positiveQuantaShape,
  placementHint: hashShape,
  nonce: uint256Shape,
});
const exitShape = z.object({
  account: addressShape,
  token: addressShape,
  to: addressShape,
  quanta: positiveQuantaShape,
  paid: quantaShape,
});
const pauseShape = z.object({ oldPaused: z.boolean(), newPaused: z.boolean() });

/** The name and arguments of every event that is read, from a log or from a JSON column. */
export const eventShape = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("Deposited"),
    args: z.object({ account: addressShape, token: addressShape, quanta: positiveQuantaShape }),
  }),
  z.object({
    name: z.literal("PayoutExecuted"),
    args: z.object({
      batchId: hashShape,
      token: addressShape,
      total: positiveQuantaShape,
      count: z.number().int().min(1),
      credited: quantaShape,
      entries: bytesShape,
    }),
  }),
  z.object({
    name: z.literal("PayoutCredited"),
    args: z.object({
      batchId: hashShape,
      account: addressShape,
      token: addressShape,
      quanta: positiveQuantaShape,
    }),
  }),
  z.object({
    name: z.literal("CreditClaimed"),
    args: z.object({
      account: addressShape,
      token: addressShape,
      to: addressShape,
      quanta: positiveQuantaShape,
    }),
  }),
  z.object({ name: z.literal("RegistrationAccepted"), args: entryShape }),
  z.object({ name: z.literal("RetopupCompleted"), args: entryShape }),
  z.object({
    name: z.literal("CheckpointPublished"),
    args: z.object({
      token: addressShape,
      epoch: positiveQuantaShape,
      root: hashShape,
      total: quantaShape,
      entered: quantaShape,
      executed: quantaShape,
    }),
  }),
  z.object({
    name: z.literal("TreasuryTransferred"),
    args: z.object({ token: addressShape, to: addressShape, quanta: positiveQuantaShape }),
  }),
  z.object({
    name: z.literal("ExitActivated"),
    args: z.object({
      token: addressShape,
      epoch: quantaShape,
      payableQuanta: quantaShape,
      claimQuanta: quantaShape,
    }),
  }),
  z.object({ name: z.literal("Exited"), args: exitShape.extend({ batchId: hashShape }) }),
  z.object({ name: z.literal("DepositsExited"), args: exitShape }),
  z.object({
    name: z.literal("TokenListed"),
    args: z.object({ token: addressShape, quantum: uint256Shape }),
  }),
  z.object({ name: z.literal(["EntriesPauseChanged", "PayoutsPauseChanged"]), args: pauseShape }),
]);
