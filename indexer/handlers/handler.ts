import type pg from "pg";
import type { ActivityNotice } from "#backend/db/activityChannel.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import type { Known } from "#indexer/store/history.store.ts";
import { findCurrencies, type HouseVault, type ListedCurrency } from "#indexer/store/vault.store.ts";

/** Where a handler works: one transaction, one vault. */
export interface Scope {
  readonly client: pg.ClientBase;
  readonly vault: HouseVault;
  /** The tenant's currencies by token. */
  readonly currencies: ReadonlyMap<string, ListedCurrency>;
  /** Who is told when the transaction commits; handlers add to it. */
  readonly notices: ActivityNotice[];
}

export async function openScope(client: pg.ClientBase, vault: HouseVault): Promise<Scope> {
  return { client, vault, currencies: await findCurrencies(client, vault.tenantId), notices: [] };
}

/**
 * What one kind of event means. Each method gets events in the order of the chain, changes the rows that show
 * them, and returns the postings that are still missing; the caller posts them. Doing it again changes nothing.
 */
export interface Handler<Event extends VaultEvent> {
  /** The event is on the branch that counts. */
  observe(scope: Scope, events: readonly Known<Event>[]): Promise<Posting[]>;
  /** The event can no longer be dropped. */
  finalize(scope: Scope, events: readonly Known<Event>[]): Promise<Posting[]>;
  /** The event was dropped before it was final. Its transfers are reversed by the caller. */
  reverse(scope: Scope, events: readonly Event[]): Promise<void>;
}
