import type pg from "pg";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { invariant } from "#domain/errors.ts";
import type { AccountRole } from "#domain/indexing/posting.ts";
import type { KnownIds } from "#indexer/knownIds.ts";
import { ensureUsers } from "#indexer/store/user.store.ts";

/** Where ids are found out: one transaction, one tenant, and what is known there. */
export interface Identifying {
  readonly client: pg.ClientBase;
  readonly vault: { readonly tenantId: number };
  readonly ids: KnownIds;
}

/**
 * Makes the ids of these wallets' users known, where they are not. @see ensureUsers
 * @param wallets lower-case addresses
 */
export async function identifyUsers(
  { client, vault, ids }: Identifying,
  wallets: Iterable<string>,
): Promise<void> {
  const unknown = new Set<string>();
  for (const wallet of wallets) if (ids.userOf(wallet) === undefined) unknown.add(wallet);
  if (unknown.size === 0) return;
  const found = await ensureUsers(client, vault.tenantId, [...unknown]);
  for (const [wallet, id] of found) ids.addUser(wallet, id);
}

/** Makes the ids of these accounts known, where they are not, opening those that do not exist yet. */
export async function identifyAccounts(
  { client, vault, ids }: Identifying,
  roles: Iterable<AccountRole>,
): Promise<void> {
  const wanted = unknownAmong(ids, roles);
  if (wanted.length === 0) return;
  const found = await ensureAccounts(client, vault.tenantId, wanted);
  for (const [place, role] of wanted.entries()) {
    const id = found[place];
    invariant(id !== undefined, "every account that was asked for has an id");
    ids.addAccount(role, id);
  }
}

/** Those whose ids are not known, each once. */
function unknownAmong(ids: KnownIds, roles: Iterable<AccountRole>): AccountRole[] {
  const unknown = new Map<string, AccountRole>();
  for (const role of roles) if (ids.accountOf(role) === undefined) unknown.set(nameOf(role), role);
  return [...unknown.values()];
}

function nameOf({ kind, currency, ownerId = "", shard = 0 }: AccountRole): string {
  return `${kind}/${currency}/${ownerId}/${shard}`;
}
