import type pg from "pg";
import { exactTime } from "#backend/db/exactTime.ts";
import type { Page } from "#backend/http/listPage.ts";
import { depthOf, type MemberLevel } from "#domain/agents/hierarchy.ts";
import type { InvitationView } from "#domain/api/agents.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { invariant } from "#domain/errors.ts";
import { levelOf } from "./hierarchy.store.ts";
import { pageOfRows, readTimePosition } from "./timePosition.ts";

export interface NewInvitation {
  readonly code: string;
  /** Null: under the house. */
  readonly inviterId: string | null;
  readonly createdBy: string;
  readonly level: MemberLevel;
  readonly maxUses: number;
  readonly expiresAt: Date;
}

interface InvitationRow {
  readonly id: string;
  readonly code: string;
  readonly inviter_id: string | null;
  readonly level: number;
  readonly max_uses: number;
  readonly uses: number;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
  readonly created_at: Date;
}

const COLUMNS = "id, code, inviter_id, level, max_uses, uses, expires_at, revoked_at, created_at";

export async function insertInvitation(
  client: pg.ClientBase,
  tenantId: number,
  { code, inviterId, createdBy, level, maxUses, expiresAt }: NewInvitation,
): Promise<InvitationView> {
  const { rows } = await client.query<InvitationRow>(
    `INSERT INTO agent_invitations (tenant_id, code, inviter_id, created_by, level, max_uses, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
    [tenantId, code, inviterId, createdBy, depthOf(level), maxUses, expiresAt],
  );
  invariant(rows[0] !== undefined, "an inserted row is answered");
  return toView(rows[0]);
}

/** Those of one member, or of the house, newest first. @throws CursorInvalid */
export async function listInvitations(
  client: pg.ClientBase,
  tenantId: number,
  { inviterId, page }: { readonly inviterId: string | null; readonly page: PageQuery },
): Promise<Page<InvitationView>> {
  const after = readTimePosition(page.cursor);
  const { rows } = await client.query<InvitationRow & { exactly: string }>(
    `SELECT ${COLUMNS}, ${exactTime("created_at")} AS exactly FROM agent_invitations
     WHERE tenant_id = $1 AND (inviter_id = $2 OR ($2 IS NULL AND inviter_id IS NULL))
       AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4))
     ORDER BY created_at DESC, id DESC LIMIT $5`,
    [tenantId, inviterId, after?.at ?? null, after?.id ?? null, page.limit + 1],
  );
  return pageOfRows(rows, page.limit, toView);
}

/** @returns false when there is no such invitation of this inviter */
export async function revokeInvitation(
  client: pg.ClientBase,
  tenantId: number,
  { id, inviterId, at }: { readonly id: string; readonly inviterId: string | null; readonly at: Date },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE agent_invitations SET revoked_at = coalesce(revoked_at, $4)
     WHERE tenant_id = $1 AND id = $2 AND (inviter_id = $3 OR ($3 IS NULL AND inviter_id IS NULL))`,
    [tenantId, id, inviterId, at],
  );
  return rowCount === 1;
}

/** Counts one use of a code that is good at the given time; null when it is not. */
export async function claimInvitation(
  client: pg.ClientBase,
  tenantId: number,
  { code, at }: { readonly code: string; readonly at: Date },
): Promise<{ readonly id: string; readonly inviterId: string | null; readonly level: MemberLevel } | null> {
  const { rows } = await client.query<InvitationRow>(
    `UPDATE agent_invitations SET uses = uses + 1
     WHERE tenant_id = $1 AND code = $2 AND uses < max_uses AND revoked_at IS NULL AND expires_at > $3
     RETURNING ${COLUMNS}`,
    [tenantId, code, at],
  );
  const row = rows[0];
  return row === undefined ? null : { id: row.id, inviterId: row.inviter_id, level: levelOf(row.level) };
}

function toView(row: InvitationRow): InvitationView {
  return {
    id: row.id,
    code: row.code,
    inviterId: row.inviter_id,
    level: levelOf(row.level),
    maxUses: row.max_uses,
    uses: row.uses,
    expiresAt: row.expires_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
