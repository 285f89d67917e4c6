import type pg from "pg";
import type { Tenant } from "#backend/http/route.ts";
import type { BatchWork } from "#backend/modules/casino/batchTransaction.ts";
import {
  BetIdReused,
  PlayerUnknown,
  UnknownCurrency,
  UserFrozen,
} from "#backend/modules/casino/betRefusals.ts";
import type { LimitBook } from "#backend/modules/limits/limitBook.ts";
import { addToPlayerTotals, type PlayerPlay } from "#backend/modules/statistics/playerTotals.ts";
import { balanceViewOf } from "#backend/modules/wallet/balanceView.ts";
import type { CrashBetRequest, CrashBetResponse } from "#domain/api/crash.ts";
import { FairhouseError, InvariantError, invariant } from "#domain/errors.ts";
import { admitCrashBet, BettingClosed } from "#domain/games/crash/placeBet.ts";
import { afterPlay, checkPlayerLimits } from "#domain/limits/playerLimits.ts";
import { type BetBatchState, loadBetBatch, type Purse } from "./betBatchState.ts";
import type { BetBoard } from "./betBoard.ts";
import { type CrashBetRow, type NewBet, writeBets } from "./bets.store.ts";
import { crashBetViewOf } from "./betViews.ts";
import type { Answers, Ticket } from "./commitTickets.ts";
import type { BoardBet } from "./shownBets.ts";

/** A bet on its way into a round. */
export interface BetTicket extends Ticket {
  readonly tenant: Tenant;
  readonly request: CrashBetRequest;
  resolve(response: CrashBetResponse): void;
}

/** Where bets of a house are taken. */
export interface BetDesk {
  readonly tenantId: number;
  readonly limitBook: LimitBook;
  readonly board: BetBoard;
}

/** A transaction that takes bets into their rounds: stakes leave the players' cash and wait, locked, for the end. */
export function betBatchWork(
  { tenantId, limitBook, board }: BetDesk,
  tickets: readonly BetTicket[],
): BatchWork<BetBatchState, Answers> {
  return {
    load: (client) => loadBetBatch(client, { tenantId, limitBook, tickets }),
    write: (client, state) => decideAndWrite(client, { tenantId, board, tickets, state }),
  };
}

interface Decided {
  readonly tickets: readonly BetTicket[];
  readonly state: BetBatchState;
  readonly tenantId: number;
  readonly board: BetBoard;
}

type Verdict =
  | { readonly kind: "taken"; readonly ticket: BetTicket; readonly bet: NewBet }
  | { readonly kind: "repeated"; readonly ticket: BetTicket; readonly first: CrashBetRow | NewBet }
  | { readonly kind: "refused"; readonly ticket: BetTicket; readonly error: FairhouseError };

async function decideAndWrite(client: pg.PoolClient, decided: Decided): Promise<Answers> {
  const { tenantId, state } = decided;
  const taken = new Map<string, NewBet>();
  const verdicts = decided.tickets.map((ticket) => decide(ticket, decided, taken));
  const madeAt = taken.size === 0 ? undefined : await write(client, tenantId, state, [...taken.values()]);
  const answers = verdicts.map((verdict) => () => answer(verdict, madeAt, state));
  return [...answers, () => showToEverybody(decided, [...taken.values()])];
}

function showToEverybody({ tenantId, board, state }: Decided, bets: readonly NewBet[]): void {
  for (const [roundId, ofRound] of Map.groupBy(bets, ({ roundId }) => roundId)) {
    const round = state.rounds.get(roundId.toString());
    if (round === undefined) continue;
    const { currency, betCount, stakedMinor } = round;
    const shown = ofRound.map(({ id, userId, stakeMinor: stake }): BoardBet => {
      return { id, userId, stakeMinor: stake, standing: "in", exit: null };
    });
    board.tell(tenantId, { roundId, currency, betCount, stakedMinor, bets: shown, end: null });
  }
}

/** One bad bet fails no other. */
function decide(ticket: BetTicket, decided: Decided, taken: Map<string, NewBet>): Verdict {
  try {
    const first = taken.get(ticket.betId) ?? knownBet(ticket, decided.state);
    if (first !== undefined) {
      if (!isSameBet(ticket, first)) throw new BetIdReused(ticket.betId);
      return { kind: "repeated", ticket, first };
    }
    const bet = admit(ticket, decided);
    taken.set(ticket.betId, bet);
    return { kind: "taken", ticket, bet };
  } catch (error) {
    if (!(error instanceof FairhouseError) || error instanceof InvariantError) throw error;
    return { kind: "refused", ticket, error };
  }
}

/** @throws BetIdReused for an id that moved other money */
function knownBet({ betId }: BetTicket, { known }: BetBatchState): CrashBetRow | undefined {
  const cause = known.get(betId);
  if (cause === undefined) return undefined;
  if (cause.id === null) throw new BetIdReused(betId);
  return cause;
}

function isSameBet({ userId, request }: BetTicket, first: CrashBetRow | NewBet): boolean {
  const isStored = "round_id" in first;
  return (
    userId === (isStored ? first.user_id : first.userId) &&
    request.roundId === (isStored ? first.round_id : first.roundId).toString() &&
    request.currency === first.currency &&
    request.stake === (isStored ? first.stake : first.stakeMinor).toString() &&
    request.autoCashOutHundredths === first.auto
  );
}

/** Decides a bet with the rules of `domain`, moving purse and round along. @throws FairhouseError */
function admit({ userId, request, tenant }: BetTicket, { state }: Decided): NewBet {
  const player = state.players.get(userId);
  if (player === undefined) throw new PlayerUnknown();
  if (player.status === "frozen") throw new UserFrozen();
  const currency = state.house.get(request.currency);
  if (currency === undefined) throw new UnknownCurrency(request.currency);
  const round = state.rounds.get(request.roundId);
  if (round === undefined || round.currency !== request.currency) throw new BettingClosed();

  const stakeMinor = BigInt(request.stake);
  const cash = state.purse(userId, "player_cash", request.currency);
  const betsOfPlayer = round.betsByPlayer.get(userId) ?? 0;
  const limits = state.limits.get(userId);
  const ownLimits = limits?.get(request.currency) ?? [];
  const balanceMinor = cash?.balanceMinor ?? 0n;
  checkPlayerLimits(
    { excludedUntil: player.excluded_until, limits: ownLimits },
    { stakeMinor, balanceMinor },
  );
  const highest = admitCrashBet({
    stakeMinor,
    autoHundredths: request.autoCashOutHundredths,
    balanceMinor,
    minStakeMinor: currency.minStakeMinor,
    bankrollMinor: currency.bankrollMinor,
    riskBps: tenant.maxRiskBps,
    roundRiskBps: currency.roundRiskBps,
    ceilingHundredths: round.ceiling,
    round: { ...round, betsOfPlayer },
  });
  const locked = state.purse(userId, "player_locked", request.currency);
  invariant(cash !== undefined && locked !== undefined, "who has cash has an account for open stakes");
  move(cash, locked, stakeMinor);
  round.betCount += 1;
  round.stakedMinor += stakeMinor;
  round.betsByPlayer.set(userId, betsOfPlayer + 1);
  limits?.set(request.currency, afterPlay(ownLimits, { wageredMinor: stakeMinor, paidMinor: 0n }));
  return {
    ...{ id: request.betId, roundId: round.id, userId, currency: request.currency, stakeMinor },
    ...{ auto: request.autoCashOutHundredths, highest, cashAccountId: cash.id, lockedAccountId: locked.id },
  };
}

function move(from: Purse, to: Purse, amountMinor: bigint): void {
  from.balanceMinor -= amountMinor;
  to.balanceMinor += amountMinor;
}

/** Two statements, sent together: if one fails, so does the other. */
async function write(
  client: pg.PoolClient,
  tenantId: number,
  state: BetBatchState,
  bets: readonly NewBet[],
): Promise<Date> {
  const balances = new Map<bigint, bigint>();
  for (const { cashAccountId, lockedAccountId } of bets) {
    for (const id of [cashAccountId, lockedAccountId]) balances.set(id, state.balanceOf(id));
  }
  const rounds = new Map<bigint, { bets: number; stakedMinor: bigint }>();
  for (const { roundId, stakeMinor } of bets) {
    const { bets: count, stakedMinor } = rounds.get(roundId) ?? { bets: 0, stakedMinor: 0n };
    rounds.set(roundId, { bets: count + 1, stakedMinor: stakedMinor + stakeMinor });
  }
  const [madeAt] = await Promise.all([
    writeBets(client, tenantId, bets, { balances, rounds }),
    addToPlayerTotals(client, tenantId, wagersOf(bets)),
  ]);
  return madeAt;
}

/** What was wagered counts at once, what came of it when the round is settled. */
function wagersOf(bets: readonly NewBet[]): PlayerPlay[] {
  const byWallet = Map.groupBy(bets, ({ userId, currency }) => `${userId} ${currency}`);
  return [...byWallet.values()].flatMap((ofWallet) => {
    const [first] = ofWallet;
    if (first === undefined) return [];
    const { userId, currency } = first;
    const wageredMinor = ofWallet.reduce((sum, { stakeMinor }) => sum + stakeMinor, 0n);
    return [{ userId, currency, bets: 0n, stakedMinor: 0n, paidMinor: 0n, wageredMinor }];
  });
}

function answer(verdict: Verdict, madeAt: Date | undefined, state: BetBatchState): void {
  const { ticket } = verdict;
  if (verdict.kind === "refused") {
    ticket.reject(verdict.error);
    return;
  }
  const stored = verdict.kind === "taken" ? verdict.bet : verdict.first;
  const bet = crashBetViewOf("round_id" in stored ? stored : rowOf(stored, madeAt));
  if (verdict.kind === "repeated") {
    ticket.resolve({ bet, balance: null, repeated: true });
    return;
  }
  const { userId, currency } = verdict.bet;
  const accounts = state.balances.filter((row) => row.owner_id === userId && row.currency === currency);
  const available = state.purse(userId, "player_cash", currency)?.balanceMinor ?? 0n;
  const balance = { ...balanceViewOf(currency, accounts), available: available.toString() };
  ticket.resolve({ bet, balance, repeated: false });
}

function rowOf(
  { id, roundId, userId, currency, stakeMinor, auto, highest }: NewBet,
  madeAt: Date | undefined,
): CrashBetRow {
  invariant(madeAt !== undefined, "a bet that was taken was written");
  return {
    ...{ id, round_id: roundId, user_id: userId, currency, stake: stakeMinor, auto, highest },
    ...{ cashed_out: null, exit: null, payout: null, created_at: madeAt },
  };
}
