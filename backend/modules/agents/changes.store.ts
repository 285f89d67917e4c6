import type pg from "pg";
import { z } from "zod";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorNumber, decodeCursor } from "#backend/http/pageCursor.ts";
import type { AgentChangeView } from "#domain/api/agents.ts";
import type { PageQuery } from "#domain/api/primitives.ts";

/** One entry of the record of who changed the hierarchy. */
export interface Change {
  readonly kind: AgentChangeView["kind"];
  /** Null: the house itself. */
  readonly userId: string | null;
  readonly actorId: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

interface ChangeRow {
  readonly id: bigint;
  readonly kind: AgentChangeView["kind"];
  readonly user_id: string | null;
  readonly actor_id: string;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
  readonly created_at: Date;
}

const position = z.strictObject({ change: cursorNumber });

export async function recordChange(
  client: pg.ClientBase,
  tenantId: number,
  { kind, userId, actorId, before, after }: Change,
): Promise<void> {
  await client.query(
    `INSERT INTO agent_changes (tenant_id, kind, user_id, actor_id, before, after)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [tenantId, kind, userId, actorId, JSON.stringify(before), JSON.stringify(after)],
  );
}

/** The changes of a house, newest first. @throws CursorInvalid */
export async function listChanges(
  client: pg.ClientBase,
  tenantId: number,
  { cursor, limit }: PageQuery,
): Promise<Page<AgentChangeView>> {
  const after = cursor === undefined ? null : decodeCursor(position, cursor).change;
  const { rows } = await client.query<ChangeRow>(
    `SELECT id, kind, user_id, actor_id, before, after, created_at FROM agent_changes
     WHERE tenant_id = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [tenantId, after, limit + 1],
  );
  return cutPage(rows, {
    limit,
    toItem: ({ id, kind, user_id, actor_id, before, after, created_at }) => ({
      id: id.toString(),
      kind,
      userId: user_id,
      actorId: actor_id,
      before,
      after,
      createdAt: created_at.toISOString(),
    }),
    positionOf: ({ id }) => ({ change: id.toString() }),
  });
}
