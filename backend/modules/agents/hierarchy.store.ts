import type pg from "pg";
import { ADVISORY_LOCKS } from "#backend/db/advisoryLocks.ts";
import {
  AGENT_LEVELS,
  depthOf,
  type MemberLevel,
  membersOnPath,
  type Position,
  pathBelow,
  pathRange,
} from "#domain/agents/hierarchy.ts";
import type { Rates } from "#domain/agents/rates.ts";
import { invariant } from "#domain/errors.ts";

/** A member as the hierarchy knows it. */
export interface Member extends Position {
  readonly walletAddress: string;
  readonly parentId: string | null;
  readonly joinedAt: Date | null;
  /** Null for users. */
  readonly rates: Rates | null;
  /** Set by an administrator, and kept while the agent is a user; null: none of its own. */
  readonly ceilingBps: number | null;
}

export interface MemberRow {
  readonly id: string;
  readonly wallet_address: string;
  readonly agent_id: string | null;
  readonly agent_path: string;
  readonly agent_level: number;
  readonly joined_agent_at: Date | null;
  readonly revenue_share_bps: number | null;
  readonly turnover_bps: number | null;
  readonly agent_ceiling_bps: number | null;
}

export const MEMBER_COLUMNS = `
  member.id, member.wallet_address, member.agent_id, member.agent_path, member.agent_level, member.joined_agent_at,
  member.agent_ceiling_bps, agent.revenue_share_bps, agent.turnover_bps`;
export const FROM_MEMBERS = `
  FROM users AS member
  LEFT JOIN agents AS agent ON agent.tenant_id = member.tenant_id AND agent.user_id = member.id`;

/**
 * Holds a tenant's hierarchy until the end of the transaction. Whoever changes places or rates holds it alone; whoever only
 * adds a new member shares it, so that nobody above moves meanwhile. Bets never need it, but for the first one after a
 * release that brings a game, which is refused while somebody holds it for longer than engines wait.
 */
export async function lockHierarchy(
  client: pg.ClientBase,
  tenantId: number,
  mode: "alone" | "shared",
): Promise<void> {
  const lock = mode === "alone" ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared";
  await client.query(`SELECT ${lock}($1, $2)`, [ADVISORY_LOCKS.hierarchy, tenantId]);
}

/** @returns null when the house has no such user; locked, nobody else gives this member a place meanwhile */
export async function findMember(
  client: pg.ClientBase,
  tenantId: number,
  id: string,
  { isLocked = false }: { readonly isLocked?: boolean } = {},
): Promise<Member | null> {
  const { rows } = await client.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} ${FROM_MEMBERS} WHERE member.tenant_id = $1 AND member.id = $2
     ${isLocked ? "FOR NO KEY UPDATE OF member" : ""}`,
    [tenantId, id],
  );
  return rows[0] === undefined ? null : toMember(rows[0]);
}

/** The member itself when it is an agent, and all agents below; of no member, all of the house. In no particular order. */
export async function findAgentsFrom(
  client: pg.ClientBase,
  tenantId: number,
  member: Position | null,
): Promise<Member[]> {
  const { from, to } = pathRange(pathBelow(member));
  const { rows } = await client.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} ${FROM_MEMBERS}
     WHERE member.tenant_id = $1 AND member.id = $2 AND agent.user_id IS NOT NULL
     UNION ALL
     SELECT ${MEMBER_COLUMNS} ${FROM_MEMBERS}
     WHERE member.tenant_id = $1 AND member.agent_level < 4 AND agent.user_id IS NOT NULL
       AND member.agent_path >= $3 AND member.agent_path < $4`,
    [tenantId, member?.id ?? null, from, to],
  );
  return rows.map(toMember);
}

/** The agents on a path, from the top down. */
export async function findAgentsOnPath(
  client: pg.ClientBase,
  tenantId: number,
  path: string,
): Promise<Member[]> {
  const ids = membersOnPath(path);
  const { rows } = await client.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} ${FROM_MEMBERS}
     WHERE member.tenant_id = $1 AND member.id = ANY($2::uuid[]) AND agent.user_id IS NOT NULL
     ORDER BY member.agent_level`,
    [tenantId, ids],
  );
  invariant(rows.length === ids.length, "whoever has somebody below is an agent");
  return rows.map(toMember);
}

/** The highest level right below the member; null when nobody is there. */
export async function findHighestBelow(
  client: pg.ClientBase,
  tenantId: number,
  member: Position,
): Promise<MemberLevel | null> {
  const { rows } = await client.query<{ level: number | null }>(
    "SELECT min(agent_level) AS level FROM users WHERE tenant_id = $1 AND agent_path = $2",
    [tenantId, pathBelow(member)],
  );
  const level = rows[0]?.level ?? null;
  return level === null ? null : levelOf(level);
}

/** Puts a member, with everybody below, at its new place. Call with the hierarchy locked. */
export async function writePlace(
  client: pg.ClientBase,
  tenantId: number,
  { member, place, parentId, at }: { member: Position; place: Position; parentId: string | null; at: Date },
): Promise<void> {
  const { from, to } = pathRange(pathBelow(member));
  await client.query(
    `UPDATE users SET agent_path = $2 || substr(agent_path, $3) WHERE tenant_id = $1 AND agent_path >= $4 AND agent_path < $5`,
    [tenantId, pathBelow(place), from.length + 1, from, to],
  );
  await client.query(
    `UPDATE users SET agent_id = $3, agent_path = $4, agent_level = $5, joined_agent_at = coalesce(joined_agent_at, $6)
     WHERE tenant_id = $1 AND id = $2`,
    [tenantId, member.id, parentId, place.path, depthOf(place.level), at],
  );
}

export function levelOf(depth: number): MemberLevel {
  const level = AGENT_LEVELS[depth];
  invariant(
    level !== undefined && level !== "admin",
    "a member is at one of the four levels below the house",
  );
  return level;
}

export function toMember(row: MemberRow): Member {
  const { revenue_share_bps: revenueShareBps, turnover_bps: turnoverBps } = row;
  return {
    id: row.id,
    walletAddress: row.wallet_address,
    level: levelOf(row.agent_level),
    path: row.agent_path,
    parentId: row.agent_id,
    joinedAt: row.joined_agent_at,
    rates: revenueShareBps === null || turnoverBps === null ? null : { revenueShareBps, turnoverBps },
    ceilingBps: row.agent_ceiling_bps,
  };
}
