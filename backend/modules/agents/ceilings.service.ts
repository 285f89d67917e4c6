import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import { findHouseCeiling, writeCeiling, writeHouseCeiling } from "./ceilings.store.ts";
import { recordChange } from "./changes.store.ts";
import { NotAnAgent } from "./hierarchy.service.ts";
import { findMember, lockHierarchy } from "./hierarchy.store.ts";
import { pathsFrom, requireWithinCeilings } from "./planning.ts";
import type { Viewer } from "./viewer.ts";

/**
 * How much of the house's edge the paths through an agent may give away. The edge is the house's, so only its
 * administrators decide; and a ceiling never stands below what is given away already.
 */
export interface Ceilings {
  /**
   * For an administrator. Null: no ceiling of its own any more. Also of a user that has one from when it was an agent.
   * @throws NotFound, NotAnAgent, RatesExceedCeiling
   */
  set(viewer: Viewer, memberId: string, ceilingBps: number | null): Promise<void>;
  /** What binds where no agent on the path has a ceiling. */
  house(viewer: Viewer): Promise<number>;
  /** For an administrator. @throws RatesExceedCeiling */
  setHouse(viewer: Viewer, ceilingBps: number): Promise<void>;
}

export function createCeilings(pool: pg.Pool): Ceilings {
  return {
    set: ({ tenantId, userId: actorId }, memberId, ceilingBps) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        await lockHierarchy(client, tenantId, "alone");
        const member = await findMember(client, tenantId, memberId);
        if (member === null) throw new NotFound("member");
        if (member.rates === null && member.ceilingBps === null) throw new NotAnAgent();
        await writeCeiling(client, tenantId, { userId: member.id, ceilingBps });
        await requireWithinCeilings(client, tenantId, await pathsFrom(client, tenantId, member));
        await recordChange(client, tenantId, {
          kind: "ceiling",
          userId: member.id,
          actorId,
          before: { ceilingBps: member.ceilingBps },
          after: { ceilingBps },
        });
      }),

    house: ({ tenantId }) =>
      inTenantTransaction(pool, tenantId, (client) => findHouseCeiling(client, tenantId)),

    setHouse: ({ tenantId, userId: actorId }, ceilingBps) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        await lockHierarchy(client, tenantId, "alone");
        const before = await findHouseCeiling(client, tenantId);
        await writeHouseCeiling(client, tenantId, ceilingBps);
        const paths = await pathsFrom(client, tenantId, null);
        const bound = paths.filter(({ isBoundByHouse }) => isBoundByHouse);
        await requireWithinCeilings(client, tenantId, bound);
        await recordChange(client, tenantId, {
          kind: "ceiling",
          userId: null,
          actorId,
          before: { ceilingBps: before },
          after: { ceilingBps },
        });
      }),
  };
}
