import type { BonusGrant } from "#domain/bonus/wagering.ts";
import type { JackpotPot } from "#domain/jackpot/jackpotShares.ts";

/**
 * What takes part in bets beside the game itself. Whoever composes an engine hands it hooks; the API hands none, so that no
 * house has pots or bonuses, and phases 6 and 8 move nothing. The accounts are locked with the wallets of a batch, so they
 * must be named before it begins. Money that pots and bonuses move is written with the bets. How much of a grant is left to
 * stake is counted within one batch alone and written nowhere: before a house grants bonuses, that has to be kept with them.
 */
export interface BetHooks {
  /** The pots that a house's bets feed (phase 6). */
  jackpotPots(tenantId: number): readonly JackpotPot[];
  /** The bonuses that a player's stakes count towards (phase 8), as they stand when the batch begins. */
  bonusGrants(tenantId: number, userId: string): readonly BonusGrant[];
}

export const NO_HOOKS: BetHooks = { jackpotPots: () => [], bonusGrants: () => [] };
