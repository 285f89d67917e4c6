import type { Settled, Verdict } from "#backend/modules/casino/batchDecisions.ts";
import type { BatchState, Wallet } from "#backend/modules/casino/batchState.ts";
import type { BatchChanges, BetColumns } from "#backend/modules/casino/bet.store.ts";

/** What the verdicts change, in the columns they are written by; undefined when nothing does. */
export function changesOf(verdicts: readonly Verdict[], state: BatchState): BatchChanges | undefined {
  const bets = emptyColumns();
  for (const verdict of verdicts) if (verdict.kind === "settled") append(bets, verdict);
  if (bets.id.length === 0) return undefined;
  const balances = new Map<bigint, bigint>();
  const nonces = new Map<bigint, { found: number; next: number }>();
  noteMoved(state.shards, balances);
  for (const { wallets, seed } of state.players.values()) {
    noteMoved(wallets, balances);
    if (seed !== null && seed.nonce !== seed.foundNonce) {
      nonces.set(seed.id, { found: seed.foundNonce, next: seed.nonce });
    }
  }
  return { bets, balances, nonces };
}

function noteMoved(wallets: ReadonlyMap<string, Wallet>, balances: Map<bigint, bigint>): void {
  for (const { id, foundMinor, balanceMinor } of wallets.values()) {
    if (balanceMinor !== foundMinor) balances.set(id, balanceMinor);
  }
}

function append(bets: BetColumns, { ticket, decision, paramsText, seed, ...accounts }: Settled): void {
  bets.id.push(decision.betId);
  bets.userId.push(ticket.userId);
  bets.game.push(decision.game);
  bets.currency.push(ticket.request.currency);
  bets.stake.push(decision.stakeMinor);
  bets.payout.push(decision.payoutMinor);
  bets.multiplierNumerator.push(decision.multiplier.numerator);
  bets.multiplierDenominator.push(decision.multiplier.denominator);
  bets.edgeBps.push(decision.edgeBps);
  bets.params.push(paramsText);
  bets.outcome.push(JSON.stringify(decision.outcome));
  bets.seedId.push(seed.id);
  bets.nonce.push(decision.nonce);
  bets.cashAccountId.push(accounts.cashAccountId);
  bets.shardAccountId.push(accounts.shardAccountId);
}

function emptyColumns(): BetColumns {
  return {
    id: [],
    userId: [],
    game: [],
    currency: [],
    stake: [],
    payout: [],
    multiplierNumerator: [],
    multiplierDenominator: [],
    edgeBps: [],
    params: [],
    outcome: [],
    seedId: [],
    nonce: [],
    cashAccountId: [],
    shardAccountId: [],
  };
}
