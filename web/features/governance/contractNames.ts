import type { VaultGovernance } from "#domain/api/governance.ts";

export type ContractNames = ReadonlyMap<string, "vault" | "authority" | "registry">;

/** The house's contracts by their addresses. */
export function contractNames({ vault, authority, fairnessRegistry }: VaultGovernance): ContractNames {
  return new Map([
    [vault, "vault"],
    ...(authority === null ? [] : [[authority, "authority"] as const]),
    ...(fairnessRegistry === null ? [] : [[fairnessRegistry, "registry"] as const]),
  ]);
}
