import { finding, time } from "#scripts/deploy/inspect/finding.ts";
import type {
  Finding,
  GuardedFunction,
  Inspection,
  RoleState,
  Severity,
} from "#scripts/deploy/inspect/inspection.ts";
import { memberFindings } from "#scripts/deploy/inspect/memberFindings.ts";
import { powerFindings } from "#scripts/deploy/inspect/powerFindings.ts";
import {
  ADMIN_ROLE,
  GUARDIAN_ROLE,
  OPERATOR_ROLE,
  PUBLIC_ROLE,
  ROLES,
  roleName,
  TREASURY_ROLE,
} from "#scripts/deploy/roles.ts";

/** Who could do what they should not, or cannot do what they must. */
export function roleFindings(inspection: Inspection): Finding[] {
  return [
    ...inspection.functions.flatMap(functionFinding),
    ...inspection.roles.flatMap((role) => [
      ...roleRules(role),
      ...role.members.flatMap((member) => memberFindings(inspection, role, member)),
    ]),
    ...missingMembers(inspection),
    ...powerFindings(inspection),
    ...slowRecovery(inspection),
    ...(inspection.isVaultClosed
      ? [
          finding(
            "high",
            "vault-closed",
            "The AccessManager is closed to the vault: no checkpoint, no pause, no rotation.",
          ),
        ]
      : []),
    ...inspection.operations.map(({ caller, call, readyAt }) =>
      finding("low", "scheduled", `${caller} has scheduled ${call}, from ${time(readyAt)} on.`),
    ),
  ];
}

function functionFinding({ contract, name, role, expectedRole }: GuardedFunction): Finding[] {
  if (role === expectedRole) return [];
  const call = `${contract}.${name}`;
  const expected = roleName(expectedRole);
  if (role === PUBLIC_ROLE)
    return [finding("high", "public-function", `Anyone can call ${call}, which should need ${expected}.`)];
  const severity = role === ADMIN_ROLE ? "medium" : "high";
  return [
    finding(
      severity,
      "function-role",
      `${roleName(role)} can also call ${call}, which should need ${expected}.`,
    ),
  ];
}

function roleRules({ id, name, adminRole, guardianRole, members }: RoleState): Finding[] {
  const found: Finding[] = [];
  if (adminRole !== ADMIN_ROLE) {
    found.push(
      finding(
        "high",
        "role-admin",
        `${roleName(adminRole)} can grant and revoke ${name}; only ADMIN should.`,
      ),
    );
  }
  const isExpectedGuardian =
    guardianRole === ADMIN_ROLE || (id === TREASURY_ROLE && guardianRole === GUARDIAN_ROLE);
  if (!isExpectedGuardian) {
    found.push(
      finding("medium", "role-guardian", `${roleName(guardianRole)} can cancel what ${name} schedules.`),
    );
  }
  if (!ROLES.some((role) => role.id === id) && members.length > 0) {
    found.push(
      finding(
        "low",
        "unknown-role",
        `There is a further role ${id} (${name}) with ${members.length} members.`,
      ),
    );
  }
  return found;
}

const WITHOUT: readonly (readonly [bigint, Severity, string])[] = [
  [ADMIN_ROLE, "high", "nobody can replace a stolen signing key or unpause"],
  [OPERATOR_ROLE, "high", "nobody can publish checkpoints, so payouts stop and anyone can open the exit"],
  [GUARDIAN_ROLE, "medium", "nobody can pause at once"],
  [TREASURY_ROLE, "low", "nobody can take surplus"],
];

function missingMembers({ roles }: Inspection): Finding[] {
  return WITHOUT.flatMap(([id, severity, consequence]) => {
    const hasMembers = roles.some((role) => role.id === id && role.members.length > 0);
    return hasMembers
      ? []
      : [finding(severity, "role-empty", `${roleName(id)} has no member: ${consequence}.`)];
  });
}

/** A stolen operator key can close no door for good, if another operator can be named before anyone can open the exit. */
function slowRecovery({ roles, state }: Inspection): Finding[] {
  const operator = roles.find(({ id }) => id === OPERATOR_ROLE);
  const admins = roles.find(({ id }) => id === ADMIN_ROLE)?.members ?? [];
  if (operator === undefined || admins.length === 0) return [];
  const seconds = Math.min(...admins.map(({ delaySeconds }) => delaySeconds)) + operator.grantDelaySeconds;
  if (seconds < state.exitDelaySeconds) return [];
  const message = `Naming another operator takes ${seconds} s, and anyone can open the exit ${state.exitDelaySeconds} s after the last checkpoint.`;
  return [finding("high", "recovery-slow", message)];
}
