import { finding, time } from "#scripts/deploy/inspect/finding.ts";
import type { Finding, Inspection, Member, RoleState } from "#scripts/deploy/inspect/inspection.ts";
import { LOCAL_CHAIN_ID, networkOf } from "#scripts/deploy/networks.ts";
import { ADMIN_ROLE, GUARDIAN_ROLE, OPERATOR_ROLE, TREASURY_ROLE } from "#scripts/deploy/roles.ts";

/** What is wrong with one member of a role: mostly its delay. */
export function memberFindings(inspection: Inspection, role: RoleState, member: Member): Finding[] {
  const { account, delaySeconds, nextDelaySeconds, changesAt } = member;
  const found: Finding[] = [];
  if (changesAt > Number(inspection.timestamp) && nextDelaySeconds < delaySeconds) {
    const message = `${role.name} ${account} will wait ${nextDelaySeconds} s instead of ${delaySeconds} s from ${time(changesAt)} on.`;
    found.push(finding("medium", "delay-falls", message));
  }
  if (role.id === ADMIN_ROLE) found.push(...adminRules(inspection, member));
  if (role.id === TREASURY_ROLE) found.push(...treasuryRules(inspection, member));
  if ((role.id === GUARDIAN_ROLE || role.id === OPERATOR_ROLE) && delaySeconds > 0) {
    const message = `${role.name} ${account} waits ${delaySeconds} s before each act; it must act at once.`;
    found.push(finding("medium", "slow-role", message));
  }
  return found;
}

function adminRules({ chainId }: Inspection, { account, delaySeconds, kind }: Member): Finding[] {
  const least = networkOf(chainId)?.minAdminDelaySeconds ?? 0;
  const found: Finding[] = [];
  if (delaySeconds === 0) {
    found.push(
      finding("high", "admin-no-delay", `The admin ${account} has no delay: nobody can see its acts coming.`),
    );
  } else if (delaySeconds < least) {
    found.push(
      finding(
        "high",
        "admin-short-delay",
        `The admin ${account} waits ${delaySeconds} s; it should be ${least} s.`,
      ),
    );
  }
  if (chainId === LOCAL_CHAIN_ID) return found;
  if (kind.is === "key") {
    const severity = networkOf(chainId)?.areRolesApart === false ? "medium" : "high";
    found.push(finding(severity, "admin-is-key", `The admin ${account} is a plain key instead of a Safe.`));
  } else if (kind.is === "contract") {
    found.push(
      finding(
        "medium",
        "admin-no-safe",
        `The admin ${account} is a contract that does not answer like a Safe.`,
      ),
    );
  } else if (kind.threshold === 1) {
    found.push(
      finding(
        "medium",
        "admin-threshold",
        `One of ${kind.owners.length} owners of the admin's Safe ${account} can act alone.`,
      ),
    );
  }
  return found;
}

function treasuryRules({ chainId }: Inspection, { account, delaySeconds }: Member): Finding[] {
  const least = networkOf(chainId)?.minTreasuryDelaySeconds ?? 0;
  if (delaySeconds === 0) {
    return [
      finding(
        "high",
        "treasury-no-delay",
        `The treasury ${account} has no delay: surplus can leave at once.`,
      ),
    ];
  }
  if (delaySeconds >= least) return [];
  return [
    finding(
      "medium",
      "treasury-short-delay",
      `The treasury ${account} waits ${delaySeconds} s; it should be ${least} s.`,
    ),
  ];
}
