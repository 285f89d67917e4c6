import type pg from "pg";
import { postTransfers } from "#backend/db/transferStore.ts";
import { invariant } from "#domain/errors.ts";
import type { AccountRole, Posting } from "#domain/indexing/posting.ts";
import { createTransfer, type Transfer } from "#domain/ledger/transfer.ts";
import { identifyAccounts } from "#indexer/identify.ts";
import { KnownIds } from "#indexer/knownIds.ts";

export interface PostOptions {
  /** Accounts that are known already; those that are found out are added. */
  readonly ids?: KnownIds;
  /** Nothing can stand of the postings yet: it is not looked for, and found out by the table's key. */
  readonly areNew?: boolean;
}

/** Makes transfers of the postings, in order, and posts them. Opens accounts that do not exist yet. */
export async function post(
  client: pg.ClientBase,
  tenantId: number,
  postings: readonly Posting[],
  { ids = new KnownIds(), areNew = false }: PostOptions = {},
): Promise<void> {
  let transfers = transfersOf(postings, ids);
  if (transfers === undefined) {
    await identifyAccounts({ client, vault: { tenantId }, ids }, rolesOf(postings));
    transfers = transfersOf(postings, ids);
  }
  invariant(transfers !== undefined, "every account is known once it was asked for");
  await postTransfers(client, tenantId, transfers, { areNew });
}

/** Undefined where an account is not known. */
function transfersOf(postings: readonly Posting[], ids: KnownIds): Transfer[] | undefined {
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

function* rolesOf(postings: readonly Posting[]): Generator<AccountRole> {
  for (const { debit, credit } of postings) {
    yield debit;
    yield credit;
  }
}
