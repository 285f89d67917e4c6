import type pg from "pg";
import { invariant } from "#domain/errors.ts";
import { limitInForce, type NamedLimit, usedOf } from "#domain/limits/measureLimits.ts";
import { findKeptLimits } from "./keptLimits.store.ts";
import { loadMovements } from "./movements.store.ts";

/** A limit as its player sees it: perhaps with none in force, and with what comes next. */
export type OwnLimit = NamedLimit & { readonly currency: string; readonly usedMinor: bigint };

/** All limits of a player, those on their way too, by the database's time. */
export async function findOwnLimits(
  client: pg.ClientBase,
  tenantId: number,
  userId: string,
): Promise<OwnLimit[]> {
  const kept = await findKeptLimits(client, tenantId, [userId]);
  const currencies = [...new Set(kept.map(({ currency }) => currency))];
  const moved = await loadMovements(client, tenantId, [userId], currencies);
  return kept.flatMap(({ userId: _own, ...limit }) => {
    const measured = moved.find(({ currency }) => currency === limit.currency);
    invariant(measured !== undefined, "whoever has limits is measured in their currencies");
    const inForce = limitInForce(limit, measured.nowMs);
    if (inForce.amountMinor === null && inForce.next === null) return [];
    return [{ ...inForce, usedMinor: usedOf(limit.kind, measured.movements[limit.period]) }];
  });
}
