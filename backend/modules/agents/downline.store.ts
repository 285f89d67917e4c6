import type pg from "pg";
import { z } from "zod";
import { decodeCursor, encodeCursor } from "#backend/http/pageCursor.ts";
import { type Position, pathBelow, pathRange } from "#domain/agents/hierarchy.ts";
import type { DownlineMember, MemberView } from "#domain/api/agents.ts";
import { FROM_MEMBERS, MEMBER_COLUMNS, type Member, type MemberRow, toMember } from "./hierarchy.store.ts";

const position = z.object({ path: z.string().max(200), id: z.uuid() });

export interface DownlineWanted {
  /** Whose members; null: the house's. */
  readonly below: Position | null;
  readonly scope: "direct" | "all";
  readonly members?: "all" | "agents" | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The members below somebody, those of one place together, from the top down. @throws CursorInvalid */
export async function listMembers(
  client: pg.ClientBase,
  tenantId: number,
  { below, scope, members, cursor, limit }: DownlineWanted,
): Promise<{ members: Member[]; nextCursor: string | null }> {
  const path = pathBelow(below);
  // A direct member's path is the prefix itself: nothing lies between it and the next character.
  const { from, to } = scope === "all" ? pathRange(path) : { from: path, to: `${path}\u0001` };
  const after = cursor === undefined ? { path: from, id: NO_ID } : decodeCursor(position, cursor);
  const { rows } = await client.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} ${FROM_MEMBERS}
     WHERE member.tenant_id = $1 AND member.agent_path >= $2 AND member.agent_path < $3
       AND (member.agent_path, member.id) > ($4, $5) ${members === "agents" ? "AND agent.user_id IS NOT NULL" : ""}
     ORDER BY member.agent_path, member.id LIMIT $6`,
    [tenantId, from, to, after.path, after.id, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return {
    members: shown.map(toMember),
    nextCursor: isMore ? encodeCursor({ path: last.agent_path, id: last.id }) : null,
  };
}
const NO_ID = "00000000-0000-0000-0000-000000000000";

interface FigureRow {
  readonly user_id: string;
  readonly currency: string;
  readonly bets: bigint;
  readonly staked: bigint;
  readonly paid: bigint;
  readonly earned: string;
}

/** What each of the members has played and earned, by member. */
export async function findFigures(
  client: pg.ClientBase,
  tenantId: number,
  ids: readonly string[],
): Promise<Map<string, DownlineMember["figures"]>> {
  const { rows } = await client.query<FigureRow>(
    `WITH earned AS (
       SELECT agent_id AS user_id, currency, sum(revenue_share + turnover) AS earned FROM commission_totals
       WHERE tenant_id = $1 AND agent_id = ANY($2::uuid[]) GROUP BY agent_id, currency
     ), played AS (
       SELECT user_id, currency, bets, staked, paid FROM player_totals
       WHERE tenant_id = $1 AND user_id = ANY($2::uuid[])
     )
     SELECT user_id, currency, coalesce(bets, 0) AS bets, coalesce(staked, 0) AS staked, coalesce(paid, 0) AS paid,
       coalesce(earned, 0)::text AS earned
     FROM played FULL JOIN earned USING (user_id, currency) ORDER BY currency`,
    [tenantId, ids],
  );
  const figures = new Map<string, DownlineMember["figures"]>();
  for (const { user_id: id, currency, bets, staked, paid, earned } of rows) {
    const line = { currency, bets: Number(bets), staked: staked.toString(), paid: paid.toString(), earned };
    figures.set(id, [...(figures.get(id) ?? []), line]);
  }
  return figures;
}

/** How many members each of the given ones has directly below. */
export async function countDirectMembers(
  client: pg.ClientBase,
  tenantId: number,
  members: readonly Position[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ path: string; members: bigint }>(
    `SELECT agent_path AS path, count(*) AS members FROM users
     WHERE tenant_id = $1 AND agent_path = ANY($2::text[]) GROUP BY agent_path`,
    [tenantId, members.map(pathBelow)],
  );
  const counts = new Map(rows.map(({ path, members }) => [path, Number(members)]));
  return new Map(members.map((member) => [member.id, counts.get(pathBelow(member)) ?? 0]));
}

export function toMemberView({ id, walletAddress, level, parentId, joinedAt, rates }: Member): MemberView {
  return { id, walletAddress, level, parentId, joinedAt: joinedAt?.toISOString() ?? null, rates };
}
