import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { UnknownCurrency } from "#backend/modules/casino/betRefusals.ts";
import {
  findExclusion,
  isCurrencyKept,
  lockWallets,
  type Player,
  readTime,
  saveExclusion,
  saveLimit,
} from "#backend/modules/limits/limits.store.ts";
import { findOwnLimits, type OwnLimit } from "#backend/modules/limits/ownLimits.ts";
import type { LimitsResponse, PlayerLimitView, SetLimitRequest } from "#domain/api/limits.ts";
import { changeLimit, NO_LIMIT } from "#domain/limits/changeLimit.ts";
import { extendExclusion } from "#domain/limits/selfExclusion.ts";

/** What players allow themselves. Nothing here touches a withdrawal. */
export interface Limits {
  read(player: Player): Promise<LimitsResponse>;
  /** Lower at once, higher or none after 24 hours. @throws UnknownCurrency */
  set(player: Player, wanted: SetLimitRequest): Promise<LimitsResponse>;
  /** @throws ExclusionInvalid */
  exclude(player: Player, until: Date): Promise<LimitsResponse>;
}

/** @param pool under `fairhouse_api` */
export function createLimits(pool: pg.Pool): Limits {
  return {
    read: (player) => inTenantTransaction(pool, player.tenantId, (client) => readLimits(client, player)),

    set: (player, { currency, kind, period, amount }) =>
      inTenantTransaction(pool, player.tenantId, async (client) => {
        if (!(await isCurrencyKept(client, player.tenantId, currency))) throw new UnknownCurrency(currency);
        await lockWallets(client, player);
        const name = { currency, kind, period };
        const own = await findOwnLimits(client, player.tenantId, player.userId);
        const kept = own.find(
          (limit) => limit.currency === currency && limit.kind === kind && limit.period === period,
        );
        const wantedMinor = amount === null ? null : BigInt(amount);
        const nowMs = (await readTime(client)).getTime();
        await saveLimit(client, player, name, changeLimit(kept ?? NO_LIMIT, wantedMinor, nowMs));
        return readLimits(client, player);
      }),

    exclude: (player, until) =>
      inTenantTransaction(pool, player.tenantId, async (client) => {
        await lockWallets(client, player);
        const current = await findExclusion(client, player);
        const nowMs = (await readTime(client)).getTime();
        const untilMs = extendExclusion(current?.getTime() ?? null, until.getTime(), nowMs);
        await saveExclusion(client, player, new Date(untilMs));
        return readLimits(client, player);
      }),
  };
}

async function readLimits(client: pg.ClientBase, player: Player): Promise<LimitsResponse> {
  const limits = await findOwnLimits(client, player.tenantId, player.userId);
  const until = await findExclusion(client, player);
  return { limits: limits.map(viewOf), selfExcludedUntil: until?.toISOString() ?? null };
}

function viewOf({ currency, kind, period, amountMinor, usedMinor, next }: OwnLimit): PlayerLimitView {
  return {
    currency,
    kind,
    period,
    amount: amountMinor?.toString() ?? null,
    used: usedMinor.toString(),
    next: next && { amount: next.amountMinor?.toString() ?? null, from: new Date(next.fromMs).toISOString() },
  };
}
