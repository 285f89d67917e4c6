import type { Settled } from "#backend/modules/casino/batchDecisions.ts";
import type { BatchState } from "#backend/modules/casino/batchState.ts";
import type { GamePlay } from "#backend/modules/statistics/playCounters.ts";
import type { PlayerPlay } from "#backend/modules/statistics/playerTotals.ts";
import { type Commission, gatherCommissions } from "#domain/agents/commissions.ts";
import { invariant } from "#domain/errors.ts";

/** Phases 10 to 12, for all bets that a batch settles at once: one row per player, game and agent, not one per bet. */

/** What these phases need to know of a settled bet. */
export interface PlayedBet {
  readonly ticket: { readonly userId: string; readonly request: { readonly currency: string } };
  readonly decision: Pick<Settled["decision"], "betId" | "game" | "edgeBps" | "stakeMinor" | "payoutMinor">;
  readonly plan: Settled["plan"];
}

/** Phase 10: what the bets add to their players' totals. */
export function gatherPlayerTotals(bets: readonly PlayedBet[]): PlayerPlay[] {
  const played = new Map<string, PlayedBet[]>();
  for (const bet of bets) group(played, `${bet.ticket.userId} ${bet.ticket.request.currency}`, bet);
  return [...played.values()].map((ofPlayer) => {
    const sums = sum(ofPlayer);
    return { userId: firstOf(ofPlayer).ticket.userId, ...sums, wageredMinor: sums.stakedMinor };
  });
}

/** What phases 11 and 12 make of a batch. */
export interface HouseSide {
  readonly counters: readonly GamePlay[];
  readonly commissions: readonly Commission[];
}

/**
 * Phases 11, counters, and 12, commissions: game by game, because counters tell what each game's bets gave to agents, who
 * get one commission for all games together.
 */
export function gatherHouseSide(bets: readonly PlayedBet[]): HouseSide {
  const played = new Map<string, PlayedBet[]>();
  for (const bet of bets) group(played, `${bet.decision.game} ${bet.ticket.request.currency}`, bet);
  const counters: GamePlay[] = [];
  const commissions = new Map<string, Commission>();
  for (const ofGame of played.values()) {
    let commissionsMinor = 0n;
    for (const commission of commissionsOf(ofGame)) {
      commissionsMinor += commission.amountMinor;
      const key = `${commission.agentId} ${commission.currency}`;
      const other = commissions.get(key);
      commissions.set(key, other === undefined ? commission : together(other, commission));
    }
    counters.push({ game: firstOf(ofGame).decision.game, ...sum(ofGame), commissionsMinor });
  }
  return { counters, commissions: [...commissions.values()] };
}

/** Takes the commissions from the bankroll's shard into what is owed from it. */
export function accrue(commissions: readonly Commission[], { house, shard, accounts }: BatchState): void {
  for (const { currency, amountMinor } of commissions) {
    const book = house.currencies.get(currency);
    const bankroll = accounts.get(book?.shardIds[shard] ?? NO_ACCOUNT);
    const payable = accounts.get(book?.payableIds[shard] ?? NO_ACCOUNT);
    invariant(
      bankroll !== undefined && payable !== undefined,
      "a batch has locked its shard of the house's accounts",
    );
    bankroll.balanceMinor -= amountMinor;
    payable.balanceMinor += amountMinor;
  }
}
const NO_ACCOUNT = -1n;

function commissionsOf(bets: readonly PlayedBet[]): Commission[] {
  return gatherCommissions(
    bets.map(({ ticket, decision, plan }) => ({
      betId: decision.betId,
      currency: ticket.request.currency,
      stakeMinor: decision.stakeMinor,
      edgeBps: decision.edgeBps,
      plan,
    })),
  );
}

function together(a: Commission, b: Commission): Commission {
  return {
    ...a,
    revenueShareMinor: a.revenueShareMinor + b.revenueShareMinor,
    turnoverMinor: a.turnoverMinor + b.turnoverMinor,
    amountMinor: a.amountMinor + b.amountMinor,
    betIds: [...a.betIds, ...b.betIds],
  };
}

function sum(bets: readonly PlayedBet[]) {
  let stakedMinor = 0n;
  let paidMinor = 0n;
  for (const { decision } of bets) {
    stakedMinor += decision.stakeMinor;
    paidMinor += decision.payoutMinor;
  }
  return {
    currency: firstOf(bets).ticket.request.currency,
    bets: BigInt(bets.length),
    stakedMinor,
    paidMinor,
  };
}

function group(groups: Map<string, PlayedBet[]>, key: string, bet: PlayedBet): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [bet]);
  else known.push(bet);
}

function firstOf([first]: readonly PlayedBet[]): PlayedBet {
  invariant(first !== undefined, "a group has at least one bet");
  return first;
}
