import { createPseudonyms, type Pseudonyms } from "#backend/modules/betFeed/pseudonym.ts";
import type { LivePublisher } from "#backend/modules/realtime/livePublisher.ts";
import type { CrashBetsNews, CrashRoundBets } from "#domain/api/crashBets.ts";
import { type BoardNews, type BoardRound, createBoardRound } from "./boardRound.ts";
import { shownBetOf } from "./shownBets.ts";

/** Messages kept for those who come back; a round has about ten a second at most, and few when it is quiet. */
export const CRASH_BETS_HOLD = 300;
/** A client gets a message at most so often, however many processes take bets. */
const PACE_MS = 150;
/** Looked at more often, so that a turn that has come is not missed by much. */
const TICK_MS = 50;
/** Rounds of a house of which something waits to be said, at most: without Redis it may wait for long. */
const MAX_ROUNDS = 16;

/** Shows everybody's bets, as far as they are large enough. It is no ledger: what does not fit is left out. */
export interface BetBoard {
  /** Costs next to nothing, however many bets there are, and never throws. */
  tell(tenantId: number, news: BoardNews): void;
  stop(): void;
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
    const made = createBoardRound(news);
    rounds.set(news.roundId, made);
    const oldest = [...rounds.keys()].sort((a, b) => (a < b ? -1 : 1));
    for (const id of oldest.slice(0, Math.max(0, rounds.size - MAX_ROUNDS))) rounds.delete(id);
    return made;
  }

  async function publish(tenantId: number, rounds: Map<bigint, BoardRound>): Promise<void> {
    const fresh = [...rounds.values()].filter((round) => round.hasNews());
    if (fresh.length === 0) return;
    const said = fresh.map((round) => ({ round, news: round.takeNews() }));
    const body: CrashBetsNews = {
      kind: "changes",
      rounds: said.map(({ news }) => viewOf(news, { tenantId, names })),
    };
    const publication = { channel: "crashBets", hold: CRASH_BETS_HOLD, body, paceMs: PACE_MS } as const;
    if (await live.publish(tenantId, publication)) {
      for (const [id, round] of rounds) if (round.isDone()) rounds.delete(id);
      return;
    }
    // Another process was faster this time: it waits for the next turn, together with what comes.
    for (const { round, news } of said) round.giveBack(news.bets);
  }

  return {
    tell: (tenantId, news) => roundOf(tenantId, news).tell(news),
    stop: () => clearInterval(timer),
  };
}

function viewOf(
  { roundId, currency, betCount, stakedMinor, end, bets }: BoardNews,
  { tenantId, names }: { readonly tenantId: number; readonly names: Pseudonyms },
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
