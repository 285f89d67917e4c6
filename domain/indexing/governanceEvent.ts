import type { Bytes32Hex, EvmAddress, Hex } from "#domain/chain/hex.ts";
import type { EventPlace } from "#domain/indexing/eventPlace.ts";

/** An event that moves no coins. */
type Governed<Name extends string, Args> = EventPlace & { readonly name: Name; readonly args: Args };

/** The key that the vault takes signatures of was replaced. */
export type SignerRotated = Governed<
  "SignerRotated",
  { readonly oldSigner: EvmAddress; readonly newSigner: EvmAddress; readonly signerEpoch: bigint }
>;

/** How much may leave the vault in one batch, and over time. Quanta. */
export type OutflowLimits = {
  readonly batchCap: bigint;
  readonly outflowCapacity: bigint;
  readonly outflowRefillPerSecond: bigint;
};
export type OutflowLimitsChanged = Governed<
  "OutflowLimitsChanged",
  { readonly token: EvmAddress; readonly oldLimits: OutflowLimits; readonly newLimits: OutflowLimits }
>;

/** Another contract decides from now on who may do what with the vault. */
export type AuthorityUpdated = Governed<"AuthorityUpdated", { readonly authority: EvmAddress }>;

/** The fairness registry took in a root; one per kind and epoch. */
export type Anchored = Governed<
  "Anchored",
  { readonly kind: Bytes32Hex; readonly epoch: bigint; readonly root: Bytes32Hex }
>;

/** An account got a role, or other terms for it. Delays in seconds, times in Unix seconds, also below. */
export type RoleGranted = Governed<
  "RoleGranted",
  {
    readonly roleId: bigint;
    readonly account: EvmAddress;
    readonly delay: number;
    readonly since: number;
    readonly newMember: boolean;
  }
>;
export type RoleRevoked = Governed<"RoleRevoked", { readonly roleId: bigint; readonly account: EvmAddress }>;
export type RoleAdminChanged = Governed<
  "RoleAdminChanged",
  { readonly roleId: bigint; readonly admin: bigint }
>;
export type RoleGuardianChanged = Governed<
  "RoleGuardianChanged",
  { readonly roleId: bigint; readonly guardian: bigint }
>;
export type RoleGrantDelayChanged = Governed<
  "RoleGrantDelayChanged",
  { readonly roleId: bigint; readonly delay: number; readonly since: number }
>;
/** The label is whatever its author wrote: any characters, zero among them, any length. */
export type RoleLabel = Governed<"RoleLabel", { readonly roleId: bigint; readonly label: string }>;

/** A function of a contract belongs to another role. */
export type TargetFunctionRoleUpdated = Governed<
  "TargetFunctionRoleUpdated",
  { readonly target: EvmAddress; readonly selector: Hex; readonly roleId: bigint }
>;
export type TargetAdminDelayUpdated = Governed<
  "TargetAdminDelayUpdated",
  { readonly target: EvmAddress; readonly delay: number; readonly since: number }
>;
export type TargetClosed = Governed<
  "TargetClosed",
  { readonly target: EvmAddress; readonly closed: boolean }
>;

/** A call was announced, to be made at `schedule` at the earliest. */
export type OperationScheduled = Governed<
  "OperationScheduled",
  {
    readonly operationId: Bytes32Hex;
    readonly nonce: number;
    readonly schedule: number;
    readonly caller: EvmAddress;
    readonly target: EvmAddress;
    readonly data: Hex;
  }
>;
export type OperationEnded = Governed<
  "OperationExecuted" | "OperationCanceled",
  { readonly operationId: Bytes32Hex; readonly nonce: number }
>;

/** Who may do what with the house's contracts, and by which rules. */
export type GovernanceEvent =
  | SignerRotated
  | OutflowLimitsChanged
  | AuthorityUpdated
  | Anchored
  | RoleGranted
  | RoleRevoked
  | RoleAdminChanged
  | RoleGuardianChanged
  | RoleGrantDelayChanged
  | RoleLabel
  | TargetFunctionRoleUpdated
  | TargetAdminDelayUpdated
  | TargetClosed
  | OperationScheduled
  | OperationEnded;
