import type pg from "pg";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { invariant } from "#domain/errors.ts";
import type { AccountRole, Posting } from "#domain/indexing/posting.ts";
import { createTransfer } from "#domain/ledger/transfer.ts";

/**
 * Makes transfers of the postings, in order, and posts them. Opens accounts that do not exist yet.
 * @param areNew nothing can stand of them yet: it is not looked for, and found out by the table's key
 */
export async function post(
  client: pg.ClientBase,
  tenantId: number,
  postings: readonly Posting[],
  { areNew = false }: { readonly areNew?: boolean } = {},
): Promise<void> {
  if (postings.length === 0) return;
  const accounts = new Map<string, NamedAccount>();
  const sides = postings.map(({ debit, credit }) => ({
    debit: named(accounts, debit),
    credit: named(accounts, credit),
  }));
  const all = [...accounts.values()];
  const ids = await ensureAccounts(
    client,
    tenantId,
    all.map(({ role }) => role),
  );
  for (const [place, id] of ids.entries()) if (all[place] !== undefined) all[place].id = id;
  const transfers = postings.map(({ causeId, leg, code, amountMinor }, index) => {
    const side = sides[index];
    invariant(side !== undefined, "every posting has two sides");
    return createTransfer({ causeId, leg, code, amountMinor, debit: side.debit, credit: side.credit });
  });
  await postTransfers(client, tenantId, transfers, { areNew });
}

/** An account of a posting; its id is filled in once it was looked up. */
interface NamedAccount {
  readonly role: AccountRole;
  readonly currency: string;
  id: bigint;
}

function named(accounts: Map<string, NamedAccount>, role: AccountRole): NamedAccount {
  const key = `${role.kind}/${role.currency}/${role.ownerId ?? ""}/${role.shard ?? 0}`;
  const known = accounts.get(key);
  if (known !== undefined) return known;
  const begun = { role, currency: role.currency, id: -1n };
  accounts.set(key, begun);
  return begun;
}
