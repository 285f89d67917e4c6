import type { BatchState, Wallet } from "#backend/modules/casino/batchState.ts";
import type { Seat } from "#backend/modules/casino/betSeat.ts";
import type { BetTicket } from "#backend/modules/casino/betTicket.ts";
import { wagerBonus } from "#domain/bonus/wagering.ts";
import { invariant } from "#domain/errors.ts";
import { type AcceptedBet, decideBet } from "#domain/games/decideBet.ts";
import { jackpotShares } from "#domain/jackpot/jackpotShares.ts";
import type { TransferCode } from "#domain/ledger/transfer.ts";
import { afterPlay, checkPlayerLimits } from "#domain/limits/playerLimits.ts";

/** Phases 5 to 9 of one bet, on the wallets of its batch in memory. `batchDecisions.ts` calls them in their order. */

/** A bet that stands, and the wallet it is paid from. */
export interface Stake {
  readonly decision: AcceptedBet;
  readonly wallet: Wallet;
  readonly bankroll: Wallet;
}

/** Money that a bet moves beside its stake and its payout. */
export interface SideMove {
  readonly code: TransferCode;
  readonly debitAccountId: bigint;
  readonly creditAccountId: bigint;
  readonly amountMinor: bigint;
}

/**
 * Phase 7, outcome, with everything that may refuse the bet: it comes before the phases that move money, because a refused
 * bet must have moved none. @throws FairhouseError
 */
export function drawOutcome({ request, bet, tenant }: BetTicket, seat: Seat): Stake {
  const { player, seed, wallet, house, bankroll, game } = seat;
  const balanceMinor = wallet?.balanceMinor ?? 0n;
  const limits = player.limits.get(request.currency) ?? [];
  checkPlayerLimits(
    { excludedUntil: player.excludedUntil, limits },
    { stakeMinor: bet.stakeMinor, balanceMinor },
  );
  const decision = decideBet({
    bet: { betId: request.betId, game: bet.game.id, stakeMinor: bet.stakeMinor, params: bet.params },
    edgeBps: game.edgeBps,
    wallet: { balanceMinor },
    seed: { hasher: seed.open.hasher, clientSeed: seed.clientSeed, nonce: seed.nonce },
    minStakeMinor: house.minStakeMinor,
    bankrollMinor: house.bankrollMinor + bankroll.balanceMinor - bankroll.foundMinor,
    riskBps: tenant.maxRiskBps,
  });
  if (decision.kind === "refused") throw decision.error;
  invariant(wallet !== undefined, "a bet is accepted from an open account only");
  seed.nonce++;
  return { decision, wallet, bankroll };
}

/** Phase 5: the stake goes to the house. */
export function debitStake({ decision, wallet, bankroll }: Stake): void {
  wallet.balanceMinor -= decision.stakeMinor;
  bankroll.balanceMinor += decision.stakeMinor;
}

/** Phase 6: what the house adds to its jackpot pots; nothing without pots. */
export function shareJackpot({ decision, bankroll }: Stake, currency: string, state: BatchState): SideMove[] {
  if (state.pots.length === 0) return [];
  const { game, stakeMinor } = decision;
  return jackpotShares({ game, currency, stakeMinor }, state.pots).map(({ accountId, amountMinor }) =>
    move(state, {
      code: "jackpot_share",
      debitAccountId: bankroll.id,
      creditAccountId: accountId,
      amountMinor,
    }),
  );
}

/** Phase 8: the stake counts towards the player's bonuses, and those it completes become cash; nothing without bonuses. */
export function progressBonus(
  { decision, wallet }: Stake,
  currency: string,
  seat: Seat,
  state: BatchState,
): SideMove[] {
  const { player } = seat;
  if (player.bonusGrants.length === 0) return [];
  const { open, completed } = wagerBonus(player.bonusGrants, { currency, stakeMinor: decision.stakeMinor });
  player.bonusGrants = open;
  return completed.map(({ accountId, amountMinor }) =>
    move(state, {
      code: "bonus_released",
      debitAccountId: accountId,
      creditAccountId: wallet.id,
      amountMinor,
    }),
  );
}

/** Phase 9: what the bet won goes to the player, whose limits move on with it. */
export function creditWin({ decision, wallet, bankroll }: Stake, currency: string, { player }: Seat): void {
  const { stakeMinor, payoutMinor } = decision;
  bankroll.balanceMinor -= payoutMinor;
  wallet.balanceMinor += payoutMinor;
  const limits = player.limits.get(currency);
  if (limits === undefined) return;
  player.limits.set(currency, afterPlay(limits, { wageredMinor: stakeMinor, paidMinor: payoutMinor }));
}

function move(state: BatchState, transfer: SideMove): SideMove {
  const debit = state.accounts.get(transfer.debitAccountId);
  const credit = state.accounts.get(transfer.creditAccountId);
  invariant(debit !== undefined && credit !== undefined, "a batch has locked every account that it moves");
  debit.balanceMinor -= transfer.amountMinor;
  credit.balanceMinor += transfer.amountMinor;
  return transfer;
}
