import type pg from "pg";
import type { GovernanceRole } from "#domain/api/governance.ts";
import { callName } from "./callNames.ts";
import type { RulesWanted } from "./governance.store.ts";
import { delayOf, momentOf, type PlaceRow, placeOf } from "./governanceTime.ts";

/** Rows of one kind that are shown at most: more of them than any house has. */
const MAX_ROLES = 200;
const MAX_MEMBERS = 500;
const MAX_FUNCTIONS = 500;
/** A label is whatever its author wrote, of any length. */
const MAX_LABEL_CHARACTERS = 80;

interface RoleRow extends PlaceRow {
  readonly role_id: string;
  readonly label: string | null;
  readonly admin_role_id: string;
  readonly guardian_role_id: string;
  readonly grant_delay: bigint;
  readonly prior_grant_delay: bigint;
  readonly grant_delay_from: bigint;
}

/** Who holds which role, and what each may do. */
export async function findRoles(client: pg.ClientBase, wanted: RulesWanted): Promise<GovernanceRole[]> {
  const { tenantId, vault, now } = wanted;
  const { rows } = await client.query<RoleRow>(
    `SELECT role_id::text AS role_id, left(label, $3) AS label, admin_role_id::text AS admin_role_id,
       guardian_role_id::text AS guardian_role_id, grant_delay, prior_grant_delay, grant_delay_from,
       block_number, block_time, tx_hash, log_index
     FROM governance_roles AS held WHERE tenant_id = $1 AND vault_id = $2 ORDER BY held.role_id LIMIT $4`,
    [tenantId, vault.id, MAX_LABEL_CHARACTERS, MAX_ROLES],
  );
  const members = await findMembers(client, wanted);
  const functions = await findFunctions(client, wanted);
  return rows.map((row) => ({
    id: row.role_id,
    label: row.label,
    adminRole: row.admin_role_id,
    guardianRole: row.guardian_role_id,
    grantDelay: delayOf(
      { delay: row.grant_delay, prior: row.prior_grant_delay, from: row.grant_delay_from },
      now,
    ),
    members: members.get(row.role_id) ?? [],
    functions: functions.get(row.role_id) ?? [],
    changed: placeOf(row, vault.finalBlock),
  }));
}

interface MemberRow extends PlaceRow {
  readonly role_id: string;
  readonly account: string;
  readonly member_since: bigint | null;
  readonly execution_delay: bigint;
  readonly prior_execution_delay: bigint;
  readonly execution_delay_from: bigint;
}

async function findMembers(
  client: pg.ClientBase,
  { tenantId, vault, now }: RulesWanted,
): Promise<ReadonlyMap<string, GovernanceRole["members"]>> {
  const { rows } = await client.query<MemberRow>(
    `SELECT role_id::text AS role_id, account, member_since, execution_delay, prior_execution_delay,
       execution_delay_from, block_number, block_time, tx_hash, log_index
     FROM governance_members AS held WHERE tenant_id = $1 AND vault_id = $2 AND revoked_at IS NULL
     ORDER BY held.role_id, member_since, account LIMIT $3`,
    [tenantId, vault.id, MAX_MEMBERS],
  );
  const views = rows.map((row) => ({
    roleId: row.role_id,
    account: row.account,
    since: row.member_since === null ? null : momentOf(row.member_since),
    delay: delayOf(
      { delay: row.execution_delay, prior: row.prior_execution_delay, from: row.execution_delay_from },
      now,
    ),
    changed: placeOf(row, vault.finalBlock),
  }));
  return Map.groupBy(views, ({ roleId }) => roleId);
}

interface FunctionRow extends PlaceRow {
  readonly role_id: string;
  readonly target: string;
  readonly selector: string;
}

async function findFunctions(
  client: pg.ClientBase,
  { tenantId, vault }: RulesWanted,
): Promise<ReadonlyMap<string, GovernanceRole["functions"]>> {
  const { rows } = await client.query<FunctionRow>(
    `SELECT role_id::text AS role_id, target, selector, block_number, block_time, tx_hash, log_index
     FROM governance_functions AS guarded WHERE tenant_id = $1 AND vault_id = $2
     ORDER BY guarded.role_id, target, selector LIMIT $3`,
    [tenantId, vault.id, MAX_FUNCTIONS],
  );
  const views = rows.map((row) => ({
    roleId: row.role_id,
    target: row.target,
    selector: row.selector,
    name: callName(row.selector),
    changed: placeOf(row, vault.finalBlock),
  }));
  return Map.groupBy(views, ({ roleId }) => roleId);
}
