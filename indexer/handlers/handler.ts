import type pg from "pg";
import type { ActivityNotice } from "#backend/db/activityChannel.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import type { VaultEvent } from "#domain/indexing/vaultEvent.ts";
import { KnownIds } from "#indexer/knownIds.ts";
import { PendingWrites } from "#indexer/pendingWrites.ts";
import type { KnownDeposit } from "#indexer/store/deposit.store.ts";
import type { Known } from "#indexer/store/history.store.ts";
import { findCurrencies, type HouseVault, type ListedCurrency } from "#indexer/store/vault.store.ts";

/** Where a handler works: one transaction, one vault. */
export interface Scope {
  readonly client: pg.ClientBase;
  readonly vault: HouseVault;
  /** The tenant's currencies by token. */
  readonly currencies: ReadonlyMap<string, ListedCurrency>;
  /** The last block that is final once the transaction commits. */
  readonly finalNumber: bigint;
  /** Whether the events are on record for the first time, so that nothing can have followed from them yet. */
  readonly isNew: boolean;
  /** Users and accounts whose ids are known here; what is added holds once the transaction commits. */
  readonly ids: KnownIds;
  /** Who is told when the transaction commits; handlers add to it. */
  readonly notices: ActivityNotice[];
  /** Deposits that were recorded in this transaction, by their event. */
  readonly deposits: Map<VaultEvent, KnownDeposit>;
  /** Statements that nobody waits for until the transaction ends. */
  readonly writes: PendingWrites;
  /** What is still to be posted in this transaction. */
  readonly postings: Posting[];
  /** How many were posted in it so far. */
  postedCount: number;
}

export interface ScopeOptions extends Pick<Scope, "finalNumber"> {
  readonly isNew?: boolean;
  /** What is known from transactions that were committed. */
  readonly ids?: KnownIds | undefined;
}

export async function openScope(
  client: pg.ClientBase,
  vault: HouseVault,
  { finalNumber, isNew = false, ids }: ScopeOptions,
): Promise<Scope> {
  const currencies = await findCurrencies(client, vault.tenantId);
  const begun = { notices: [], deposits: new Map(), postings: [], postedCount: 0 };
  const writes = new PendingWrites();
  return { client, vault, currencies, finalNumber, isNew, ids: new KnownIds(ids), writes, ...begun };
}

/** Whether the event can no longer be dropped once the transaction commits. */
export function isFinal({ finalNumber }: Scope, { blockNumber }: VaultEvent): boolean {
  return blockNumber <= finalNumber;
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
