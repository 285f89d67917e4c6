import type { Address } from "viem";

/** What may leave the vault of one token, in quanta. */
export type OutflowLimits = {
  /** The most that one batch may pay. */
  readonly batchCap: bigint;
  /** The most that may leave in a burst. */
  readonly outflowCapacity: bigint;
  /** How much of that capacity comes back each second. */
  readonly outflowRefillPerSecond: bigint;
};

export type TokenListing = {
  readonly token: Address;
  /** The smallest amount that moves, in the token's own smallest units. */
  readonly quantum: bigint;
  readonly limits: OutflowLimits;
};

/** Everything that decides what is deployed. Two runs with equal settings make the same transactions. */
export type DeploymentSettings = {
  readonly chainId: number;
  readonly admin: Address;
  readonly guardian: Address;
  readonly operator: Address;
  readonly treasury: Address;
  readonly signer: Address;
  /** How long each act of the administrator is visible before it takes effect. */
  readonly adminDelaySeconds: number;
  /** How long each transfer of the treasury is visible before it happens. */
  readonly treasuryDelaySeconds: number;
  /** How long somebody who is given a role waits before it can be used. */
  readonly grantDelaySeconds: number;
  readonly nativeLimits: OutflowLimits;
  /** The tokens listed beside the native coin. */
  readonly tokens: readonly TokenListing[];
};
