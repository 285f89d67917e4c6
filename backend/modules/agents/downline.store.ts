import type pg from "pg";
import { z } from "zod";
import { decodeCursor, encodeCursor } from "#backend/http/pageCursor.ts";
import { type Position, pathBelow, pathRange } from "#domain/agents/hierarchy.ts";
import type { DownlineMember, MemberView } from "#domain/api/agents.ts";
import { FROM_MEMBERS, MEMBER_COLUMNS, type Member, type MemberRow, toMember } from "./hierarchy.store.ts";

const position = z.strictObject({ path: z.string().regex(/^\/([0-9a-f-]{36}\/){0,3}$/), id: z.uuid() });

export interface DownlineWanted {
  /** Whose members; null: the house's. */
  readonly below: Position | null;
  readonly scope: "direct" | "all";
  readonly members?: "all" | "agents" | undefined;
  /** What a member's wallet address begins with, in lower case; then the scope is all. */
  readonly address?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The members below somebody, those of one place together, from the top down. @throws CursorInvalid */
export async function listMembers(
  client: pg.ClientBase,
  tenantId: number,
  { below, scope, members, address, cursor, limit }: DownlineWanted,
): Promise<{ members: Member[]; nextCursor: string | null }> {
  const path = pathBelow(below);
  // A direct member's path is the prefix itself: nothing lies between it and the next character.
  const isDeep = scope === "all" || address !== undefined;
  const { from, to } = isDeep ? pathRange(path) : { from: path, to: `${path}\u0001` };
  const after = cursor === undefined ? { path: from, id: NO_ID } : decodeCursor(position, cursor);
  const { rows } = await client.query<MemberRow>(listingOf({ members, address }), [
    ...[tenantId, from, to, after.path, after.id, limit + 1],
    ...addressRange(address),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return {
    members: shown.map(toMember),
    nextCursor: isMore ? encodeCursor({ path: last.agent_path, id: last.id }) : null,
  };
}

/** Named for the test that reads its plans. */
export function listingOf({ members, address }: Pick<DownlineWanted, "members" | "address">): string {
  return `${address === undefined ? "" : WITH_ADDRESS}
    SELECT ${MEMBER_COLUMNS} ${FROM_MEMBERS}
    WHERE member.tenant_id = $1 AND member.agent_path >= $2 AND member.agent_path < $3
      AND (member.agent_path, member.id) > ($4, $5)
      ${members === "agents" ? "AND member.agent_level < 4 AND agent.user_id IS NOT NULL" : ""}
      ${address === undefined ? "" : "AND member.id IN (SELECT id FROM found)"}
    ORDER BY member.agent_path, member.id LIMIT $6`;
}

/** Looked for first, by the index of addresses, whatever the size of the downline; the places decide afterwards. */
const WITH_ADDRESS = `
  WITH found AS MATERIALIZED (
    SELECT id FROM users WHERE tenant_id = $1 AND wallet_address BETWEEN $7 AND $8
  )`;

/** The first and the last address that begin so: as long as all are, they compare alike in every collation. */
function addressRange(prefix: string | undefined): string[] {
  return prefix === undefined ? [] : [prefix.padEnd(ADDRESS_LENGTH, "0"), prefix.padEnd(ADDRESS_LENGTH, "f")];
}
const ADDRESS_LENGTH = 42;
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
