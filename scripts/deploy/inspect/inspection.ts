import type { Address, Hex } from "viem";
import type { CodeMatch } from "#scripts/deploy/bytecode.ts";
import type { OutflowLimits } from "#scripts/deploy/settings.ts";

/** Everything about a deployed vault that an auditor asks for, read at one block. Amounts are in quanta. */
export type Inspection = {
  readonly chainId: number;
  readonly block: bigint;
  /** That block's time, in Unix seconds. */
  readonly timestamp: bigint;
  readonly vault: Address;
  readonly accessManager: Address;
  /** Who deployed the AccessManager, and so ruled it first. */
  readonly deployer: Address | undefined;
  readonly code: readonly ContractCode[];
  readonly roles: readonly RoleState[];
  readonly functions: readonly GuardedFunction[];
  /** Functions of contracts that only this AccessManager lets be called are all refused while it is closed to them. */
  readonly isVaultClosed: boolean;
  readonly operations: readonly ScheduledOperation[];
  readonly state: VaultState;
  readonly tokens: readonly TokenState[];
};

export type ContractCode = {
  readonly contract: "Vault" | "AccessManager" | "FairnessRegistry";
  readonly address: Address;
  readonly runtime: CodeMatch;
  /** Whether the transaction that created it carried our code; unknown where no plain transaction did. */
  readonly creation: "identical" | "different" | "unknown";
};

export type Member = {
  readonly account: Address;
  /** How long each of its acts waits. */
  readonly delaySeconds: number;
  /** The delay that will count from `changesAt` on, in Unix seconds; zero where no change is on its way. */
  readonly nextDelaySeconds: number;
  readonly changesAt: number;
  /** From when on it holds the role, in Unix seconds. */
  readonly since: number;
  readonly kind: AccountKind;
};

export type AccountKind =
  | { readonly is: "key" }
  | { readonly is: "contract" }
  | { readonly is: "safe"; readonly threshold: number; readonly owners: readonly Address[] };

export type RoleState = {
  readonly id: bigint;
  readonly name: string;
  /** The role whose members grant and revoke this one. */
  readonly adminRole: bigint;
  /** The role whose members may cancel what this one has scheduled. */
  readonly guardianRole: bigint;
  readonly grantDelaySeconds: number;
  readonly members: readonly Member[];
};

export type GuardedFunction = {
  readonly contract: "Vault" | "FairnessRegistry";
  readonly target: Address;
  readonly name: string;
  readonly selector: Hex;
  readonly role: bigint;
  /** The role that we give it. */
  readonly expectedRole: bigint;
};

export type ScheduledOperation = {
  readonly id: Hex;
  readonly caller: Address;
  readonly target: Address;
  readonly call: string;
  /** When it can be executed, in Unix seconds. */
  readonly readyAt: number;
};

export type VaultState = {
  readonly signer: Address;
  readonly signerKind: AccountKind;
  readonly signerEpoch: bigint;
  readonly entriesPaused: boolean;
  readonly payoutsPaused: boolean;
  readonly exitActive: boolean;
  /** From when on anyone can open the exit, in Unix seconds. */
  readonly exitAvailableAt: bigint;
  readonly exitDelaySeconds: bigint;
  readonly treasuryFreshnessSeconds: bigint;
};

export type TokenState = {
  readonly token: Address;
  readonly quantum: bigint;
  readonly limits: OutflowLimits;
  readonly outflowAvailable: bigint;
  readonly balance: bigint;
  readonly liabilities: bigint;
  readonly surplus: bigint;
  readonly unclaimedCredits: bigint;
  readonly enteredTotal: bigint;
  readonly executedTotal: bigint;
  /** Undefined before the first. */
  readonly checkpoint: CheckpointState | undefined;
  /** Zero, both, until the exit is open. */
  readonly exitTerms: { readonly payable: bigint; readonly claims: bigint };
};

export type CheckpointState = {
  readonly epoch: bigint;
  readonly root: Hex;
  readonly total: bigint;
  readonly ageSeconds: bigint;
};

export type Severity = "high" | "medium" | "low";

/** Something about a deployment that somebody should look at. */
export type Finding = {
  readonly severity: Severity;
  /** Stable, for scripts. */
  readonly code: string;
  readonly message: string;
};
