import type pg from "pg";
import { z } from "zod";
import { exactTime } from "#backend/db/exactTime.ts";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorNumber, cursorTime, decodeCursor } from "#backend/http/pageCursor.ts";
import type { PayChangeView } from "#domain/api/gameVersions.ts";
import type { PageQuery } from "#domain/api/primitives.ts";

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
): Promise<Page<PayChangeView>> {
  const from = cursor === undefined ? null : decodeCursor(position, cursor);
  const { rows } = await client.query<ChangeRow>(
    `SELECT change.id, kind, subject, actor_id AS "actorId", staff.wallet_address AS "actorAddress", before, after,
       change.created_at, ${exactTime("change.created_at")} AS exactly
     FROM (${CHANGES}) AS change
     LEFT JOIN users AS staff ON staff.tenant_id = $1 AND staff.id = actor_id
     WHERE $2::timestamptz IS NULL OR (change.created_at, kind, change.id) < ($2, $3::text, $4::bigint)
     ORDER BY change.created_at DESC, kind DESC, change.id DESC LIMIT $5`,
    [tenantId, from?.at ?? null, from?.kind ?? null, from?.id ?? null, limit + 1],
  );
  return cutPage(rows, {
    limit,
    toItem: ({ kind, subject, actorId, actorAddress, before, after, created_at: createdAt }) => ({
      ...{ kind, subject, actorId, actorAddress, before, after },
      createdAt: createdAt.toISOString(),
    }),
    positionOf: ({ exactly: at, kind, id }) => ({ at, kind, id: id.toString() }),
  });
}
