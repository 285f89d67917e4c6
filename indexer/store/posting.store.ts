import type pg from "pg";
import { together } from "#backend/db/together.ts";
import { insertTransfers, postTransfers } from "#backend/db/transferStore.ts";
import { invariant } from "#domain/errors.ts";
import { BalanceChanges } from "#domain/indexing/balanceChanges.ts";
import type { AccountRole, Posting } from "#domain/indexing/posting.ts";
import { createTransfer, type Transfer } from "#domain/ledger/transfer.ts";
import { identifyAccounts } from "#indexer/identify.ts";
import { KnownIds } from "#indexer/knownIds.ts";
import { changeBalances } from "#indexer/store/balance.store.ts";

/** Makes transfers of the postings, in order, and posts those that do not stand yet. Opens accounts that do not exist yet. */
export async function post(
  client: pg.ClientBase,
  tenantId: number,
  postings: readonly Posting[],
  ids = new KnownIds(),
): Promise<void> {
  await postTransfers(client, tenantId, await transfersOf(client, tenantId, postings, ids));
}

/**
 * As `post`, for postings that cannot stand yet, and without looking at anything: the table's key refuses one that does.
 * @returns when the statements are on their way; they are `written` later
 * @throws BalanceTooLow from `written`, where one of the accounts would be overdrawn
 */
export async function sendNew(
  client: pg.ClientBase,
  tenantId: number,
  postings: readonly Posting[],
  ids: KnownIds,
): Promise<{ readonly written: Promise<void> }> {
  const transfers = await transfersOf(client, tenantId, postings, ids);
  const inserted = insertTransfers(client, tenantId, transfers);
  const changes = balanceChangesOf(postings, transfers);
  const written = together([inserted, changeBalances(client, tenantId, changes)]).then(() => undefined);
  return { written };
}

async function transfersOf(
  client: pg.ClientBase,
  tenantId: number,
  postings: readonly Posting[],
  ids: KnownIds,
): Promise<Transfer[]> {
  const transfers = transfersBetweenKnown(postings, ids);
  if (transfers !== undefined) return transfers;
  await identifyAccounts({ client, vault: { tenantId }, ids }, rolesOf(postings));
  const complete = transfersBetweenKnown(postings, ids);
  invariant(complete !== undefined, "every account is known once it was asked for");
  return complete;
}

/** Undefined where an account is not known. */
function transfersBetweenKnown(postings: readonly Posting[], ids: KnownIds): Transfer[] | undefined {
  const transfers: Transfer[] = [];
  for (const { causeId, leg, code, amountMinor, debit, credit } of postings) {
    const [debitId, creditId] = [ids.accountOf(debit), ids.accountOf(credit)];
    if (debitId === undefined || creditId === undefined) return undefined;
    const sides = {
      debit: { id: debitId, currency: debit.currency },
      credit: { id: creditId, currency: credit.currency },
    };
    transfers.push(createTransfer({ causeId, leg, code, amountMinor, ...sides }));
  }
  return transfers;
}

function balanceChangesOf(postings: readonly Posting[], transfers: readonly Transfer[]) {
  const changes = new BalanceChanges();
  for (const [place, { debitAccountId, creditAccountId, amountMinor }] of transfers.entries()) {
    const posting = postings[place];
    invariant(posting !== undefined, "every transfer is that of a posting");
    changes.move(debitAccountId, posting.debit.kind, -amountMinor);
    changes.move(creditAccountId, posting.credit.kind, amountMinor);
  }
  return changes.list();
}

function* rolesOf(postings: readonly Posting[]): Generator<AccountRole> {
  for (const { debit, credit } of postings) {
    yield debit;
    yield credit;
  }
}
