import { SHOWN_ROUND_BETS } from "#domain/api/crashBets.ts";
import { createLargestBets } from "./largestBets.ts";
import type { BoardBet } from "./shownBets.ts";

/** How a round stands, all of its bets counted. */
export interface RoundStanding {
  readonly roundId: bigint;
  readonly currency: string;
  readonly betCount: number;
  readonly stakedMinor: bigint;
  /** Null until the round is over. */
  readonly end: { readonly winners: number; readonly paidMinor: bigint } | null;
}

/** What has become known of a round's bets, after its commit. */
export interface BoardNews extends RoundStanding {
  readonly bets: readonly BoardBet[];
}

/** What one process knows of a round's bets, and which of it has not been said yet. */
export interface BoardRound {
  tell(news: BoardNews): void;
  hasNews(): boolean;
  /** The round as it stands, with the bets that have not been said: from now on they count as said. */
  takeNews(): BoardNews;
  /** What was taken has not been said after all: it waits again, together with what has come meanwhile. */
  giveBack(bets: readonly BoardBet[]): void;
  /** Whether the round is over and all of it has been said. */
  isDone(): boolean;
}

export function createBoardRound(first: RoundStanding): BoardRound {
  let standing = first;
  /** The largest that this process has heard of: others are not shown. */
  const largest = createLargestBets(SHOWN_ROUND_BETS);
  /** Of those, what has not been said yet. */
  let waiting = new Map<string, BoardBet>();
  let hasNews = false;

  /** What others have pushed out meanwhile need not be said any more. */
  function trim(): void {
    for (const id of waiting.keys()) if (!largest.has(id)) waiting.delete(id);
  }

  return {
    tell({ bets, ...news }) {
      // Batches commit in one order and may be heard of in another.
      const isNewer = news.betCount >= standing.betCount && (news.end !== null || standing.end === null);
      if (isNewer) standing = news;
      for (const bet of bets) if (largest.add(bet)) waiting.set(bet.id, bet);
      trim();
      hasNews = true;
    },
    hasNews: () => hasNews,
    takeNews() {
      const bets = [...waiting.values()];
      waiting = new Map();
      hasNews = false;
      return { ...standing, bets };
    },
    giveBack(bets) {
      for (const bet of bets) if (!waiting.has(bet.id)) waiting.set(bet.id, bet);
      trim();
      hasNews = true;
    },
    isDone: () => standing.end !== null && !hasNews,
  };
}
