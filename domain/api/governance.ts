import { z } from "zod";
import { blockNumber } from "./monitoring.ts";
import { address, currencyCode, hash32, pageOf, pageQuery, timestamp } from "./primitives.ts";

/** A number of the chain that may be larger than any ledger amount. */
const chainNumber = z.string().regex(/^(0|[1-9][0-9]{0,38})$/, "a whole number, as a decimal string");

/** The event that made something what it is. */
const changePlace = z
  .object({ blockNumber, txHash: hash32, logIndex: z.number().int(), at: timestamp, isFinal: z.boolean() })
  .meta({ id: "ChangePlace" });
export type ChangePlace = z.infer<typeof changePlace>;

const delay = z
  .object({
    seconds: z.number().int().describe("that holds now"),
    next: z
      .object({ seconds: z.number().int(), from: timestamp })
      .nullable()
      .describe("a change that is announced"),
  })
  .meta({ id: "GovernanceDelay" });
export type GovernanceDelay = z.infer<typeof delay>;

const signer = z.object({
  epoch: chainNumber,
  signer: address,
  isCurrent: z.boolean(),
  changed: changePlace,
});

const tokenLimits = z.object({
  token: address,
  currency: currencyCode.nullable().describe("null: the house does not list it"),
  batchCap: chainNumber.nullable().describe("quanta that one batch pays at most"),
  outflowCapacity: chainNumber.nullable().describe("quanta that leave at once at most"),
  outflowRefillPerSecond: chainNumber.nullable(),
  changed: changePlace,
});

const brake = z.object({ name: z.enum(["entries", "payouts"]), isPaused: z.boolean(), changed: changePlace });

const member = z.object({
  account: address,
  since: timestamp.nullable().describe("may be in the future; null: since before the first indexed block"),
  delay: delay.describe("between announcing a call and making it"),
  changed: changePlace,
});

const guardedFunction = z.object({
  target: address,
  selector: z.string().regex(/^0x[0-9a-f]{8}$/),
  name: z.string().nullable().describe("null: none of the house's contracts has it"),
  changed: changePlace,
});

const role = z.object({
  id: chainNumber.describe(
    "0: the administrators, who may also do whatever no other role may; 2^64-1: everybody",
  ),
  label: z.string().nullable(),
  adminRole: chainNumber.describe("who gives and takes it"),
  guardianRole: chainNumber.describe("who cancels what it announced"),
  grantDelay: delay,
  members: z.array(member),
  functions: z.array(guardedFunction).describe("what it may do"),
  changed: changePlace,
});
export type GovernanceRole = z.infer<typeof role>;

const operation = z.object({
  id: hash32,
  nonce: z.string(),
  caller: address,
  target: address,
  call: z.string().nullable().describe("the function's name, where it is one of the house's contracts"),
  data: z
    .string()
    .regex(/^0x([0-9a-f]{2})*$/)
    .nullable()
    .describe("null: too long to be shown; it is on the chain"),
  readyAt: timestamp,
  expiresAt: timestamp,
  state: z.enum(["waiting", "ready", "expired", "executed", "cancelled"]),
  changed: changePlace,
});
export type GovernanceOperation = z.infer<typeof operation>;

const anchor = z.object({ kind: hash32, epoch: chainNumber, root: hash32, changed: changePlace });

export const vaultGovernance = z
  .object({
    vault: address,
    chainId: z.number().int(),
    authority: address
      .nullable()
      .describe("the contract that decides; null: only what the vault itself says is read"),
    fairnessRegistry: address.nullable(),
    asOfBlock: blockNumber.nullable().describe("null: nothing is read yet"),
    signers: z.array(signer).describe("the newest first"),
    limits: z.array(tokenLimits),
    brakes: z.array(brake).describe("one that was never pulled is not here"),
    roles: z.array(role),
    operations: z.array(operation).describe("the latest, what is announced first"),
    anchors: z.array(anchor).describe("the newest of each kind"),
  })
  .meta({ id: "VaultGovernance" });
export type VaultGovernance = z.infer<typeof vaultGovernance>;

export const governanceReport = z
  .object({ vaults: z.array(vaultGovernance) })
  .meta({ id: "GovernanceReport", description: "who may do what on the chain, folded from its events" });
export type GovernanceReport = z.infer<typeof governanceReport>;

export const governanceChange = z
  .object({
    vault: address,
    emitter: address,
    name: z.string(),
    args: z.record(z.string(), z.unknown()).nullable().describe("null: too long to be shown"),
    call: z
      .string()
      .nullable()
      .describe("the function that it is about, where it is about one of the house's contracts"),
    changed: changePlace,
  })
  .meta({ id: "GovernanceChange" });
export type GovernanceChange = z.infer<typeof governanceChange>;
export const governanceChangePage = pageOf(governanceChange).meta({ id: "GovernanceChangePage" });
export const governanceChangeQuery = pageQuery.extend({ vault: address.optional() });
export type GovernanceChangeQuery = z.infer<typeof governanceChangeQuery>;
