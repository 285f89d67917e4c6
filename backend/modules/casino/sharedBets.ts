import type pg from "pg";
import type { BetView, PublicBetView } from "#domain/api/casino.ts";
import type { FeedBet } from "#domain/api/socket.ts";

/** A settled bet as its player's own list shows it. */
export type NewestBet = Omit<FeedBet, "player">;

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

export interface NewestBetsWanted {
  readonly tenantId: number;
  readonly userIds: readonly string[];
  /** Of each player. */
  readonly limit: number;
}

/** Settled bets of a game that all players share, which are stored apart from the others. */
export interface SharedBets {
  isPosition(text: string): boolean;
  /** A player's own, newest first. */
  list(client: pg.ClientBase, listing: SharedBetListing): Promise<readonly PlacedBet[]>;
  /** The newest of each of many players, newest first, by as many statements for all as for one. */
  listNewest(
    client: pg.ClientBase,
    wanted: NewestBetsWanted,
  ): Promise<ReadonlyMap<string, readonly NewestBet[]>>;
  /** Anybody's. */
  find(client: pg.ClientBase, tenantId: number, betId: string): Promise<PublicBetView | undefined>;
}

interface Timed {
  readonly view: Pick<BetView, "createdAt">;
}

/** Two lists of bets, each newest first, as one: the newer head comes first, so that neither loses its own order. */
export function mergeNewest<A extends Timed, B extends Timed>(
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

/** Bets in order, by their players. */
export function newestByPlayer(bets: readonly (readonly [string, NewestBet])[]): Map<string, NewestBet[]> {
  const byPlayer = Map.groupBy(bets, ([userId]) => userId);
  return new Map([...byPlayer].map(([userId, own]) => [userId, own.map(([, bet]) => bet)]));
}
