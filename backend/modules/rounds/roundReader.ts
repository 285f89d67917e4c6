import type pg from "pg";
import { inTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import type { BetHistory } from "#backend/modules/casino/betHistory.service.ts";
import type { SeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import { findRound, listOpenRounds, type RoundRow } from "#backend/modules/rounds/round.store.ts";
import { originOf } from "#backend/modules/rounds/roundOrigin.ts";
import type { PlayerKey } from "#backend/modules/rounds/roundPlayer.store.ts";
import { isPlayedByItsRules } from "#backend/modules/rounds/roundRules.ts";
import { actionsOf, endedRoundViewOf, roundViewOf } from "#backend/modules/rounds/roundViews.ts";
import type { PublicRoundView, RoundView } from "#domain/api/rounds.ts";
import { playRound } from "#domain/games/playRound.ts";

export interface RoundReaderOptions {
  readonly pool: pg.Pool;
  readonly hashers: SeedHashers;
  /** Where finished rounds are read, as the bets that they have become. */
  readonly history: BetHistory;
}

/** Shows how rounds stand. Only actions are stored: the rest follows from them, played again. */
export interface RoundReader {
  /** What the player can go on with, on whatever device. */
  listOpen(player: PlayerKey): Promise<RoundView[]>;
  /** A round of one's own, or anybody's once it is over. @throws NotFound */
  find(tenantId: number, roundId: string, userId: string | null): Promise<PublicRoundView>;
}

export function createRoundReader({ pool, hashers, history }: RoundReaderOptions): RoundReader {
  async function viewOf(client: pg.ClientBase, tenantId: number, row: RoundRow): Promise<RoundView> {
    const actions = actionsOf(row);
    // What is over can be told without being played: a voided round, or one whose rules this house no longer has.
    if (row.status === "voided" || (row.status === "settled" && !isPlayedByItsRules(row)))
      return endedRoundViewOf(row, actions.length);
    const origin = await originOf(client, hashers, { tenantId, row });
    return roundViewOf(row, playRound(origin, actions), actions.length);
  }

  return {
    listOpen: (player) =>
      inTransaction(pool, async (client) => {
        const rows = await listOpenRounds(client, player);
        // A round that waits for its rules is nothing to go on with; whoever begins another is told of it.
        const playable = rows.filter(isPlayedByItsRules);
        return Promise.all(playable.map((row) => viewOf(client, player.tenantId, row)));
      }),

    async find(tenantId, roundId, userId) {
      const round = await inTransaction(pool, async (client) => {
        const row = await findRound(client, tenantId, roundId);
        if (row === undefined || (row.status === "open" && row.user_id !== userId))
          throw new NotFound("round");
        return viewOf(client, tenantId, row);
      });
      return { round, bet: round.status === "settled" ? await history.find(tenantId, roundId) : null };
    },
  };
}
