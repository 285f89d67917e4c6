import { isHex } from "viem";
import { z } from "zod";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { MAX_BATCH_ENTRIES } from "#domain/chain/payoutEntries.ts";
import { MAX_PROOF_STEPS } from "#domain/ledger/liabilitiesTreeProof.ts";
import { REFUSAL_REASONS } from "#domain/settlement/signingRefused.ts";

/** What the signer and those who ask it say to each other: JSON over HTTP, one place for both ends. */

/** A step of a proof as text: its hash, a sum of up to 39 digits, the side, and the names of the three. */
const PROOF_STEP_BYTES = 160;
/** The largest request: a full batch in hex, the longest proofs, and room for the rest. */
export const MAX_REQUEST_BYTES = MAX_BATCH_ENTRIES * (2 * 32 + MAX_PROOF_STEPS * PROOF_STEP_BYTES) + 8_192;

const UINT64_DIGITS = 20;
const UINT128_DIGITS = 39;
const UINT256_DIGITS = 78;

/** Hex text of a known length, turned into lower case. */
export const hexOf = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`), `must be 0x and ${bytes} bytes in hex`)
    .transform((text, context) => {
      const lower = text.toLowerCase();
      if (isHex(lower)) return lower;
      context.addIssue({ code: "custom", message: "must be hex" });
      return z.NEVER;
    });
const integerOf = (maxDigits: number, bits: bigint) =>
  z
    .string()
    .max(maxDigits)
    .regex(/^(0|[1-9][0-9]*)$/, "must be a whole number in decimal digits")
    .transform(BigInt)
    .refine((value) => value < 2n ** bits, `must fit ${bits} bits`);
const uint64 = integerOf(UINT64_DIGITS, 64n);
/** A sum in the tree: more than all coins of any chain. */
const sum = integerOf(UINT128_DIGITS, 128n);
const uint256 = integerOf(UINT256_DIGITS, 256n);
const packedEntries = z
  .string()
  .max(2 + 2 * 32 * MAX_BATCH_ENTRIES)
  .transform((text, context) => {
    const lower = text.toLowerCase();
    if (isHex(lower) && lower.length % 2 === 0) return lower;
    context.addIssue({ code: "custom", message: "must be 0x and whole bytes in hex" });
    return z.NEVER;
  });

export const signBatchRequest = z.strictObject({
  chainId: z.number().int().positive(),
  vault: hexOf(20),
  batch: z.strictObject({
    batchId: hexOf(32),
    token: hexOf(20),
    entriesHash: hexOf(32),
    total: uint256,
    count: z.number().int().min(1).max(MAX_BATCH_ENTRIES),
    checkpointEpoch: uint64,
    signerEpoch: uint256,
    deadline: uint64,
  }),
  entries: packedEntries,
  checkpoint: z.strictObject({ epoch: uint64, root: hexOf(32), total: sum }),
  proofs: z
    .array(z.array(z.strictObject({ hash: hexOf(32), sum, isLeft: z.boolean() })).max(MAX_PROOF_STEPS))
    .max(MAX_BATCH_ENTRIES),
});

export const signEntryIntentRequest = z.strictObject({
  chainId: z.number().int().positive(),
  vault: hexOf(20),
  intent: z.strictObject({
    kind: z.number().int().min(0).max(255),
    account: hexOf(20),
    sponsor: hexOf(20),
    amount: uint256,
    placementHint: hexOf(32),
    nonce: uint256,
    signerEpoch: uint256,
    deadline: uint64,
  }),
});

export const signedResponse = z.object({ signature: hexOf(65), digest: hexOf(32) });

export const headroomRequest = z.strictObject({
  chainId: z.number().int().positive(),
  vault: hexOf(20),
  token: hexOf(20),
  recipients: z.array(hexOf(20)).max(MAX_BATCH_ENTRIES),
});
/** What could be signed now is asked for one vault and token. */
export interface HeadroomQuestion {
  readonly chainId: number;
  readonly vault: EvmAddress;
  readonly token: EvmAddress;
  readonly recipients: readonly EvmAddress[];
}

export interface HeadroomAnswer {
  /** The most that one payment can ever be; null when the signer's policy does not list the vault. */
  readonly payment: bigint | null;
  readonly batch: bigint;
  /** In the order asked. */
  readonly recipients: readonly bigint[];
}
export const headroomResponse = z.object({
  payment: uint256.nullable(),
  batch: uint256,
  recipients: z.array(uint256),
});

export const addressResponse = z.object({ address: hexOf(20) });

export const refusalResponse = z.object({ reason: z.enum(REFUSAL_REASONS), message: z.string() });
export type Refusal = z.infer<typeof refusalResponse>;
