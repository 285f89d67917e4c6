import type { RoundSeat } from "#backend/modules/rounds/roundSeat.ts";
import { wagerBonus } from "#domain/bonus/wagering.ts";
import { MAX_ROUND_ACTIONS } from "#domain/games/playRound.ts";
import { jackpotShares } from "#domain/jackpot/jackpotShares.ts";
import { createTransfer, type Transfer } from "#domain/ledger/transfer.ts";

/** A stake has the number of the action that laid it, 0 for the one that began the round; these come after all of them. */
export const STAKE_TAKEN_LEG = MAX_ROUND_ACTIONS + 1;
const PAYOUT_LEG = MAX_ROUND_ACTIONS + 2;
const FIRST_SIDE_LEG = MAX_ROUND_ACTIONS + 3;

/** Sets a stake aside: it is the player's until the round is settled, and cannot be spent. */
export function stakeTransfers(
  seat: RoundSeat,
  {
    roundId,
    number,
    amountMinor,
  }: { readonly roundId: string; readonly number: number; readonly amountMinor: bigint },
): Transfer[] {
  if (amountMinor === 0n) return [];
  const { currency } = seat;
  return [
    createTransfer({
      causeId: roundId,
      leg: number,
      code: "round_stake",
      debit: { id: seat.cashId, currency },
      credit: { id: seat.lockedId, currency },
      amountMinor,
    }),
  ];
}

/** Settles a round: all stakes go to the house, and from it what they have won. */
export function settlementTransfers(
  seat: RoundSeat,
  {
    roundId,
    stakedMinor,
    payoutMinor,
  }: { readonly roundId: string; readonly stakedMinor: bigint; readonly payoutMinor: bigint },
): Transfer[] {
  const { currency } = seat;
  const bankroll = { id: seat.bankrollId, currency };
  const taken = createTransfer({
    causeId: roundId,
    leg: STAKE_TAKEN_LEG,
    code: "round_stake_taken",
    debit: { id: seat.lockedId, currency },
    credit: bankroll,
    amountMinor: stakedMinor,
  });
  if (payoutMinor === 0n) return [taken];
  const paid = createTransfer({
    causeId: roundId,
    leg: PAYOUT_LEG,
    code: "round_payout",
    debit: bankroll,
    credit: { id: seat.cashId, currency },
    amountMinor: payoutMinor,
  });
  return [taken, paid];
}

/** What a settled round moves beside its stakes and payout: into the pots that it feeds, and bonuses that it completes. */
export function sideTransfers(
  { currency, bankrollId, cashId, pots, grants }: RoundSeat,
  {
    roundId,
    game,
    stakedMinor,
  }: { readonly roundId: string; readonly game: string; readonly stakedMinor: bigint },
): Transfer[] {
  const stake = { game, currency, stakeMinor: stakedMinor };
  const shared = jackpotShares(stake, pots).map(({ accountId, amountMinor }) => ({
    code: "jackpot_share" as const,
    debit: { id: bankrollId, currency },
    credit: { id: accountId, currency },
    amountMinor,
  }));
  const released = wagerBonus(grants, stake).completed.map(({ accountId, amountMinor }) => ({
    code: "bonus_released" as const,
    debit: { id: accountId, currency },
    credit: { id: cashId, currency },
    amountMinor,
  }));
  return [...shared, ...released].map((order, place) =>
    createTransfer({ causeId: roundId, leg: FIRST_SIDE_LEG + place, ...order }),
  );
}
