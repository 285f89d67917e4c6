import { z } from "zod";

/** Findings as a comparison's JSON column holds them: each tells as much of the event as is known. */
export const recordedFindings = z.array(
  z.object({
    check: z.enum([
      "vault_balance",
      "event_postings",
      "first_difference",
      "payout_batches",
      "unlisted_token",
    ]),
    detail: z.string(),
    event: z
      .object({
        blockNumber: z.string(),
        logIndex: z.number().optional(),
        txHash: z.string().optional(),
        name: z.string().optional(),
      })
      .optional(),
  }),
);
