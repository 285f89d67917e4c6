import { z } from "zod";
import { blockNumber } from "./monitoring.ts";
import { address, currencyCode, hash32, pageOf, pageQuery, timestamp, uuid } from "./primitives.ts";

export const suspenseReason = z.enum([
  "entry_without_plan",
  "unknown_payout",
  "unowned_claim",
  "unsettled_exit",
  "token_without_currency",
]);
export const suspenseState = z.enum(["open", "resolved", "reversed"]);

export const suspenseItem = z
  .object({
    id: uuid,
    vault: address,
    reason: suspenseReason,
    event: z.string().describe("the vault's event that moved the money"),
    account: address.nullable().describe("whom the event names"),
    token: address,
    currency: currencyCode.nullable().describe("null: a token that the house does not list"),
    quanta: z
      .string()
      .regex(/^-?(0|[1-9][0-9]*)$/)
      .describe(
        "above zero: the vault holds it and it is no account's; below: it left and no account paid it",
      ),
    state: suspenseState.describe("resolved: it found its account; reversed: its block was dropped"),
    blockNumber,
    logIndex: z.number().int(),
    txHash: hash32,
    since: timestamp.describe("the block's time"),
  })
  .meta({ id: "SuspenseItem" });
export type SuspenseItem = z.infer<typeof suspenseItem>;
export const suspensePage = pageOf(suspenseItem).meta({ id: "SuspensePage" });

export const suspenseQuery = pageQuery.extend({
  state: suspenseState.optional(),
  reason: suspenseReason.optional(),
});
export type SuspenseQuery = z.infer<typeof suspenseQuery>;
