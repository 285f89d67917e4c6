import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import type { Entropy } from "#backend/adapters/entropy.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import type { Page } from "#backend/http/listPage.ts";
import { requireLevelBelow } from "#domain/agents/hierarchy.ts";
import { INVITATION_CODE_BYTES, invitationCodeOf } from "#domain/agents/invitationCode.ts";
import type { InvitationRequest, InvitationView } from "#domain/api/agents.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { insertInvitation, listInvitations, revokeInvitation } from "./invitations.store.ts";
import { findOwnPlace, type Viewer } from "./viewer.ts";

const HOUR_MS = 3_600_000;

/** Codes that place whoever uses them right under the one who made them; those of administrators, under the house. */
export interface Invitations {
  /** @throws LevelUnfit */
  invite(viewer: Viewer, request: InvitationRequest): Promise<InvitationView>;
  /** @throws CursorInvalid */
  list(viewer: Viewer, page: PageQuery): Promise<Page<InvitationView>>;
  /** @throws NotFound */
  revoke(viewer: Viewer, id: string): Promise<void>;
}

export function createInvitations({
  pool,
  clock,
  entropy,
}: {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly entropy: Entropy;
}): Invitations {
  return {
    invite: (viewer, { level, maxUses, validHours }) =>
      inTenantTransaction(pool, viewer.tenantId, async (client) => {
        const inviterId = inviterOf(viewer);
        const own = inviterId === null ? null : await findOwnPlace(client, viewer);
        requireLevelBelow(own?.level ?? "admin", level);
        return insertInvitation(client, viewer.tenantId, {
          code: invitationCodeOf(entropy.bytes(INVITATION_CODE_BYTES)),
          inviterId,
          createdBy: viewer.userId,
          level,
          maxUses,
          expiresAt: new Date(clock.now() + validHours * HOUR_MS),
        });
      }),

    list: (viewer, page) =>
      inTenantTransaction(pool, viewer.tenantId, (client) =>
        listInvitations(client, viewer.tenantId, { inviterId: inviterOf(viewer), page }),
      ),

    revoke: (viewer, id) =>
      inTenantTransaction(pool, viewer.tenantId, async (client) => {
        const wanted = { id, inviterId: inviterOf(viewer), at: new Date(clock.now()) };
        if (!(await revokeInvitation(client, viewer.tenantId, wanted))) throw new NotFound("invitation");
      }),
  };
}

function inviterOf({ role, userId }: Viewer): string | null {
  return role === "admin" ? null : userId;
}
