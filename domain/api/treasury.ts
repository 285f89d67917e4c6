import { z } from "zod";
import { treasurySummary } from "./monitoring.ts";
import { address, currencyCode, minorAmount, positiveMinorAmount, timestamp } from "./primitives.ts";

const checkpointView = z.object({
  epoch: z.string(),
  root: z.string(),
  total: minorAmount.describe("owed to everybody at its cut"),
  publishedAt: timestamp,
  ageSeconds: z.number().int(),
});

const vaultStandingView = z
  .object({
    vault: address,
    currency: currencyCode,
    balance: minorAmount,
    liabilities: minorAmount,
    surplus: minorAmount.describe("all that the treasury may take"),
    credits: minorAmount.describe("refused payments that wait to be claimed"),
    outflowRoom: minorAmount.describe("what its limit lets leave the vault now"),
    signerEpoch: z.string(),
    arePayoutsPaused: z.boolean(),
    isExitActive: z.boolean(),
    checkpoint: checkpointView.nullable(),
  })
  .meta({ id: "VaultStanding" });
export type VaultStandingView = z.infer<typeof vaultStandingView>;

const gasTankView = z
  .object({
    address,
    pays: z.enum(["payouts", "checkpoints"]),
    balanceWei: z.string(),
  })
  .meta({ id: "GasTank" });
export type GasTankView = z.infer<typeof gasTankView>;

/** The books, what the chain says about the vault, and the gas money behind it. */
export const treasuryReport = treasurySummary
  .extend({
    vaults: z
      .array(vaultStandingView)
      .nullable()
      .describe("as the chain says a moment ago; null while it cannot be asked"),
    gas: z
      .array(gasTankView)
      .nullable()
      .describe("for staff; null for others, and while the chain cannot be asked"),
  })
  .meta({ id: "TreasuryReport" });
export type TreasuryReport = z.infer<typeof treasuryReport>;

export const treasuryTransferRequest = z
  .object({
    currency: currencyCode,
    amount: positiveMinorAmount,
    to: address.describe("who receives it"),
    from: address.describe("the holder of the treasury role, a Safe for instance, that will make the calls"),
  })
  .meta({ id: "TreasuryTransferRequest" });
export type TreasuryTransferRequest = z.infer<typeof treasuryTransferRequest>;

const hexData = z.string().regex(/^0x([0-9a-f]{2})*$/);

const treasuryStep = z
  .object({
    name: z.enum(["schedule", "execute"]),
    description: z.string(),
    to: address,
    value: z.literal("0"),
    data: hexData,
    afterSeconds: z.number().int().describe("at least so long after the step before it"),
    withinSeconds: z.number().int().nullable().describe("later than that it lapses; null: never"),
  })
  .meta({ id: "TreasuryStep" });

/** Nothing has moved: these are the calls with which the holder of the role moves it. */
export const treasuryTransferPlan = z
  .object({
    chainId: z.number().int(),
    vault: address,
    currency: currencyCode,
    amount: minorAmount,
    to: address,
    from: address,
    surplus: minorAmount.describe("before it"),
    call: z.object({ to: address, value: z.literal("0"), data: hexData }),
    delaySeconds: z.number().int(),
    operationId: z
      .string()
      .nullable()
      .describe("under which the scheduled call can be watched and cancelled"),
    steps: z.array(treasuryStep),
  })
  .meta({ id: "TreasuryTransferPlan" });
export type TreasuryTransferPlan = z.infer<typeof treasuryTransferPlan>;
