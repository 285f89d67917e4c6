import type { AccountRole } from "#domain/indexing/posting.ts";

/** So many users and accounts are remembered; then remembering begins anew. */
const MAX_KNOWN = 200_000;

/**
 * Ids of a tenant's users and accounts. A row that is committed keeps its id for ever, so that nobody needs to ask for it
 * twice; one that is not may never be: what a transaction finds out is kept when it has been committed.
 */
export class KnownIds {
  readonly #committed: KnownIds | undefined;
  readonly #users = new Map<string, string>();
  readonly #accounts = new Map<string, Map<string, Map<string | number, bigint>>>();
  #size = 0;

  /** @param committed what is known besides */
  constructor(committed?: KnownIds) {
    this.#committed = committed;
  }

  /** @param wallet in lower case */
  userOf(wallet: string): string | undefined {
    return this.#users.get(wallet) ?? this.#committed?.userOf(wallet);
  }

  accountOf(role: AccountRole): bigint | undefined {
    const { kind, currency } = role;
    return this.#accounts.get(kind)?.get(currency)?.get(placeOf(role)) ?? this.#committed?.accountOf(role);
  }

  addUser(wallet: string, id: string): void {
    this.#users.set(wallet, id);
    this.#size += 1;
  }

  addAccount(role: AccountRole, id: bigint): void {
    this.#accountsOf(role.kind, role.currency).set(placeOf(role), id);
    this.#size += 1;
  }

  /** Takes in what was found out by a transaction that is committed. */
  keep(found: KnownIds): void {
    if (this.#size + found.#size > MAX_KNOWN) this.forget();
    for (const [wallet, id] of found.#users) this.#users.set(wallet, id);
    for (const [kind, currencies] of found.#accounts) {
      for (const [currency, accounts] of currencies) {
        const known = this.#accountsOf(kind, currency);
        for (const [place, id] of accounts) known.set(place, id);
      }
    }
    this.#size += found.#size;
  }

  /** Begins anew: a database that failed may come back as an older one. */
  forget(): void {
    this.#users.clear();
    this.#accounts.clear();
    this.#size = 0;
  }

  #accountsOf(kind: string, currency: string): Map<string | number, bigint> {
    const currencies = this.#accounts.get(kind) ?? new Map<string, Map<string | number, bigint>>();
    this.#accounts.set(kind, currencies);
    const accounts = currencies.get(currency) ?? new Map<string | number, bigint>();
    currencies.set(currency, accounts);
    return accounts;
  }
}

/** Among the accounts of one kind and currency, it is the owner that tells them apart, or the shard. */
function placeOf({ ownerId, shard = 0 }: AccountRole): string | number {
  if (ownerId === undefined) return shard;
  return shard === 0 ? ownerId : `${ownerId}/${shard}`;
}
