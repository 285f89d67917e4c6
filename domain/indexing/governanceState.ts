import type { Bytes32Hex, EvmAddress, Hex } from "#domain/chain/hex.ts";
import type { DelayedValue } from "#domain/indexing/delayedValue.ts";
import type { EventPlace } from "#domain/indexing/eventPlace.ts";

/** Where something was changed last. */
export type ChangePlace = Pick<EventPlace, "blockNumber" | "blockTime" | "txHash" | "logIndex">;
type Placed<Facts> = Facts & { readonly place: ChangePlace };

/** Everybody has this role; nobody can be given it or lose it. The number is OpenZeppelin's. */
export const PUBLIC_ROLE = 2n ** 64n - 1n;
/** The role that changes all others, and that a function needs when nothing else is said. */
export const ADMIN_ROLE = 0n;

export type SignerTerm = Placed<{ readonly epoch: bigint; readonly signer: EvmAddress }>;

/** A listed token; its limits in quanta. What is undefined was set before the first indexed block. */
export type TokenTerms = Placed<{
  readonly token: EvmAddress;
  readonly quantum: bigint | undefined;
  readonly batchCap: bigint | undefined;
  readonly outflowCapacity: bigint | undefined;
  readonly outflowRefillPerSecond: bigint | undefined;
}>;

export type SwitchName = "entries" | "payouts";
export type SwitchState = Placed<{ readonly name: SwitchName; readonly isPaused: boolean }>;

export type RoleTerms = Placed<{
  readonly roleId: bigint;
  readonly label: string | undefined;
  /** The role whose members grant and revoke this one. */
  readonly adminRoleId: bigint;
  /** The role whose members cancel what this one's members scheduled. */
  readonly guardianRoleId: bigint;
  /** How long a new member waits for the role. */
  readonly grantDelay: DelayedValue;
}>;

export type Membership = Placed<{
  readonly roleId: bigint;
  readonly account: EvmAddress;
  /** Unix seconds, maybe ahead; undefined: from before the first indexed block. */
  readonly memberSince: number | undefined;
  /** Unix seconds; undefined while the role is held. */
  readonly revokedAt: number | undefined;
  /** How long the member's calls must be announced before. */
  readonly executionDelay: DelayedValue;
}>;

export type FunctionRole = Placed<{
  readonly target: EvmAddress;
  readonly selector: Hex;
  readonly roleId: bigint;
}>;

export type TargetTerms = Placed<{
  readonly target: EvmAddress;
  /** Whom it obeys, as it said itself; undefined where it was not heard. */
  readonly authority: EvmAddress | undefined;
  /** Whether nobody at all may call its restricted functions. */
  readonly isClosed: boolean;
  /** How long changes of its terms must be announced before. */
  readonly adminDelay: DelayedValue;
}>;

export type ScheduledOperation = Placed<{
  readonly operationId: Bytes32Hex;
  readonly nonce: number;
  readonly caller: EvmAddress;
  readonly target: EvmAddress;
  readonly data: Hex;
  /** Unix seconds, as all times here: it can run from `readyAt` on and before `expiresAt`. */
  readonly readyAt: number;
  readonly expiresAt: number;
  readonly state: "scheduled" | "executed" | "cancelled";
  readonly endedAt: number | undefined;
}>;

/** Who may do what with a house's contracts, as of some block. Lists are in the order in which things came up. */
export type GovernanceState = {
  /** By epoch, the current one last. */
  readonly signers: readonly SignerTerm[];
  readonly tokens: readonly TokenTerms[];
  readonly switches: readonly SwitchState[];
  readonly roles: readonly RoleTerms[];
  /** Those who lost their role are among them. */
  readonly members: readonly Membership[];
  readonly functions: readonly FunctionRole[];
  readonly targets: readonly TargetTerms[];
  readonly operations: readonly ScheduledOperation[];
};
