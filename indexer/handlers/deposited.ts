import { BANKROLL_SHARDS } from "#backend/db/accountStore.ts";
import { type Beneficiary, depositFinalized, depositObserved } from "#domain/indexing/depositPostings.ts";
import { depositIdOf, eventCauseId } from "#domain/indexing/eventCause.ts";
import type { Deposited } from "#domain/indexing/vaultEvent.ts";
import type { Handler, Scope } from "#indexer/handlers/handler.ts";
import {
  creditDeposits,
  findDepositOwners,
  type KnownDeposit,
  reverseDeposits,
  saveDeposits,
} from "#indexer/store/deposit.store.ts";
import type { Known } from "#indexer/store/history.store.ts";
import { ensureUsers } from "#indexer/store/user.store.ts";

/** Money in: confirming when seen, spendable when final. */
export const depositedHandler: Handler<Deposited> = {
  async observe(scope, events) {
    const deposits = await attribute(scope, events);
    await saveDeposits(scope.client, scope.vault, deposits);
    const missing = deposits.filter(({ history }) => !history.isObserved);
    for (const deposit of missing) announce(scope, deposit);
    return missing.flatMap((deposit) =>
      depositObserved(eventCauseId(deposit.event, "observed", deposit.history.life), moneyOf(deposit)),
    );
  },

  async finalize(scope, events) {
    const deposits = await recall(scope, events);
    await creditDeposits(
      scope.client,
      scope.vault,
      deposits.map(({ event }) => depositIdOf(event)),
    );
    const missing = deposits.filter(({ history }) => !history.isFinalized);
    for (const deposit of missing) announce(scope, deposit);
    return missing.flatMap((deposit) =>
      depositFinalized(eventCauseId(deposit.event, "finalized", deposit.history.life), moneyOf(deposit)),
    );
  },

  async reverse(scope, events) {
    const ids = events.map(depositIdOf);
    const owners = await findDepositOwners(scope.client, scope.vault, ids);
    await reverseDeposits(scope.client, scope.vault, ids);
    for (const [id, userId] of owners) {
      if (userId !== null)
        scope.notices.push({ kind: "deposit", tenantId: scope.vault.tenantId, userId, id });
    }
  },
};

type Attributed = KnownDeposit & Known<Deposited>;

/**
 * Finds out whose each deposit is. The books have no account for a token without a currency: such a deposit
 * stays a raw event that every reconciliation names, and a replay posts it once the currency is listed.
 */
async function attribute(scope: Scope, events: readonly Known<Deposited>[]): Promise<Attributed[]> {
  const { client, vault, currencies } = scope;
  const payers = events.map(({ event }) => event.args.account);
  const users = await ensureUsers(
    client,
    vault.tenantId,
    payers.filter((account) => account !== vault.bankrollAddress),
  );
  return events.flatMap(({ event, history }) => {
    const currency = currencies.get(event.args.token);
    if (currency === undefined) return [];
    return [{ event, history, userId: users.get(event.args.account) ?? null, currency: currency.code }];
  });
}

/** As `attribute`, from the deposits that were recorded. */
async function recall(scope: Scope, events: readonly Known<Deposited>[]): Promise<Attributed[]> {
  const ids = events.map(({ event }) => depositIdOf(event));
  const owners = await findDepositOwners(scope.client, scope.vault, ids);
  return events.flatMap(({ event, history }) => {
    const userId = owners.get(depositIdOf(event));
    const currency = scope.currencies.get(event.args.token);
    if (userId === undefined || currency === undefined) return [];
    return [{ event, history, userId, currency: currency.code }];
  });
}

function moneyOf({ event, userId, currency }: KnownDeposit) {
  const beneficiary: Beneficiary =
    userId === null ? { kind: "bankroll", shards: BANKROLL_SHARDS } : { kind: "player", userId };
  return { beneficiary, currency, amountMinor: event.args.quanta };
}

function announce({ vault, notices }: Scope, { event, userId }: KnownDeposit): void {
  if (userId === null) return;
  notices.push({ kind: "deposit", tenantId: vault.tenantId, userId, id: depositIdOf(event) });
}
