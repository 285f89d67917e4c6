import { z } from "zod";
import { address, currencyCode, hash32, minorAmount, pageOf, pageQuery, timestamp } from "./primitives.ts";

const signedAmount = z.string().regex(/^-?(0|[1-9][0-9]*)$/);
export const blockNumber = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,17})$/, "a block number is a whole number, as a decimal string")
  .meta({ id: "BlockNumber", example: "48213377" });

const eventPlace = z
  .object({
    blockNumber,
    logIndex: z.number().int().nullable(),
    txHash: hash32.nullable(),
    name: z.string().nullable(),
  })
  .meta({ id: "EventPlace", description: "an event; a block alone, when no event of it is known" });
export type EventPlace = z.infer<typeof eventPlace>;

const findingView = z
  .object({
    check: z.string(),
    detail: z.string(),
    event: eventPlace.nullable().describe("where it begins, when it was found"),
  })
  .meta({ id: "Finding" });

export const reconciliationView = z
  .object({
    vault: address,
    currency: currencyCode,
    blockNumber,
    chainBalance: signedAmount.describe("what the vault holds at that block"),
    ledgerBalance: signedAmount.describe("what the ledger says it holds"),
    variance: signedAmount,
    tolerance: minorAmount.describe("a variance up to so much, as it is set now, is no finding"),
    findings: z.array(findingView),
    checkedAt: timestamp,
  })
  .meta({ id: "Reconciliation" });
export type ReconciliationView = z.infer<typeof reconciliationView>;

const indexerView = z
  .object({
    vault: address,
    chainId: z.number().int(),
    deployBlock: blockNumber,
    indexedBlock: blockNumber
      .nullable()
      .describe("up to here everything is in the books; null before the first"),
    headBlock: blockNumber.nullable().describe("the chain's newest block, as the indexer knows it"),
    finalBlock: blockNumber.nullable().describe("up to here money counts as final"),
    lagSeconds: z
      .number()
      .int()
      .nullable()
      .describe("age of the last indexed block; 0 at the chain's head, null when it is not known"),
    heardAt: timestamp.nullable().describe("when the indexer last recorded anything"),
  })
  .meta({ id: "IndexerStanding" });
export type IndexerView = z.infer<typeof indexerView>;

const payoutsView = z
  .object({
    areStopped: z.boolean(),
    isByReconciliation: z.boolean().describe("whether the comparison itself has stopped them"),
    reason: z.string().nullable(),
    since: timestamp.nullable(),
  })
  .meta({ id: "PayoutsStanding" });

/** Whether the books equal the chain now, and how far they are. */
export const reconciliationReport = z
  .object({
    items: z.array(reconciliationView).describe("the latest comparison of each vault and currency"),
    indexers: z.array(indexerView).describe("one per vault"),
    payouts: payoutsView,
  })
  .meta({ id: "ReconciliationReport" });
export type ReconciliationReport = z.infer<typeof reconciliationReport>;

export const reconciliationPage = pageOf(reconciliationView).meta({ id: "ReconciliationPage" });
export const reconciliationQuery = pageQuery.extend({
  vault: address.optional(),
  currency: currencyCode.optional(),
});
export type ReconciliationQuery = z.infer<typeof reconciliationQuery>;

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
