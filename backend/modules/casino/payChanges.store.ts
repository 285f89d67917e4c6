import type pg from "pg";
import { z } from "zod";
import { cursorNumber, cursorTime, decodeCursor, encodeCursor } from "#backend/http/pageCursor.ts";
import type { PayChangeView } from "#domain/api/gameVersions.ts";
import type { PageQuery } from "#domain/api/primitives.ts";

export interface PayChangePage {
  readonly items: PayChangeView[];
  readonly nextCursor: string | null;
}

interface ChangeRow extends Omit<PayChangeView, "createdAt"> {
  readonly id: bigint;
  readonly created_at: Date;
  /** To the microsecond, which a `Date` rounds. */
  readonly exactly: string;
}

const position = z.strictObject({ at: cursorTime, kind: z.enum(["game", "crashTable"]), id: cursorNumber });

/** A version's edge and the one before; each change of a table. */
const CHANGES = `
  SELECT id, 'game' AS kind, game AS subject, actor_id, in_force_since AS created_at,
    jsonb_build_object('version', version, 'edgeBps', edge_bps) AS after,
    lag(jsonb_build_object('version', version, 'edgeBps', edge_bps)) OVER (PARTITION BY game ORDER BY version) AS before
  FROM game_configs WHERE tenant_id = $1
  UNION ALL
  SELECT id, 'crashTable', currency, actor_id, created_at, after, before FROM crash_table_changes WHERE tenant_id = $1`;

/** The changes of a house, newest first: edges and tables are set a few times a year. @throws CursorInvalid */
export async function listPayChanges(
  client: pg.ClientBase,
  tenantId: number,
  { cursor, limit }: PageQuery,
): Promise<PayChangePage> {
  const from = cursor === undefined ? null : decodeCursor(position, cursor);
  const { rows } = await client.query<ChangeRow>(
    `SELECT id, kind, subject, actor_id AS "actorId", before, after, created_at,
       to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exactly
     FROM (${CHANGES}) AS change
     WHERE $2::timestamptz IS NULL OR (created_at, kind, id) < ($2, $3::text, $4::bigint)
     ORDER BY created_at DESC, kind DESC, id DESC LIMIT $5`,
    [tenantId, from?.at ?? null, from?.kind ?? null, from?.id ?? null, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return {
    items: shown.map(({ kind, subject, actorId, before, after, created_at: createdAt }) => ({
      ...{ kind, subject, actorId, before, after },
      createdAt: createdAt.toISOString(),
    })),
    nextCursor: isMore ? encodeCursor({ at: last.exactly, kind: last.kind, id: last.id.toString() }) : null,
  };
}
