import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { createPseudonyms, type Pseudonyms } from "#backend/modules/betFeed/pseudonym.ts";
import type { HouseChannel } from "#backend/modules/realtime/houseChannel.ts";
import { type CrashRoundBets, crashBetsNews, SHOWN_ROUND_BETS } from "#domain/api/crashBets.ts";
import { CRASH_BETS_HOLD } from "./betBoard.ts";
import { listLargestBets, listNewestRounds, type RoundTotals } from "./roundBets.store.ts";
import { boardBetOf, shownBetOf } from "./shownBets.ts";

/**
 * Each table's newest round with its largest bets, for whoever comes anew. Who got out by rule is not written down before
 * the round is settled: that is taken from what has been said.
 *
 * @param pool under `fairhouse_api`
 */
export function crashBetsChannel(pool: pg.Pool): HouseChannel {
  const names = createPseudonyms();
  return {
    name: "crashBets",
    hold: CRASH_BETS_HOLD,
    async snapshot(tenantId, held) {
      const rounds = await readRounds(pool, tenantId, names);
      return { kind: "snapshot", rounds: rounds.map((round) => withWhatWasSaid(round, held)) };
    },
  };
}

function readRounds(pool: pg.Pool, tenantId: number, names: Pseudonyms): Promise<CrashRoundBets[]> {
  return inTenantTransaction(pool, tenantId, async (client) => {
    const views: CrashRoundBets[] = [];
    for (const round of await listNewestRounds(client, tenantId)) {
      const bets = await listLargestBets(client, { tenantId, roundId: round.id, limit: SHOWN_ROUND_BETS });
      const shown = bets.map((row) => {
        const bet = boardBetOf(row, round.phase === "cancelled");
        return shownBetOf(bet, names.of(tenantId, bet.userId));
      });
      views.push({ ...totalsOf(round), bets: shown });
    }
    return views;
  });
}

function totalsOf({
  id,
  currency,
  phase,
  bet_count: betCount,
  staked,
  winners,
  paid,
}: RoundTotals): Omit<CrashRoundBets, "bets"> {
  const isOver = phase === "settled" || phase === "cancelled";
  return {
    ...{ roundId: id.toString(), currency, betCount, staked: staked.toString(), isOver },
    ...{ winners: isOver ? winners : null, paid: paid?.toString() ?? null },
  };
}

function withWhatWasSaid(round: CrashRoundBets, held: readonly object[]): CrashRoundBets {
  if (round.isOver) return round;
  const out = new Map(
    held
      .flatMap((body) => crashBetsNews.parse(body).rounds)
      .filter(({ roundId }) => roundId === round.roundId)
      .flatMap(({ bets }) => bets)
      .filter(({ standing }) => standing === "out")
      .map((bet) => [bet.betId, bet]),
  );
  return {
    ...round,
    bets: round.bets.map((bet) => (bet.standing === "in" ? (out.get(bet.betId) ?? bet) : bet)),
  };
}
