import type { Turned } from "#backend/modules/casino/admission.ts";
import type { BatchState, PlayerSeed } from "#backend/modules/casino/batchState.ts";
import type { BetRow, OtherBalance } from "#backend/modules/casino/bet.store.ts";
import {
  creditWin,
  debitStake,
  drawOutcome,
  progressBonus,
  type SideMove,
  shareJackpot,
} from "#backend/modules/casino/betPhases.ts";
import { BetIdReused } from "#backend/modules/casino/betRefusals.ts";
import { takeSeat } from "#backend/modules/casino/betSeat.ts";
import type { BetTicket } from "#backend/modules/casino/betTicket.ts";
import type { CommissionPlan } from "#domain/agents/rates.ts";
import { FairhouseError, InvariantError } from "#domain/errors.ts";
import type { AcceptedBet } from "#domain/games/decideBet.ts";

/** A bet that the batch settles. */
export interface Settled {
  readonly kind: "settled";
  readonly ticket: BetTicket;
  readonly decision: AcceptedBet;
  readonly configId: bigint;
  readonly plan: CommissionPlan | undefined;
  readonly seed: PlayerSeed;
  readonly commitment: string;
  readonly cashAccountId: bigint;
  readonly shardAccountId: bigint;
  readonly sideMoves: readonly SideMove[];
  /** The player's cash after the bet. */
  readonly balanceMinor: bigint;
  readonly otherBalances: readonly OtherBalance[];
}

/** What becomes of each bet of a batch once the batch is committed. */
export type Verdict =
  | Settled
  /** Settled before, by an earlier batch or by an earlier bet of this one. */
  | { readonly kind: "repeated"; readonly ticket: BetTicket; readonly first: BetRow | Settled }
  | { readonly kind: "refused"; readonly ticket: BetTicket; readonly error: FairhouseError };

/** Decides the bets in their order with the rules of `domain`, moving the state's wallets and nonces along. */
export function decideBatch(tickets: readonly BetTicket[], turned: Turned, state: BatchState): Verdict[] {
  const settledHere = new Map<string, Settled>();
  return tickets.map((ticket) => {
    const tooMany = turned.get(ticket);
    if (tooMany !== undefined) return { kind: "refused", ticket, error: tooMany };
    try {
      const verdict = findFirst(ticket, state, settledHere) ?? settle(ticket, state);
      if (verdict.kind === "settled") settledHere.set(ticket.request.betId, verdict);
      return verdict;
    } catch (error) {
      if (!(error instanceof FairhouseError) || error instanceof InvariantError) throw error;
      return { kind: "refused", ticket, error };
    }
  });
}

/** Phases 5 to 9 of one bet. @throws FairhouseError a refusal, which has changed nothing */
function settle(ticket: BetTicket, state: BatchState): Settled {
  const { currency } = ticket.request;
  const seat = takeSeat(ticket, state);
  const stake = drawOutcome(ticket, seat);
  debitStake(stake);
  const shares = shareJackpot(stake, currency, state);
  const released = progressBonus(stake, currency, seat, state);
  creditWin(stake, currency, seat);
  return {
    kind: "settled",
    ticket,
    decision: stake.decision,
    configId: seat.game.configId,
    plan: seat.player.plan,
    seed: seat.seed,
    commitment: seat.seed.open.commitment,
    cashAccountId: stake.wallet.id,
    shardAccountId: stake.bankroll.id,
    sideMoves: shares.length + released.length === 0 ? [] : [...shares, ...released],
    balanceMinor: stake.wallet.balanceMinor,
    otherBalances: seat.player.otherBalances,
  };
}

/** The bet that the id stands for already, in the books or earlier in this batch. @throws BetIdReused */
function findFirst(
  ticket: BetTicket,
  { known }: BatchState,
  settledHere: ReadonlyMap<string, Settled>,
): Verdict | undefined {
  const { betId } = ticket.request;
  const here = settledHere.get(betId);
  const cause = here === undefined ? known.get(betId) : undefined;
  if (here === undefined && cause === undefined) return undefined;
  if (here !== undefined && isSameBet(ticket, contentOf(here)))
    return { kind: "repeated", ticket, first: here };
  if (cause !== undefined && cause.id !== null && isSameBet(ticket, rowContent(cause))) {
    return { kind: "repeated", ticket, first: cause };
  }
  throw new BetIdReused(betId);
}

interface BetContent {
  readonly userId: string;
  readonly game: string;
  readonly currency: string;
  readonly stake: string;
  readonly paramsText: string;
}

function contentOf({ ticket: { userId, request, bet } }: { readonly ticket: BetTicket }): BetContent {
  const { game, currency, stake } = request;
  return { userId, game, currency, stake, paramsText: bet.paramsText };
}

function rowContent({ user_id: userId, game, currency, stake, params: paramsText }: BetRow): BetContent {
  return { userId, game, currency, stake: stake.toString(), paramsText };
}

function isSameBet(ticket: BetTicket, first: BetContent): boolean {
  const { userId, game, currency, stake, paramsText } = contentOf({ ticket });
  return (
    userId === first.userId &&
    game === first.game &&
    currency === first.currency &&
    stake === first.stake &&
    paramsText === first.paramsText
  );
}
