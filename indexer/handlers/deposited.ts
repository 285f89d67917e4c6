import { BANKROLL_SHARDS } from "#backend/db/accountStore.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import { type Beneficiary, depositFinalized, depositObserved } from "#domain/indexing/depositPostings.ts";
import type { AccountRole } from "#domain/indexing/posting.ts";
import type { Deposited } from "#domain/indexing/vaultEvent.ts";
import { idOfDeposit } from "#indexer/eventIds.ts";
import { type Handler, isFinal, type Scope } from "#indexer/handlers/handler.ts";
import { identifyUsers } from "#indexer/identify.ts";
import {
  creditDeposits,
  type DepositStatus,
  findDepositOwners,
  findOutdatedDeposits,
  insertDeposits,
  type KnownDeposit,
  reverseDeposits,
  saveDeposits,
} from "#indexer/store/deposit.store.ts";
import type { Known } from "#indexer/store/history.store.ts";

/** Money in: confirming when seen, spendable when final. */
export const depositedHandler: Handler<Deposited> = {
  async observe(scope, events) {
    // Final blocks come before those that are not, so that the order stays that of the chain.
    const open = events.findIndex(({ event }) => !isFinal(scope, event));
    const end = open === -1 ? events.length : open;
    const final = await record(scope, "credited", events.slice(0, end));
    const confirming = await record(scope, "confirming", events.slice(end));
    for (const { known, deposit } of confirming) if (!known.history.isObserved) announce(scope, deposit);
    return [...final, ...confirming].flatMap(({ known, deposit }) =>
      known.history.isObserved ? [] : depositObserved(known.observedId, moneyOf(deposit)),
    );
  },

  async finalize(scope, events) {
    const missing = events.filter(({ history }) => !history.isFinalized);
    return (await recall(scope, missing)).flatMap(({ known, deposit }) => {
      announce(scope, deposit);
      return depositFinalized(known.finalizedId, moneyOf(deposit));
    });
  },

  async reverse(scope, events) {
    const ids = events.map(idOfDeposit);
    const owners = await findDepositOwners(scope.client, scope.vault, ids);
    await reverseDeposits(scope.client, scope.vault, ids);
    for (const [id, userId] of owners) announce(scope, { id, userId });
  },
};

interface Attributed {
  readonly known: Known<Deposited>;
  readonly deposit: KnownDeposit;
}

/** Makes the rows say what they should. @returns the deposits whose row or posting was missing */
async function record(
  scope: Scope,
  status: DepositStatus,
  events: readonly Known<Deposited>[],
): Promise<Attributed[]> {
  if (events.length === 0) return [];
  const attributed = await attribute(scope, await outdated(scope, status, events));
  const deposits = attributed.map(({ deposit }) => deposit);
  for (const deposit of deposits) scope.deposits.set(deposit.event, deposit);
  const write = scope.isNew ? insertDeposits : saveDeposits;
  scope.writes.add(write(scope.client, scope.vault, status, deposits));
  return attributed;
}

async function outdated(
  { client, vault, isNew }: Scope,
  status: DepositStatus,
  events: readonly Known<Deposited>[],
): Promise<readonly Known<Deposited>[]> {
  if (isNew) return events;
  const ids = events.map(({ event }) => idOfDeposit(event));
  const places = new Set(await findOutdatedDeposits(client, vault, status, ids));
  return events.filter(({ history }, place) => places.has(place) || !history.isObserved);
}

/**
 * Finds out whose each deposit is. The books have no account for a token without a currency: such a deposit
 * stays a raw event that every reconciliation names, and a replay posts it once the currency is listed.
 */
async function attribute(scope: Scope, events: readonly Known<Deposited>[]): Promise<Attributed[]> {
  const attributed = attributeToKnown(scope, events);
  if (attributed !== undefined) return attributed;
  await identifyUsers(scope, payersOf(scope, events));
  const complete = attributeToKnown(scope, events);
  invariant(complete !== undefined, "a payer is a player whose id was found out");
  return complete;
}

/** Undefined where a payer is a player whose id is not known. */
function attributeToKnown(
  { ids, vault, currencies }: Scope,
  events: readonly Known<Deposited>[],
): Attributed[] | undefined {
  const attributed: Attributed[] = [];
  for (const known of events) {
    const { event } = known;
    const { account, token } = event.args;
    const currency = currencies.get(token)?.code;
    if (currency === undefined) continue;
    const userId = account === vault.bankrollAddress ? null : ids.userOf(account);
    if (userId === undefined) return undefined;
    attributed.push({ known, deposit: { event, id: idOfDeposit(event), userId, currency } });
  }
  return attributed;
}

/** The players among those who paid in a listed token. */
function* payersOf({ vault, currencies }: Scope, events: readonly Known<Deposited>[]): Generator<EvmAddress> {
  for (const { event } of events) {
    const { account, token } = event.args;
    if (currencies.has(token) && account !== vault.bankrollAddress) yield account;
  }
}

/** Deposits as they were recorded: in this transaction, or in one before it, whose rows are credited now. */
async function recall(scope: Scope, events: readonly Known<Deposited>[]): Promise<Attributed[]> {
  const earlier = events.filter(({ event }) => !scope.deposits.has(event));
  const ids = earlier.map(({ event }) => idOfDeposit(event));
  const owners = await findDepositOwners(scope.client, scope.vault, ids);
  await creditDeposits(scope.client, scope.vault, ids);
  return events.flatMap((known) => {
    const { event } = known;
    const recorded = scope.deposits.get(event);
    if (recorded !== undefined) return [{ known, deposit: recorded }];
    const id = idOfDeposit(event);
    const userId = owners.get(id);
    const currency = scope.currencies.get(event.args.token)?.code;
    return userId === undefined || currency === undefined
      ? []
      : [{ known, deposit: { event, id, userId, currency } }];
  });
}

/** The accounts that a player's deposit moves through, besides those of the house. */
export function rolesOfDeposit(ownerId: string, currency: string): AccountRole[] {
  return [
    { kind: "player_confirming", currency, ownerId },
    { kind: "player_cash", currency, ownerId },
  ];
}

function moneyOf({ event, userId, currency }: KnownDeposit) {
  const beneficiary: Beneficiary =
    userId === null ? { kind: "bankroll", shards: BANKROLL_SHARDS } : { kind: "player", userId };
  return { beneficiary, currency, amountMinor: event.args.quanta };
}

function announce({ vault, notices }: Scope, { id, userId }: Pick<KnownDeposit, "id" | "userId">): void {
  if (userId === null) return;
  notices.push({ kind: "deposit", tenantId: vault.tenantId, userId, id });
}
