import { entryObserved } from "#domain/indexing/entryPostings.ts";
import { eventCauseId } from "#domain/indexing/eventCause.ts";
import type { RegistrationAccepted, RetopupCompleted } from "#domain/indexing/vaultEvent.ts";
import type { Handler } from "#indexer/handlers/handler.ts";

/** An entry into the plan: coins that are in the vault and belong to no account yet. */
export const entryPaidHandler: Handler<RegistrationAccepted | RetopupCompleted> = {
  async observe({ currencies }, events) {
    return events.flatMap(({ event, history }) => {
      const currency = currencies.get(event.args.token)?.code;
      if (currency === undefined || history.isObserved) return [];
      return entryObserved(eventCauseId(event, "observed", history.life), currency, event.args.quanta);
    });
  },

  // Nothing waits for finality: nobody can spend it.
  finalize: async () => [],
  reverse: async () => {},
};
