import { entryObserved } from "#domain/indexing/entryPostings.ts";
import { spanOf } from "#domain/indexing/span.ts";
import { type Handler, isFinal, type Scope } from "#indexer/handlers/handler.ts";
import {
  type EntryPaid,
  type EntryStatus,
  finalizeEntries,
  insertEntries,
  reverseEntries,
  saveEntries,
} from "#indexer/store/entry.store.ts";
import type { Known } from "#indexer/store/history.store.ts";

/** An entry into the plan: on record for the plan, and coins that are in the vault and belong to no account yet. */
export const entryPaidHandler: Handler<EntryPaid> = {
  async observe(scope, events) {
    await record(
      scope,
      "final",
      events.filter(({ event }) => isFinal(scope, event)),
    );
    await record(
      scope,
      "confirming",
      events.filter(({ event }) => !isFinal(scope, event)),
    );
    return events.flatMap(({ event, history, observedId }) => {
      const currency = scope.currencies.get(event.args.token)?.code;
      if (currency === undefined || history.isObserved) return [];
      return entryObserved(observedId, currency, event.args.quanta);
    });
  },

  // No posting waits for finality: nobody can spend the money.
  async finalize({ client, vault }, events) {
    const range = spanOf(events.map(({ event }) => event));
    if (range !== undefined) await finalizeEntries(client, vault, range);
    return [];
  },

  async reverse({ client, vault }, events) {
    const range = spanOf(events);
    if (range !== undefined) await reverseEntries(client, vault, range.from);
  },
};

async function record(
  { client, vault, isNew }: Scope,
  status: EntryStatus,
  events: readonly Known<EntryPaid>[],
): Promise<void> {
  const write = isNew ? insertEntries : saveEntries;
  await write(
    client,
    vault,
    status,
    events.map(({ event }) => event),
  );
}
