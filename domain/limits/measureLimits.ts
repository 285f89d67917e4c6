import type { KeptLimit } from "#domain/limits/changeLimit.ts";
import type { LimitKind, LimitPeriod, LimitStanding } from "#domain/limits/playerLimits.ts";

/** A limit of a player in one currency, as it is kept. */
export type NamedLimit = KeptLimit & { readonly kind: LimitKind; readonly period: LimitPeriod };

/** What a player has moved in one currency since a period began. Minor units. */
export type Movement = {
  /** All stakes laid. */
  readonly wageredMinor: bigint;
  readonly paidMinor: bigint;
  /** Deposits less withdrawals. */
  readonly depositedMinor: bigint;
};

/** In the current day, week and month. */
export type Movements = Readonly<Record<LimitPeriod, Movement>>;

/** A raise that is due is in force, whether or not anybody has written so. */
export function limitInForce<Limit extends KeptLimit>(limit: Limit, nowMs: number): Limit {
  const { next } = limit;
  if (next === null || next.fromMs > nowMs) return limit;
  return { ...limit, amountMinor: next.amountMinor, next: null };
}

/** The limits in force and how much of them is used; those that are none are left out. */
export function measureLimits(
  limits: readonly NamedLimit[],
  movements: Movements,
  nowMs: number,
): LimitStanding[] {
  const standings: LimitStanding[] = [];
  for (const kept of limits) {
    const { kind, period, amountMinor } = limitInForce(kept, nowMs);
    if (amountMinor === null) continue;
    standings.push({ kind, period, amountMinor, usedMinor: usedOf(kind, movements[period]) });
  }
  return standings;
}

/** How much of a limit of that kind is used: what a player has moved in its period. May be negative but for `wager`. */
export function usedOf(kind: LimitKind, { wageredMinor, paidMinor, depositedMinor }: Movement): bigint {
  if (kind === "deposit") return depositedMinor;
  return kind === "wager" ? wageredMinor : wageredMinor - paidMinor;
}
