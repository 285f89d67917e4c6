import { type Address, encodeFunctionData, type Hex } from "viem";
import { accessManagerAbi as abi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { selectorOf } from "#scripts/deploy/abiNames.ts";
import {
  ADMIN_ROLE,
  GUARDIAN_ROLE,
  OPERATOR_ROLE,
  REGISTRY_ROLES,
  ROLES,
  TREASURY_ROLE,
  VAULT_ROLES,
} from "#scripts/deploy/roles.ts";
import type { DeploymentSettings } from "#scripts/deploy/settings.ts";

/**
 * Everything between "deployed" and "in the right hands", as calls for one `multicall` of the AccessManager: there is no
 * moment at which some roles are given and others are not. The deployer's power goes last.
 */
export function setupCalls(input: {
  settings: DeploymentSettings;
  deployer: Address;
  vault: Address;
  fairnessRegistry: Address;
}): Hex[] {
  const { settings, deployer } = input;
  return [
    ...ROLES.filter(({ id }) => id !== ADMIN_ROLE).map(({ id, name }) =>
      encodeFunctionData({ abi, functionName: "labelRole", args: [id, name] }),
    ),
    ...functionRoles(input),
    encodeFunctionData({ abi, functionName: "setRoleGuardian", args: [TREASURY_ROLE, GUARDIAN_ROLE] }),
    ...tokenListings(input),
    ...delays(input),
    ...grants(settings),
    ...(isSame(settings.admin, deployer) ? [] : [renounce(deployer)]),
  ];
}

function functionRoles({ vault, fairnessRegistry }: { vault: Address; fairnessRegistry: Address }): Hex[] {
  return [GUARDIAN_ROLE, OPERATOR_ROLE, TREASURY_ROLE].flatMap((role) => [
    ...assign(
      vault,
      namesWith(VAULT_ROLES, role).map((name) => selectorOf(vaultAbi, name)),
      role,
    ),
    ...assign(
      fairnessRegistry,
      namesWith(REGISTRY_ROLES, role).map((name) => selectorOf(fairnessRegistryAbi, name)),
      role,
    ),
  ]);
}

function namesWith(roles: Readonly<Record<string, bigint>>, wanted: bigint): string[] {
  return Object.entries(roles).flatMap(([name, role]) => (role === wanted ? [name] : []));
}

function assign(target: Address, selectors: readonly Hex[], role: bigint): Hex[] {
  if (selectors.length === 0) return [];
  const args = [target, selectors, role] as const;
  return [encodeFunctionData({ abi, functionName: "setTargetFunctionRole", args })];
}

/** While the deployer is still the administrator, it lists the tokens through the AccessManager. */
function tokenListings({ settings, vault }: { settings: DeploymentSettings; vault: Address }): Hex[] {
  return settings.tokens.map(({ token, quantum, limits }) => {
    const args = [token, quantum, limits] as const;
    const listing = encodeFunctionData({ abi: vaultAbi, functionName: "listToken", args });
    return encodeFunctionData({ abi, functionName: "execute", args: [vault, listing] });
  });
}

/** OpenZeppelin lets these delays rise only five days after they are set; the role's own delay counts from the first block. */
function delays(input: { settings: DeploymentSettings; vault: Address; fairnessRegistry: Address }): Hex[] {
  const { adminDelaySeconds, grantDelaySeconds } = input.settings;
  const targets = adminDelaySeconds === 0 ? [] : [input.vault, input.fairnessRegistry];
  const roles = grantDelaySeconds === 0 ? [] : ROLES;
  return [
    ...targets.map((target) =>
      encodeFunctionData({ abi, functionName: "setTargetAdminDelay", args: [target, adminDelaySeconds] }),
    ),
    ...roles.map(({ id }) =>
      encodeFunctionData({ abi, functionName: "setGrantDelay", args: [id, grantDelaySeconds] }),
    ),
  ];
}

/** The administrator comes last: with its delay it could grant nothing more in this transaction. */
function grants(settings: DeploymentSettings): Hex[] {
  const members = [
    [GUARDIAN_ROLE, settings.guardian, 0],
    [OPERATOR_ROLE, settings.operator, 0],
    [TREASURY_ROLE, settings.treasury, settings.treasuryDelaySeconds],
    [ADMIN_ROLE, settings.admin, settings.adminDelaySeconds],
  ] as const;
  return members.map((args) => encodeFunctionData({ abi, functionName: "grantRole", args }));
}

function renounce(deployer: Address): Hex {
  return encodeFunctionData({ abi, functionName: "renounceRole", args: [ADMIN_ROLE, deployer] });
}

function isSame(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
