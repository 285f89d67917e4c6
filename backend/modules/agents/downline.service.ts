import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { pathSumBps } from "#domain/agents/rates.ts";
import type { DownlineMember, DownlineQuery, PlaceView } from "#domain/api/agents.ts";
import { findClaims, toClaimView } from "./claims.store.ts";
import { countDirectMembers, findFigures, listMembers, toMemberView } from "./downline.store.ts";
import { smallestEdgeBps } from "./edgeFloor.ts";
import type { Member } from "./hierarchy.store.ts";
import { plansFrom } from "./planning.ts";
import { findLinesInForce } from "./plans.store.ts";
import { findVisible, isOverseer, type Viewer } from "./viewer.ts";

/** What a rebate comes to on a game without an edge, in place of infinity. */
const BEYOND_MEASURE_BPS = 1_000_000_000;

/** Who is where, and what they have played and earned. */
export interface Downline {
  /** @throws NotFound, CursorInvalid */
  list(viewer: Viewer, query: DownlineQuery): Promise<{ items: DownlineMember[]; nextCursor: string | null }>;
  /** @throws NotFound */
  place(viewer: Viewer, memberId: string): Promise<PlaceView>;
}

export function createDownline(pool: pg.Pool): Downline {
  return {
    list: (viewer, { below: belowId, scope, cursor, limit }) =>
      inTenantTransaction(pool, viewer.tenantId, async (client) => {
        const { tenantId } = viewer;
        const wantedId = belowId ?? (isOverseer(viewer) ? null : viewer.userId);
        const below = wantedId === null ? null : await findVisible(client, viewer, wantedId);
        const { members, nextCursor } = await listMembers(client, tenantId, { below, scope, cursor, limit });
        return { items: await describe(client, tenantId, members), nextCursor };
      }),

    place: (viewer, memberId) =>
      inTenantTransaction(pool, viewer.tenantId, async (client) => {
        const { tenantId } = viewer;
        const member = await findVisible(client, viewer, memberId);
        const edgeBps = await smallestEdgeBps(client, tenantId);
        return {
          ...toMemberView(member),
          pathSumBps: Math.min(await heaviestPathBps(client, tenantId, member, edgeBps), BEYOND_MEASURE_BPS),
          smallestEdgeBps: edgeBps,
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

/** Of all paths through the member, what the one that gives away the most gives away. */
async function heaviestPathBps(
  client: pg.ClientBase,
  tenantId: number,
  member: Member,
  edgeBps: number,
): Promise<number> {
  if (member.rates === null) {
    const lines = member.parentId === null ? [] : await findLinesInForce(client, tenantId, member.parentId);
    return pathSumBps(lines, edgeBps);
  }
  const plans = await plansFrom(client, tenantId, member);
  return plans.reduce((most, { lines }) => Math.max(most, pathSumBps(lines, edgeBps)), 0);
}
