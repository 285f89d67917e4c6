import { FairhouseError } from "#domain/errors.ts";

/** What a player may limit. */
export const LIMIT_KINDS = ["deposit", "loss", "wager"] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** How long a limit counts before it begins anew: days, weeks from Monday and months, all in UTC. */
export const LIMIT_PERIODS = ["day", "week", "month"] as const;
export type LimitPeriod = (typeof LIMIT_PERIODS)[number];

/** A limit in force, in one currency, and how much of it is used. Amounts in minor units. */
export type LimitStanding = {
  readonly kind: LimitKind;
  readonly period: LimitPeriod;
  readonly amountMinor: bigint;
  /**
   * In the current period: for `wager` all stakes, for `loss` stakes less payouts, for `deposit` deposits less
   * withdrawals. The last two may be negative.
   */
  readonly usedMinor: bigint;
};

/** What limits a player at the moment of a wager. */
export type PlayerStanding = {
  /** The player has shut themselves out until then; null when that time has passed, or never was. */
  readonly excludedUntil: Date | null;
  /** Those in the currency of the wager. */
  readonly limits: readonly LimitStanding[];
};

export type Wager = {
  readonly stakeMinor: bigint;
  /** The player's cash before the stake is taken. */
  readonly balanceMinor: bigint;
};

/**
 * Lets a wager pass that the player's own limits allow; the same for bets, for stakes that begin or raise a round and
 * for crash.
 *
 * A deposit on-chain cannot be refused, so a deposit limit binds here: what came in above it is the player's, may be
 * withdrawn at any time, and is kept out of play until the period ends. A stake counts as lost until it is paid back.
 *
 * @throws SelfExcluded, PlayerLimitReached
 */
export function checkPlayerLimits({ excludedUntil, limits }: PlayerStanding, wager: Wager): void {
  if (excludedUntil !== null) throw new SelfExcluded(excludedUntil);
  for (const limit of limits) {
    const leftMinor = stakeLeft(limit, wager.balanceMinor);
    if (wager.stakeMinor > leftMinor) throw new PlayerLimitReached(limit, leftMinor);
  }
}

/** The limits as they stand after stakes were laid and payouts made. */
export function afterPlay(
  limits: readonly LimitStanding[],
  { wageredMinor, paidMinor }: { readonly wageredMinor: bigint; readonly paidMinor: bigint },
): readonly LimitStanding[] {
  const used = { deposit: 0n, wager: wageredMinor, loss: wageredMinor - paidMinor };
  return limits.map((limit) => ({ ...limit, usedMinor: limit.usedMinor + used[limit.kind] }));
}

/** The highest stake that a limit lets pass now, never below zero. */
function stakeLeft({ kind, amountMinor, usedMinor }: LimitStanding, balanceMinor: bigint): bigint {
  const left = amountMinor - usedMinor;
  if (kind !== "deposit") return atLeastZero(left);
  const heldMinor = atLeastZero(-left);
  return atLeastZero(balanceMinor - heldMinor);
}

function atLeastZero(amountMinor: bigint): bigint {
  return amountMinor > 0n ? amountMinor : 0n;
}

/** The player has shut themselves out. */
export class SelfExcluded extends FairhouseError {
  readonly code = "SELF_EXCLUDED";
  /** UTC, RFC 3339. */
  readonly until: string;

  constructor(until: Date) {
    const text = until.toISOString();
    super(`You have excluded yourself from play until ${text}; your money can be withdrawn at any time.`);
    this.until = text;
  }
}

/** The wager goes beyond what the player allows themselves. */
export class PlayerLimitReached extends FairhouseError {
  readonly code = "PLAYER_LIMIT_REACHED";
  readonly kind: LimitKind;
  readonly period: LimitPeriod;
  readonly limitMinor: bigint;
  /** The highest stake that still passes. */
  readonly leftMinor: bigint;

  constructor({ kind, period, amountMinor }: LimitStanding, leftMinor: bigint) {
    super(
      `Your ${kind} limit of ${amountMinor} minor units a ${period} allows a stake of at most ${leftMinor} now.`,
    );
    this.kind = kind;
    this.period = period;
    this.limitMinor = amountMinor;
    this.leftMinor = leftMinor;
  }
}
