import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import { isRise } from "#domain/agents/ceiling.ts";
import { isAgentLevel, moveMember, type Position } from "#domain/agents/hierarchy.ts";
import type { Rates } from "#domain/agents/rates.ts";
import type { AgentChangeView, MoveRequest } from "#domain/api/agents.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";
import { listChanges, recordChange } from "./changes.store.ts";
import { findHighestBelow, findMember, lockHierarchy, type Member, writePlace } from "./hierarchy.store.ts";
import { claimInvitation } from "./invitations.store.ts";
import { replan } from "./planning.ts";
import { deleteAgent, findLinesInForce, insertAgent, writeRates } from "./plans.store.ts";
import { giveStatements } from "./statementTime.store.ts";
import { findGoverned, type Viewer } from "./viewer.ts";

/** A move writes the place of everybody below in one statement: of a million members that takes most of a minute. */
const LONGEST_MOVE_MS = 300_000;

/** Users earn nothing of other players' bets. */
export class NotAnAgent extends FairhouseError {
  readonly code = "NOT_AN_AGENT";

  constructor() {
    super("This member is a user and has no rates: move it to a higher level first.");
  }
}

/** A place in the hierarchy is taken once. */
export class AlreadyJoined extends FairhouseError {
  readonly code = "ALREADY_JOINED";

  constructor() {
    super("You have a place under an agent already; only the house can give you another.");
  }
}

/** The code opens nothing (any more). */
export class InvitationRefused extends FairhouseError {
  readonly code = "INVITATION_REFUSED";

  constructor() {
    super("This invitation is unknown, used up, withdrawn or expired: ask for another.");
  }
}

/** Everything that changes who is above whom, and at which rates. */
export interface Hierarchy {
  /** @throws NotFound, NotAnAgent, RatesExceedEdge, RatesExceedCeiling */
  setRates(viewer: Viewer, memberId: string, rates: Rates): Promise<void>;
  /** @throws NotFound, HierarchyCycle, LevelUnfit, RatesExceedEdge, RatesExceedCeiling */
  move(viewer: Viewer, memberId: string, request: MoveRequest): Promise<void>;
  /** @throws InvitationRefused, AlreadyJoined, HierarchyCycle, LevelUnfit */
  join(viewer: Viewer, code: string): Promise<void>;
  /** @throws CursorInvalid */
  changes(viewer: Viewer, page: PageQuery): Promise<{ items: AgentChangeView[]; nextCursor: string | null }>;
}

export function createHierarchy({
  pool,
  clock,
}: {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}): Hierarchy {
  return {
    setRates: (viewer, memberId, rates) =>
      inTenantTransaction(pool, viewer.tenantId, async (client) => {
        const { tenantId, userId: actorId } = viewer;
        await lockHierarchy(client, tenantId, "alone");
        const member = await findGoverned(client, viewer, memberId);
        if (member.rates === null) throw new NotAnAgent();
        await writeRates(client, tenantId, member.id, rates);
        await replan(client, tenantId, { member, mayGiveMore: isRise(member.rates, rates) });
        const change = { before: { ...member.rates }, after: { ...rates } };
        await recordChange(client, tenantId, { kind: "rates", userId: member.id, actorId, ...change });
      }),

    move: (viewer, memberId, { parentId, level }) =>
      inTenantTransaction(pool, viewer.tenantId, async (client) => {
        const { tenantId, userId: actorId } = viewer;
        await giveStatements(client, LONGEST_MOVE_MS);
        await lockHierarchy(client, tenantId, "alone");
        const member = await findMember(client, tenantId, memberId);
        if (member === null) throw new NotFound("member");
        const parent = parentId === null ? null : await findMember(client, tenantId, parentId);
        if (parentId !== null && parent === null) throw new NotFound("member");
        const highestBelow = await findHighestBelow(client, tenantId, member);
        const place = moveMember({ member, parent, level: level ?? member.level, highestBelow });
        await takePlace(client, tenantId, { member, place, parent, at: now() });
        await replan(client, tenantId, { member: place, mayGiveMore: true });
        await recordChange(client, tenantId, {
          kind: "moved",
          userId: member.id,
          actorId,
          // An agent that becomes a user loses its rates; its ceiling stays with it.
          before: { level: member.level, path: member.path, ...member.rates },
          after: { level: place.level, path: place.path },
        });
      }),

    join: (viewer, code) =>
      inTenantTransaction(pool, viewer.tenantId, async (client) => {
        const { tenantId, userId } = viewer;
        await lockHierarchy(client, tenantId, "shared");
        const invitation = await claimInvitation(client, tenantId, { code, at: now() });
        if (invitation === null) throw new InvitationRefused();
        const member = await findMember(client, tenantId, userId, { isLocked: true });
        invariant(member !== null, "the user of a session exists");
        if (member.joinedAt !== null) throw new AlreadyJoined();
        const { inviterId, level } = invitation;
        const parent = inviterId === null ? null : await findMember(client, tenantId, inviterId);
        const place = moveMember({ member, parent, level, highestBelow: null });
        await takePlace(client, tenantId, { member, place, parent, at: now() });
        await recordChange(client, tenantId, {
          kind: "joined",
          userId,
          actorId: userId,
          before: { level: member.level, path: member.path },
          after: { level: place.level, path: place.path, invitationId: invitation.id },
        });
      }),

    changes: ({ tenantId }, page) =>
      inTenantTransaction(pool, tenantId, (client) => listChanges(client, tenantId, page)),
  };

  function now(): Date {
    return new Date(clock.now());
  }
}

interface Placement {
  readonly member: Member;
  readonly place: Position;
  readonly parent: Position | null;
  readonly at: Date;
}

/** Writes the place, and makes the member an agent or a user when it was the other. */
async function takePlace(
  client: pg.ClientBase,
  tenantId: number,
  { member, place, parent, at }: Placement,
): Promise<void> {
  await writePlace(client, tenantId, { member, place, parentId: parent?.id ?? null, at });
  const isAgent = isAgentLevel(place.level);
  if (member.rates !== null && !isAgent) await deleteAgent(client, tenantId, member.id);
  if (member.rates === null && isAgent) {
    // Without rates of its own, its members give what its own bets give.
    const lines = parent === null ? [] : await findLinesInForce(client, tenantId, parent.id);
    await insertAgent(client, tenantId, { agentId: member.id, lines });
  }
}
