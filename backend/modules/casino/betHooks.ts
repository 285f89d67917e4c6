import type { BonusGrant } from "#domain/bonus/wagering.ts";
import type { JackpotPot } from "#domain/jackpot/jackpotShares.ts";

/**
 * What takes part in bets beside the game itself. A house that has configured neither moves nothing in phases 6 and 8.
 * The accounts are locked with the wallets of a batch, so they must be named before it begins.
 */
export interface BetHooks {
  /** The pots that a house's bets feed (phase 6). */
  jackpotPots(tenantId: number): readonly JackpotPot[];
  /** The bonuses that a player's stakes count towards (phase 8). */
  bonusGrants(tenantId: number, userId: string): readonly BonusGrant[];
}

export const NO_HOOKS: BetHooks = { jackpotPots: () => [], bonusGrants: () => [] };
