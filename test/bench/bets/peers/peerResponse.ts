import type { PlaceBet } from "#backend/modules/casino/betTicket.ts";
import type { BetResponse } from "#domain/api/casino.ts";
import type { AcceptedBet } from "#domain/games/decideBet.ts";
import { findGame } from "#domain/games/registry.ts";
import type { PeerPlayer } from "./peerHouse.ts";

/** The same answer as the engine's, so that all contenders send as much. */
export function peerResponse(bet: PlaceBet, player: PeerPlayer, decision: AcceptedBet): BetResponse {
  const { currency, stake } = bet.request;
  const { params, outcome, multiplier } = decision;
  return {
    bet: {
      betId: decision.betId,
      game: decision.game,
      currency,
      stake,
      payout: decision.payoutMinor.toString(),
      multiplier: { numerator: `${multiplier.numerator}`, denominator: `${multiplier.denominator}` },
      edgeBps: decision.edgeBps,
      params,
      outcome,
      description: findGame(decision.game).describe(params, { outcome, multiplier }),
      seedId: player.seedId.toString(),
      commitment: "0".repeat(64),
      clientSeed: player.clientSeed,
      nonce: decision.nonce,
      createdAt: new Date().toISOString(),
    },
    balance: {
      currency,
      available: decision.balanceMinor.toString(),
      confirming: "0",
      withdrawing: "0",
      claimable: "0",
    },
    repeated: false,
  };
}
