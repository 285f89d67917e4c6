import type pg from "pg";
import type { BetView, PublicBetView } from "#domain/api/casino.ts";

/** A bet with its place among those of its kind. */
export interface PlacedBet {
  readonly view: BetView;
  /** Text that only its own kind understands. */
  readonly position: string;
}

export interface SharedBetListing {
  readonly tenantId: number;
  readonly userId: string;
  /** Bets older than this place; null: the newest. */
  readonly before: string | null;
  readonly limit: number;
}

/** Settled bets of a game that all players share, which are stored apart from the others. */
export interface SharedBets {
  isPosition(text: string): boolean;
  /** A player's own, newest first. */
  list(client: pg.ClientBase, listing: SharedBetListing): Promise<readonly PlacedBet[]>;
  /** Anybody's. */
  find(client: pg.ClientBase, tenantId: number, betId: string): Promise<PublicBetView | undefined>;
}

/** Two lists of bets, each newest first, as one: the newer head comes first, so that neither loses its own order. */
export function mergeNewest<A extends { readonly view: BetView }, B extends { readonly view: BetView }>(
  some: readonly A[],
  others: readonly B[],
  limit: number,
): (A | B)[] {
  const merged: (A | B)[] = [];
  let a = 0;
  let b = 0;
  while (merged.length < limit) {
    const left = some[a];
    const right = others[b];
    if (left !== undefined && (right === undefined || left.view.createdAt >= right.view.createdAt)) {
      merged.push(left);
      a += 1;
    } else if (right !== undefined) {
      merged.push(right);
      b += 1;
    } else break;
  }
  return merged;
}
