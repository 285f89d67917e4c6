import { z } from "zod";
import { address, currencyCode, timestamp } from "./primitives.ts";

const signedAmount = z.string().regex(/^-?(0|[1-9][0-9]*)$/);

export const reconciliationView = z
  .object({
    vault: address,
    currency: currencyCode,
    blockNumber: z.string(),
    chainBalance: signedAmount.describe("what the vault holds at that block"),
    ledgerBalance: signedAmount.describe("what the ledger says it holds"),
    variance: signedAmount,
    findings: z.array(z.object({ check: z.string(), detail: z.string() })),
    checkedAt: timestamp,
  })
  .meta({ id: "Reconciliation" });
export type ReconciliationView = z.infer<typeof reconciliationView>;
export const reconciliationList = z
  .object({
    items: z.array(reconciliationView),
    indexedBlock: z.string().nullable(),
    headBlock: z.string().nullable(),
  })
  .meta({ id: "ReconciliationList" });

export const treasurySummary = z
  .object({
    items: z.array(
      z.object({
        currency: currencyCode,
        vaultBalance: signedAmount.describe("on-chain coins, as indexed"),
        owedToPlayers: signedAmount,
        bankroll: signedAmount,
        other: signedAmount.describe("suspense and company accounts"),
      }),
    ),
  })
  .meta({ id: "TreasurySummary" });
export type TreasurySummary = z.infer<typeof treasurySummary>;
