import { z } from "zod";
import { userView } from "./auth.ts";
import {
  address,
  currencyCode,
  hash32,
  minorAmount,
  pageOf,
  positiveMinorAmount,
  timestamp,
  uuid,
} from "./primitives.ts";

export const balanceView = z
  .object({
    currency: currencyCode,
    available: minorAmount.describe("can be staked or withdrawn now"),
    confirming: minorAmount.describe("deposited, waiting for the chain to make it final"),
    withdrawing: minorAmount.describe("asked for, not yet paid by the vault"),
    claimable: minorAmount.describe("a payout that your address refused: claim it from the vault"),
  })
  .meta({ id: "Balance" });
export type BalanceView = z.infer<typeof balanceView>;

export const meResponse = z.object({ user: userView, balances: z.array(balanceView) }).meta({ id: "Me" });

export const depositStatus = z.enum(["confirming", "credited", "reversed"]);
export const depositView = z
  .object({
    id: uuid,
    currency: currencyCode,
    amount: minorAmount,
    status: depositStatus,
    blockNumber: z.string(),
    confirmations: z.number().int().describe("blocks on top, as far as the indexer has seen"),
    requiredConfirmations: z
      .number()
      .int()
      .describe(
        "how far below the newest block the last final one is: it moves where the chain itself calls blocks final",
      ),
    txHash: hash32,
    createdAt: timestamp,
  })
  .meta({ id: "Deposit" });
export type DepositView = z.infer<typeof depositView>;
export const depositPage = pageOf(depositView).meta({ id: "DepositPage" });

export const withdrawalStatus = z.enum(["requested", "batched", "paid", "credited", "settled", "cancelled"]);
export const withdrawalView = z
  .object({
    id: uuid,
    currency: currencyCode,
    amount: minorAmount,
    to: address,
    status: withdrawalStatus,
    batchId: hash32.nullable(),
    txHash: hash32.nullable().describe("the transaction in which the vault paid"),
    createdAt: timestamp,
    settledAt: timestamp.nullable(),
  })
  .meta({ id: "Withdrawal" });
export type WithdrawalView = z.infer<typeof withdrawalView>;
export const withdrawalPage = pageOf(withdrawalView).meta({ id: "WithdrawalPage" });

/** Coins leave only to the wallet that the user signed in with. */
export const withdrawRequest = z
  .object({ currency: currencyCode, amount: positiveMinorAmount })
  .meta({ id: "WithdrawRequest" });
export type WithdrawRequest = z.infer<typeof withdrawRequest>;

/** One line of "explain this balance". `balanceEffect` is signed: what the line did to the available balance. */
export const historyLine = z
  .object({
    kind: z.enum(["deposit", "bet", "withdrawal", "commission_payout", "bet_void"]),
    id: uuid.describe("of the deposit, bet, withdrawal or payout; of the bet that was voided"),
    currency: currencyCode,
    balanceEffect: z.string().regex(/^-?(0|[1-9][0-9]*)$/),
    summary: z.string(),
    createdAt: timestamp,
  })
  .meta({ id: "HistoryLine" });
export const historyPage = pageOf(historyLine).meta({ id: "HistoryPage" });
