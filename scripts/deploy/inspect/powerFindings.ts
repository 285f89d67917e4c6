import { type Address, isAddressEqual } from "viem";
import { finding } from "#scripts/deploy/inspect/finding.ts";
import type { Finding, Inspection, RoleState, Severity } from "#scripts/deploy/inspect/inspection.ts";
import { LOCAL_CHAIN_ID, networkOf } from "#scripts/deploy/networks.ts";
import { ROLES } from "#scripts/deploy/roles.ts";

/** Who holds more than one of the powers. */
export function powerFindings(inspection: Inspection): Finding[] {
  return [...sharedPowers(inspection), ...deployerPowers(inspection)];
}

/** Whoever holds two powers loses both with one key. */
function sharedPowers({ roles, state, chainId }: Inspection): Finding[] {
  const severity: Severity = networkOf(chainId)?.areRolesApart === false ? "medium" : "high";
  const found = roles.flatMap((role, index) =>
    role.members.flatMap(({ account }) =>
      roles
        .slice(index + 1)
        .filter((other) => isMember(other, account))
        .map((other) =>
          finding(
            severity,
            "shared-power",
            `${role.name} ${account} can also ${powerOf(other)}: it is ${other.name} too.`,
          ),
        ),
    ),
  );
  const ofSigner = roles
    .filter((role) => isMember(role, state.signer))
    .map((role) =>
      finding(
        severity,
        "signer-has-role",
        `The signer ${state.signer} can also ${powerOf(role)}: it is ${role.name} too.`,
      ),
    );
  return [...found, ...ofSigner];
}

function deployerPowers({ roles, deployer, chainId }: Inspection): Finding[] {
  if (deployer === undefined) return [];
  const severity: Severity = chainId === LOCAL_CHAIN_ID ? "low" : "medium";
  return roles
    .filter((role) => isMember(role, deployer))
    .map(({ name }) =>
      finding(
        severity,
        "deployer-has-role",
        `The ${name} ${deployer} is the deployer, whose key was used on the way.`,
      ),
    );
}

function isMember({ members }: RoleState, account: Address): boolean {
  return members.some((member) => isAddressEqual(member.account, account));
}

function powerOf({ id, name }: RoleState): string {
  return ROLES.find((role) => role.id === id)?.power ?? `do what ${name} may`;
}
