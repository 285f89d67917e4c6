import type { PlayerLimitView } from "#domain/api/limits.ts";
import { changeLimit, type KeptLimit } from "#domain/limits/changeLimit.ts";
import type { LimitKind, LimitPeriod } from "#domain/limits/playerLimits.ts";

/** Which of the limits that a player can have in a currency. */
export type LimitName = { readonly kind: LimitKind; readonly period: LimitPeriod };

/** One of the limits that a player can have in a currency, whether it is set or not. Amounts in minor units. */
export type OwnLimit = KeptLimit &
  LimitName & {
    /** In the current period; negative when more came back than went in. */
    readonly usedMinor: bigint;
  };

/** The limit of that kind and period among those that the house has listed. */
export function ownLimit(
  listed: readonly PlayerLimitView[],
  name: Pick<PlayerLimitView, "currency" | "kind" | "period">,
): OwnLimit {
  const { currency, kind, period } = name;
  const found = listed.find(
    (limit) => limit.currency === currency && limit.kind === kind && limit.period === period,
  );
  const next = found?.next ?? null;
  return {
    kind,
    period,
    amountMinor: minorOf(found?.amount ?? null),
    next: next && { amountMinor: minorOf(next.amount), fromMs: Date.parse(next.from) },
    usedMinor: BigInt(found?.used ?? 0),
  };
}

/** How full a limit is, in whole percent from 0 to 100, rounded down; a limit of zero is full. */
export function usedPercentDown({ amountMinor, usedMinor }: OwnLimit): number {
  if (amountMinor === null || usedMinor < 0n) return 0;
  if (usedMinor >= amountMinor) return 100;
  return Number((usedMinor * 100n) / amountMinor);
}

/**
 * What would come of asking for a limit: nothing, it counts at once, a raise that was on its way is taken back, or it
 * waits. The house decides by the same rule when it is asked.
 */
export type PlannedChange =
  | { readonly kind: "same" | "atOnce" | "takesBack" }
  | { readonly kind: "later"; readonly fromMs: number };

export function plannedChange(kept: KeptLimit, wantedMinor: bigint | null, nowMs: number): PlannedChange {
  const { amountMinor, next } = changeLimit(kept, wantedMinor, nowMs);
  if (amountMinor !== kept.amountMinor) return { kind: "atOnce" };
  if (next === null) return { kind: kept.next === null ? "same" : "takesBack" };
  return next === kept.next ? { kind: "same" } : { kind: "later", fromMs: next.fromMs };
}

/** What came of asking for a limit, by what the house has made of it: it may have known of a change that this page did not. */
export function madeChange(
  wantedMinor: bigint | null,
  { before, after }: { readonly before: KeptLimit; readonly after: KeptLimit },
): PlannedChange {
  const { amountMinor, next } = after;
  if (amountMinor !== wantedMinor)
    return next === null ? { kind: "same" } : { kind: "later", fromMs: next.fromMs };
  if (before.amountMinor !== wantedMinor) return { kind: "atOnce" };
  return { kind: before.next === null ? "same" : "takesBack" };
}

function minorOf(amount: string | null): bigint | null {
  return amount === null ? null : BigInt(amount);
}
