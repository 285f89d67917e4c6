import { z } from "zod";
import { cursorNumber } from "#backend/http/pageCursor.ts";
import type { SharedBets } from "#backend/modules/casino/sharedBets.ts";
import { listNewestCrashBets } from "./newestBets.store.ts";
import { findSettledBet, listSettledBets } from "./settledBets.store.ts";
import { publicBetViewOf, settledBetViewOf } from "./settledBetViews.ts";

const position = z.tuple([cursorNumber, z.uuid()]);

/** Bets on crash among a player's bets on all games. */
export const settledCrashBets: SharedBets = {
  isPosition: (text) => position.safeParse(text.split("/")).success,

  async list(client, { tenantId, userId, before, limit }) {
    const rows = await listSettledBets(client, { tenantId, userId, before: placeOf(before), limit });
    return rows.map((row) => ({
      view: settledBetViewOf(row),
      position: `${row.round.id}/${row.bet.id}`,
    }));
  },

  listNewest: listNewestCrashBets,

  async find(client, tenantId, betId) {
    const row = await findSettledBet(client, tenantId, betId);
    return row === undefined ? undefined : publicBetViewOf(row);
  },
};

function placeOf(before: string | null): { readonly roundId: string; readonly id: string } | null {
  if (before === null) return null;
  const [roundId, id] = position.parse(before.split("/"));
  return { roundId, id };
}
