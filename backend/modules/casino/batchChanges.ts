import type { CommissionAccounts } from "#backend/modules/agents/commissionWrites.ts";
import type { Settled, Verdict } from "#backend/modules/casino/batchDecisions.ts";
import { accrue, gatherHouseSide, gatherPlayerTotals } from "#backend/modules/casino/batchPhases.ts";
import type { BatchState } from "#backend/modules/casino/batchState.ts";
import type { BatchChanges } from "#backend/modules/casino/batchWrite.ts";

/** What the verdicts change; undefined when nothing does. Runs phases 10 to 12. */
export function changesOf(verdicts: readonly Verdict[], state: BatchState): BatchChanges | undefined {
  const bets = verdicts.filter((verdict): verdict is Settled => verdict.kind === "settled");
  if (bets.length === 0) return undefined;
  const totals = gatherPlayerTotals(bets);
  const { counters, commissions } = gatherHouseSide(bets);
  accrue(commissions, state);
  return {
    bets,
    totals,
    counters,
    commissions,
    commissionAccounts: houseAccounts(state),
    shard: state.shard,
    balances: movedBalances(state),
    nonces: usedNonces(state),
  };
}

/** Of the batch's shard, by currency. */
function houseAccounts({ house, shard }: BatchState): Map<string, CommissionAccounts> {
  const accounts = new Map<string, CommissionAccounts>();
  for (const [currency, { shardIds, payableIds }] of house.currencies) {
    const [bankrollAccountId, payableAccountId] = [shardIds[shard], payableIds[shard]];
    if (bankrollAccountId === undefined || payableAccountId === undefined) continue;
    accounts.set(currency, { bankrollAccountId, payableAccountId });
  }
  return accounts;
}

function movedBalances({ accounts }: BatchState): Map<bigint, bigint> {
  const balances = new Map<bigint, bigint>();
  for (const { id, foundMinor, balanceMinor } of accounts.values()) {
    if (balanceMinor !== foundMinor) balances.set(id, balanceMinor);
  }
  return balances;
}

function usedNonces({ players }: BatchState): BatchChanges["nonces"] {
  const nonces = new Map<bigint, { found: number; next: number }>();
  for (const { seed } of players.values()) {
    if (seed === null || seed.nonce === seed.foundNonce) continue;
    nonces.set(seed.id, { found: seed.foundNonce, next: seed.nonce });
  }
  return nonces;
}
