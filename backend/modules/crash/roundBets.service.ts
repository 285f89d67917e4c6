import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { createPseudonyms, type Pseudonyms } from "#backend/modules/betFeed/pseudonym.ts";
import type { HouseChannel } from "#backend/modules/realtime/houseChannel.ts";
import { type CrashRoundBets, SHOWN_ROUND_BETS } from "#domain/api/crashBets.ts";
import { CRASH_BETS_HOLD } from "./betBoard.ts";
import { listLargestBets, listNewestRounds, type RoundTotals } from "./roundBets.store.ts";
import { createSaidOuts, type OutBets } from "./saidOuts.ts";
import { boardBetOf, shownBetOf } from "./shownBets.ts";

/**
 * Each table's newest round with its largest bets, for whoever comes anew. Who got out by rule is not written down before
 * the round is settled: that is taken from what has been said.
 *
 * @param pool under `fairhouse_api`
 */
export function crashBetsChannel(pool: pg.Pool): HouseChannel {
  const names = createPseudonyms();
  const said = createSaidOuts();
  return {
    name: "crashBets",
    hold: CRASH_BETS_HOLD,
    async snapshot(tenantId, held) {
      const rounds = await readRounds(pool, tenantId, names);
      const open = rounds.filter(({ isOver }) => !isOver).map(({ roundId }) => roundId);
      const outs = said.of(held, new Set(open));
      return { kind: "snapshot", rounds: rounds.map((round) => withOuts(round, outs.get(round.roundId))) };
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

function withOuts(round: CrashRoundBets, outs: OutBets | undefined): CrashRoundBets {
  if (outs === undefined) return round;
  return {
    ...round,
    bets: round.bets.map((bet) => (bet.standing === "in" ? (outs.get(bet.betId) ?? bet) : bet)),
  };
}
