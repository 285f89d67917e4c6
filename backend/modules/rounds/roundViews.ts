import { z } from "zod";
import { betViewOf } from "#backend/modules/casino/betViews.ts";
import type { RoundRow } from "#backend/modules/rounds/round.store.ts";
import type { SettledRound } from "#backend/modules/rounds/settledRound.store.ts";
import type { BetView } from "#domain/api/casino.ts";
import type { RoundView } from "#domain/api/rounds.ts";
import type { JsonObject } from "#domain/games/game.ts";
import type { RoundStanding } from "#domain/games/playRound.ts";

/** A round in which its player does nothing for so long is ended by the rules of its game. */
export const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1_000;

const jsonObject = z.record(z.string(), z.json());
const jsonObjects = z.array(jsonObject);

/** The parameters of a round as its game parsed them. */
export function paramsOf({ params }: RoundRow): JsonObject {
  return jsonObject.parse(JSON.parse(params));
}

/** The actions of a round as its game parsed them, in their order. */
export function actionsOf({ actions }: RoundRow): JsonObject[] {
  return jsonObjects.parse(JSON.parse(actions));
}

/** A round as it stands after so many of its actions. */
export function roundViewOf(row: RoundRow, standing: RoundStanding, actionCount: number): RoundView {
  const isOpen = standing.end === null;
  return {
    roundId: row.id,
    game: row.game,
    currency: row.currency,
    stake: row.stake.toString(),
    staked: standing.stakedMinor.toString(),
    params: paramsOf(row),
    edgeBps: row.edge_bps,
    status: isOpen ? "open" : "settled",
    nextAction: actionCount + 1,
    state: standing.view,
    seedId: row.seed_id.toString(),
    commitment: row.commitment,
    clientSeed: row.client_seed,
    nonce: row.nonce,
    startedAt: row.started_at.toISOString(),
    endsAt: isOpen ? new Date(row.quiet_since.getTime() + ABANDONED_AFTER_MS).toISOString() : null,
  };
}

/** The bet that a round has become, as it will be read among the others. */
export function settledBetViewOf(row: RoundRow, settled: SettledRound, madeAt: Date): BetView {
  return betViewOf({
    ...row,
    stake: settled.stakedMinor,
    payout: settled.payoutMinor,
    multiplier_numerator: settled.multiplier.numerator,
    multiplier_denominator: settled.multiplier.denominator,
    outcome: settled.outcomeText,
    created_at: madeAt,
  });
}

/** A round that is over, without what lay open in it. */
export function endedRoundViewOf(row: RoundRow, actionCount: number): RoundView {
  const unseen = { view: {}, stakedMinor: row.staked, end: null };
  const { status } = row;
  return { ...roundViewOf(row, unseen, actionCount), status, endsAt: null };
}
