import type { BatchState, PlayerSeed } from "#backend/modules/casino/batchState.ts";
import type { BetRow, OtherBalance } from "#backend/modules/casino/bet.store.ts";
import {
  BetIdReused,
  PlayerUnknown,
  SeedExhausted,
  UnknownCurrency,
  UserFrozen,
} from "#backend/modules/casino/betRefusals.ts";
import type { BetTicket } from "#backend/modules/casino/betTicket.ts";
import type { BetRequest } from "#domain/api/casino.ts";
import { FairhouseError, InvariantError, invariant } from "#domain/errors.ts";
import { type AcceptedBet, decideBet } from "#domain/games/decideBet.ts";
import { findGame } from "#domain/games/registry.ts";

/** The last nonce whose successor the books can still hold. */
const LAST_NONCE = 2 ** 31 - 2;

/** A bet that the batch settles. */
export interface Settled {
  readonly kind: "settled";
  readonly ticket: BetTicket;
  readonly decision: AcceptedBet;
  readonly paramsText: string;
  readonly seed: PlayerSeed;
  readonly cashAccountId: bigint;
  readonly shardAccountId: bigint;
  readonly commitment: string;
  readonly otherBalances: readonly OtherBalance[];
}

/** What becomes of each bet of a batch once the batch is committed. */
export type Verdict =
  | Settled
  /** Settled before, by an earlier batch or by an earlier bet of this one. */
  | { readonly kind: "repeated"; readonly ticket: BetTicket; readonly first: BetRow | Settled }
  | { readonly kind: "refused"; readonly ticket: BetTicket; readonly error: FairhouseError };

/** Decides the bets in their order with the rules of `domain`, moving the state's wallets and nonces along. */
export function decideBatch(tickets: readonly BetTicket[], state: BatchState): Verdict[] {
  const settledHere = new Map<string, Settled>();
  return tickets.map((ticket) => {
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

/** @throws BetIdReused */
function findFirst(
  ticket: BetTicket,
  { known }: BatchState,
  settledHere: ReadonlyMap<string, Settled>,
): Verdict | undefined {
  const { betId } = ticket.request;
  const here = settledHere.get(betId);
  if (here !== undefined) {
    const { game, currency, stake } = here.ticket.request;
    const isSame = isSameBet(ticket, {
      userId: here.ticket.userId,
      game,
      currency,
      stake,
      params: here.paramsText,
    });
    if (!isSame) throw new BetIdReused(betId);
    return { kind: "repeated", ticket, first: here };
  }
  const cause = known.get(betId);
  if (cause === undefined) return undefined;
  if (cause.id === null) throw new BetIdReused(betId);
  const { user_id: userId, game, currency, stake, params } = cause;
  if (!isSameBet(ticket, { userId, game, currency, stake: stake.toString(), params })) {
    throw new BetIdReused(betId);
  }
  return { kind: "repeated", ticket, first: cause };
}

interface BetContent {
  readonly userId: string;
  readonly game: string;
  readonly currency: string;
  readonly stake: string;
  readonly params: string;
}

function isSameBet({ userId, request }: BetTicket, first: BetContent): boolean {
  return (
    userId === first.userId &&
    request.game === first.game &&
    request.currency === first.currency &&
    request.stake === first.stake &&
    canonicalParams(request) === first.params
  );
}

/** Parameters as they are stored; undefined when the game would refuse them. */
function canonicalParams({ game, params }: BetRequest): string | undefined {
  try {
    return JSON.stringify(findGame(game).parse(params));
  } catch (error) {
    if (!(error instanceof FairhouseError)) throw error;
    return undefined;
  }
}

/** @throws FairhouseError a refusal, which has changed nothing */
function settle(ticket: BetTicket, state: BatchState): Settled {
  const { request, tenant } = ticket;
  const player = state.players.get(ticket.userId);
  if (player === undefined || player.seed === null) throw new PlayerUnknown();
  if (player.isFrozen) throw new UserFrozen();
  const { seed } = player;
  if (seed.open instanceof FairhouseError) throw seed.open;
  if (seed.nonce > LAST_NONCE) throw new SeedExhausted();
  const house = state.house.get(request.currency);
  const shard = state.shards.get(request.currency);
  if (house === undefined || shard === undefined) throw new UnknownCurrency(request.currency);
  const wallet = player.wallets.get(request.currency);
  const decision = decideBet({
    bet: {
      betId: request.betId,
      game: request.game,
      stakeMinor: BigInt(request.stake),
      params: request.params,
    },
    wallet: { balanceMinor: wallet?.balanceMinor ?? 0n },
    seed: { hasher: seed.open.hasher, clientSeed: seed.clientSeed, nonce: seed.nonce },
    minStakeMinor: house.minStakeMinor,
    bankrollMinor: house.bankrollMinor + shard.balanceMinor - shard.foundMinor,
    riskBps: tenant.maxRiskBps,
  });
  if (decision.kind === "refused") throw decision.error;
  invariant(wallet !== undefined, "a bet is accepted from an open account only");
  shard.balanceMinor += wallet.balanceMinor - decision.balanceMinor;
  wallet.balanceMinor = decision.balanceMinor;
  seed.nonce++;
  return {
    kind: "settled",
    ticket,
    decision,
    paramsText: JSON.stringify(decision.params),
    seed,
    cashAccountId: wallet.id,
    shardAccountId: shard.id,
    commitment: seed.open.commitment,
    otherBalances: player.otherBalances,
  };
}
