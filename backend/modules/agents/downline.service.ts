import type pg from "pg";
import { inTenantSnapshot, inTenantTransaction } from "#backend/db/transaction.ts";
import { sumOf } from "#domain/agents/ceiling.ts";
import { membersOnPath } from "#domain/agents/hierarchy.ts";
import type { Rates } from "#domain/agents/rates.ts";
import type { DownlineMember, DownlineQuery, PlaceView } from "#domain/api/agents.ts";
import { invariant } from "#domain/errors.ts";
import { findClaims, toClaimView } from "./claims.store.ts";
import { countDirectMembers, findFigures, listMembers, toMemberView } from "./downline.store.ts";
import type { Member } from "./hierarchy.store.ts";
import { pathsThrough } from "./pathsThrough.ts";
import { pathAbove } from "./planning.ts";
import { smallestEdgeBps } from "./smallestEdge.ts";
import { findOwnPlace, findVisible, isOverseer, type Viewer } from "./viewer.ts";

/** Who is where, and what they have played and earned. */
export interface Downline {
  /** @throws NotFound, CursorInvalid */
  list(viewer: Viewer, query: DownlineQuery): Promise<{ items: DownlineMember[]; nextCursor: string | null }>;
  /** @throws NotFound */
  place(viewer: Viewer, memberId: string): Promise<PlaceView>;
}

export function createDownline(pool: pg.Pool): Downline {
  return {
    list: (viewer, { below: belowId, ...page }) =>
      inTenantTransaction(pool, viewer.tenantId, async (client) => {
        const { tenantId } = viewer;
        const wantedId = belowId ?? (isOverseer(viewer) ? null : viewer.userId);
        const below = wantedId === null ? null : await findVisible(client, viewer, wantedId);
        const { members, nextCursor } = await listMembers(client, tenantId, { below, ...page });
        return { items: await describe(client, tenantId, members), nextCursor };
      }),

    // Who is above whom is read in several steps, which must fit together.
    place: (viewer, memberId) =>
      inTenantSnapshot(pool, viewer.tenantId, async (client) => {
        const { tenantId } = viewer;
        const member = await findVisible(client, viewer, memberId);
        const edgeBps = await smallestEdgeBps(client, tenantId);
        const paths = { member, smallestEdgeBps: edgeBps };
        const { heaviestBps, tightest } = await pathsThrough(client, tenantId, paths);
        return {
          ...(await describeOne(client, tenantId, member)),
          pathSumBps: heaviestBps,
          smallestEdgeBps: edgeBps,
          ceilingBps: member.ceilingBps,
          effectiveCeilingBps: await ceilingOf(client, tenantId, member),
          tightestPath: {
            agents: await showAgents(client, viewer, tightest.agents),
            ceilingBps: tightest.ceilingBps,
          },
          claims: (await findClaims(client, tenantId, member.id)).map(toClaimView),
        };
      }),
  };
}

async function describe(
  client: pg.ClientBase,
  tenantId: number,
  members: readonly Member[],
): Promise<DownlineMember[]> {
  const ids = members.map(({ id }) => id);
  const figures = await findFigures(client, tenantId, ids);
  const counts = await countDirectMembers(client, tenantId, members);
  return members.map((member) => ({
    ...toMemberView(member),
    directMembers: counts.get(member.id) ?? 0,
    figures: figures.get(member.id) ?? [],
  }));
}

async function describeOne(client: pg.ClientBase, tenantId: number, member: Member): Promise<DownlineMember> {
  const [described] = await describe(client, tenantId, [member]);
  invariant(described !== undefined, "each member is described");
  return described;
}

/** What binds the member, whatever may bind those below besides. */
async function ceilingOf(client: pg.ClientBase, tenantId: number, member: Member): Promise<number> {
  const above = await pathAbove(client, tenantId, member);
  // A user's own, from when it was an agent, binds nobody until it is one again.
  if (member.rates === null || member.ceilingBps === null) return above.ceilingBps;
  return above.isBoundByHouse ? member.ceilingBps : Math.min(member.ceilingBps, above.ceilingBps);
}

/** Agents as the viewer may see them: of those above the viewer only what they are given together. */
async function showAgents(
  client: pg.ClientBase,
  viewer: Viewer,
  agents: readonly (Member & Rates)[],
): Promise<PlaceView["tightestPath"]["agents"]> {
  const hidden = isOverseer(viewer) ? [] : membersOnPath((await findOwnPlace(client, viewer)).path);
  const above = agents.filter(({ id }) => hidden.includes(id));
  const shown = agents
    .filter(({ id }) => !hidden.includes(id))
    .map(({ id, level, revenueShareBps, turnoverBps }) => ({
      id,
      level,
      rates: { revenueShareBps, turnoverBps },
    }));
  return above.length === 0 ? shown : [{ id: null, level: null, rates: sumOf(above) }, ...shown];
}
