import type { Settled, Verdict } from "#backend/modules/casino/batchDecisions.ts";
import { betViewOf } from "#backend/modules/casino/betViews.ts";
import type { BetResponse, BetView } from "#domain/api/casino.ts";
import type { BalanceView } from "#domain/api/wallet.ts";
import { findGame } from "#domain/games/registry.ts";

/** Answers everyone who waits for a bet of the batch. Call when the batch is committed, never before. */
export function answerAll(verdicts: readonly Verdict[], madeAt: Date | undefined): void {
  const createdAt = madeAt?.toISOString() ?? "";
  for (const verdict of verdicts) {
    if (verdict.kind === "refused") verdict.ticket.reject(verdict.error);
    else verdict.ticket.resolve(responseTo(verdict, createdAt));
  }
}

function responseTo(verdict: Exclude<Verdict, { kind: "refused" }>, createdAt: string): BetResponse {
  if (verdict.kind === "settled") {
    return { bet: settledView(verdict, createdAt), balance: balanceAfter(verdict), repeated: false };
  }
  const { first } = verdict;
  const bet = "kind" in first ? settledView(first, createdAt) : betViewOf(first);
  return { bet, balance: null, repeated: true };
}

function settledView({ ticket, decision, seed, commitment }: Settled, createdAt: string): BetView {
  const { params, outcome, multiplier } = decision;
  return {
    betId: decision.betId,
    game: decision.game,
    currency: ticket.request.currency,
    stake: ticket.request.stake,
    payout: decision.payoutMinor.toString(),
    multiplier: {
      numerator: multiplier.numerator.toString(),
      denominator: multiplier.denominator.toString(),
    },
    edgeBps: decision.edgeBps,
    params,
    outcome,
    description: findGame(decision.game).describe(params, { outcome, multiplier }),
    seedId: seed.id.toString(),
    commitment,
    clientSeed: seed.clientSeed,
    nonce: decision.nonce,
    createdAt,
  };
}

function balanceAfter({ ticket, balanceMinor, otherBalances }: Settled): BalanceView {
  const { currency } = ticket.request;
  const other = (kind: string) =>
    (otherBalances.find((of) => of.kind === kind && of.currency === currency)?.balance ?? 0n).toString();
  return {
    currency,
    available: balanceMinor.toString(),
    confirming: other("player_confirming"),
    withdrawing: other("withdrawal_pending"),
    claimable: other("payout_credit"),
  };
}
