import type { ContractFunctionName } from "viem";
import type { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import type { vaultAbi } from "#domain/abi/vault.ts";

/** The AccessManager's own administrators; the number is fixed by OpenZeppelin. */
export const ADMIN_ROLE = 0n;
/** May stop things, at once, and do nothing else. */
export const GUARDIAN_ROLE = 1n;
/** Publishes checkpoints and anchors roots. */
export const OPERATOR_ROLE = 2n;
/** Takes surplus out, after a delay. */
export const TREASURY_ROLE = 3n;
/** Everybody; the number is fixed by OpenZeppelin. */
export const PUBLIC_ROLE = 2n ** 64n - 1n;

export type Role = {
  readonly id: bigint;
  readonly name: string;
  readonly power: string;
};

export const ROLES: readonly Role[] = [
  { id: ADMIN_ROLE, name: "ADMIN", power: "signer, limits, tokens, unpausing, roles; each after its delay" },
  { id: GUARDIAN_ROLE, name: "GUARDIAN", power: "pause at once, cancel a treasury transfer" },
  { id: OPERATOR_ROLE, name: "OPERATOR", power: "publish checkpoints, anchor roots" },
  { id: TREASURY_ROLE, name: "TREASURY", power: "take surplus out, after its delay" },
];

type VaultFunction = ContractFunctionName<typeof vaultAbi, "nonpayable" | "payable">;
type RegistryFunction = ContractFunctionName<typeof fairnessRegistryAbi, "nonpayable" | "payable">;

/** Which role each guarded function of the vault needs. What the administrator alone may do needs no entry on chain. */
export const VAULT_ROLES = {
  pauseEntries: GUARDIAN_ROLE,
  pausePayouts: GUARDIAN_ROLE,
  publishCheckpoint: OPERATOR_ROLE,
  treasuryTransfer: TREASURY_ROLE,
  unpauseEntries: ADMIN_ROLE,
  unpausePayouts: ADMIN_ROLE,
  rotateSigner: ADMIN_ROLE,
  setOutflowLimits: ADMIN_ROLE,
  listToken: ADMIN_ROLE,
} as const satisfies Partial<Record<VaultFunction, bigint>>;

export const REGISTRY_ROLES = {
  anchor: OPERATOR_ROLE,
} as const satisfies Partial<Record<RegistryFunction, bigint>>;

/** A role's name where it has one of ours, else its number. */
export function roleName(id: bigint): string {
  if (id === PUBLIC_ROLE) return "PUBLIC";
  return ROLES.find((role) => role.id === id)?.name ?? `role ${id}`;
}
