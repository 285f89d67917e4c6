import { z } from "zod";
import type { BetRow } from "#backend/modules/casino/bet.store.ts";
import type { BetView } from "#domain/api/casino.ts";
import { findGame } from "#domain/games/registry.ts";

const paramsText = z.record(z.string(), z.json());

/** A settled bet as its player sees it. */
export function betViewOf(row: BetRow): BetView {
  const params = paramsText.parse(JSON.parse(row.params));
  const outcome = z.json().parse(JSON.parse(row.outcome));
  const multiplier = { numerator: row.multiplier_numerator, denominator: row.multiplier_denominator };
  return {
    betId: row.id,
    game: row.game,
    currency: row.currency,
    stake: row.stake.toString(),
    payout: row.payout.toString(),
    multiplier: {
      numerator: multiplier.numerator.toString(),
      denominator: multiplier.denominator.toString(),
    },
    edgeBps: row.edge_bps,
    params,
    outcome,
    description: findGame(row.game).describe(params, { outcome, multiplier }),
    seedId: row.seed_id.toString(),
    commitment: row.commitment,
    clientSeed: row.client_seed,
    nonce: row.nonce,
    createdAt: row.created_at.toISOString(),
  };
}
