import type pg from "pg";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { invariant } from "#domain/errors.ts";
import type { AccountRole, Posting } from "#domain/indexing/posting.ts";
import { createTransfer } from "#domain/ledger/transfer.ts";

/** Makes transfers of the postings, in order, and posts them. Opens accounts that do not exist yet. */
export async function post(
  client: pg.ClientBase,
  tenantId: number,
  postings: readonly Posting[],
): Promise<void> {
  if (postings.length === 0) return;
  const roles = new Map<string, AccountRole>();
  for (const { debit, credit } of postings) roles.set(keyOf(debit), debit).set(keyOf(credit), credit);
  const ids = await ensureAccounts(client, tenantId, [...roles.values()]);
  const accounts = new Map([...roles.keys()].map((key, index) => [key, ids[index]]));
  const transfers = postings.map(({ debit, credit, ...rest }) =>
    createTransfer({ ...rest, debit: accountOf(accounts, debit), credit: accountOf(accounts, credit) }),
  );
  await postTransfers(client, tenantId, transfers);
}

function keyOf({ kind, currency, ownerId = "", shard = 0 }: AccountRole): string {
  return `${kind}/${currency}/${ownerId}/${shard}`;
}

function accountOf(
  accounts: ReadonlyMap<string, bigint | undefined>,
  role: AccountRole,
): { id: bigint; currency: string } {
  const id = accounts.get(keyOf(role));
  invariant(id !== undefined, "every account of a posting was looked up");
  return { id, currency: role.currency };
}
