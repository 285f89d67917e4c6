import { createPseudonyms } from "#backend/modules/betFeed/pseudonym.ts";
import type { LivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import { type CrashBetsNews, type CrashRoundBets, SHOWN_ROUND_BETS } from "#domain/api/crashBets.ts";
import { createLargestBets, type LargestBets } from "./largestBets.ts";
import { type BoardBet, shownBetOf } from "./shownBets.ts";

/** Messages kept for those who come back; a round has about ten a second at most, and few when it is quiet. */
export const CRASH_BETS_HOLD = 300;
/** A client gets a message at most so often, however many processes take bets. */
const PACE_MS = 150;
/** Looked at more often, so that a turn that has come is not missed by much. */
const TICK_MS = 50;
/** Rounds of a house of which something waits to be said, at most: without Redis it may wait for long. */
const MAX_ROUNDS = 16;

/** What has become known of a round's bets, after its commit. */
export interface BoardNews {
  readonly roundId: bigint;
  readonly currency: string;
  readonly betCount: number;
  readonly stakedMinor: bigint;
  readonly bets: readonly BoardBet[];
  /** Null until the round is over. */
  readonly end: { readonly winners: number; readonly paidMinor: bigint } | null;
}

/** Shows everybody's bets, as far as they are large enough. It is no ledger: what does not fit is left out. */
export interface BetBoard {
  /** Costs next to nothing, however many bets there are, and never throws. */
  tell(tenantId: number, news: BoardNews): void;
  stop(): void;
}

interface BoardRound {
  news: Omit<BoardNews, "bets">;
  /** The largest that this process has heard of: others are not shown. */
  readonly largest: LargestBets;
  /** Of those, what has not been said yet. */
  waiting: Map<string, BoardBet>;
  hasNews: boolean;
}

export function createBetBoard(live: LivePublisher): BetBoard {
  const houses = new Map<number, Map<bigint, BoardRound>>();
  const names = createPseudonyms();
  const timer = setInterval(() => {
    for (const [tenantId, rounds] of houses) void publish(tenantId, rounds);
  }, TICK_MS);

  function roundOf(tenantId: number, news: BoardNews): BoardRound {
    const rounds = houses.get(tenantId) ?? new Map<bigint, BoardRound>();
    houses.set(tenantId, rounds);
    const known = rounds.get(news.roundId);
    if (known !== undefined) return known;
    const largest = createLargestBets(SHOWN_ROUND_BETS);
    const made: BoardRound = { news, largest, waiting: new Map(), hasNews: true };
    rounds.set(news.roundId, made);
    const oldest = [...rounds.keys()].sort((a, b) => (a < b ? -1 : 1));
    for (const id of oldest.slice(0, Math.max(0, rounds.size - MAX_ROUNDS))) rounds.delete(id);
    return made;
  }

  async function publish(tenantId: number, rounds: Map<bigint, BoardRound>): Promise<void> {
    const fresh = [...rounds.values()].filter(({ hasNews }) => hasNews);
    if (fresh.length === 0) return;
    const said = fresh.map((round) => {
      const { waiting } = round;
      round.waiting = new Map();
      round.hasNews = false;
      return { round, waiting };
    });
    const body: CrashBetsNews = {
      kind: "changes",
      rounds: said.map(({ round, waiting }) => viewOf(tenantId, round.news, [...waiting.values()])),
    };
    const publication = { channel: "crashBets", hold: CRASH_BETS_HOLD, body, paceMs: PACE_MS } as const;
    if (await live.publish(tenantId, publication)) {
      for (const [id, { news, hasNews }] of rounds) if (news.end !== null && !hasNews) rounds.delete(id);
      return;
    }
    // Another process was faster this time: it waits for the next turn, together with what comes.
    for (const { round, waiting } of said) {
      for (const [id, bet] of waiting) if (!round.waiting.has(id)) round.waiting.set(id, bet);
      trim(round);
      round.hasNews = true;
    }
  }

  function viewOf(
    tenantId: number,
    { roundId, currency, betCount, stakedMinor, end }: Omit<BoardNews, "bets">,
    bets: readonly BoardBet[],
  ): CrashRoundBets {
    return {
      roundId: roundId.toString(),
      currency,
      betCount,
      staked: stakedMinor.toString(),
      isOver: end !== null,
      winners: end?.winners ?? null,
      paid: end?.paidMinor.toString() ?? null,
      bets: bets.map((bet) => shownBetOf(bet, names.of(tenantId, bet.userId))),
    };
  }

  return {
    tell(tenantId, news) {
      const round = roundOf(tenantId, news);
      // Batches commit in one order and may be heard of in another.
      if (news.betCount >= round.news.betCount && (news.end !== null || round.news.end === null))
        round.news = news;
      for (const bet of news.bets) {
        if (!round.largest.add(bet)) continue;
        round.waiting.set(bet.id, bet);
      }
      trim(round);
      round.hasNews = true;
    },
    stop: () => clearInterval(timer),
  };
}

/** What others have pushed out meanwhile need not be said any more. */
function trim({ largest, waiting }: BoardRound): void {
  for (const id of waiting.keys()) if (!largest.has(id)) waiting.delete(id);
}
