import type { AccountRole } from "#domain/indexing/posting.ts";

type Users = Map<string, string>;
/** By kind, currency and place. */
type Accounts = Map<string, Map<string, Map<string | number, bigint>>>;

/** So many users and accounts are remembered; then remembering begins anew. */
const MAX_KNOWN = 200_000;

/**
 * Ids of a tenant's users and accounts. A row that is committed keeps its id for ever, so that nobody needs to ask for it
 * twice; one that is not may never be: what a transaction finds out is kept when it has been committed.
 */
export class KnownIds {
  readonly #committedUsers: Users | undefined;
  readonly #committedAccounts: Accounts | undefined;
  #users: Users = new Map();
  #accounts: Accounts = new Map();
  #size = 0;

  /** @param committed what is known besides; it stays known here, should it be forgotten there meanwhile */
  constructor(committed?: KnownIds) {
    if (committed === undefined) return;
    this.#committedUsers = committed.#users;
    this.#committedAccounts = committed.#accounts;
  }

  /** @param wallet in lower case */
  userOf(wallet: string): string | undefined {
    return this.#users.get(wallet) ?? this.#committedUsers?.get(wallet);
  }

  accountOf(role: AccountRole): bigint | undefined {
    return findAccount(this.#accounts, role) ?? findAccount(this.#committedAccounts, role);
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
    this.#users = new Map();
    this.#accounts = new Map();
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

function findAccount(accounts: Accounts | undefined, role: AccountRole): bigint | undefined {
  return accounts?.get(role.kind)?.get(role.currency)?.get(placeOf(role));
}

/** Among the accounts of one kind and currency, it is the owner that tells them apart, or the shard. */
function placeOf({ ownerId, shard = 0 }: AccountRole): string | number {
  if (ownerId === undefined) return shard;
  return shard === 0 ? ownerId : `${ownerId}/${shard}`;
}
