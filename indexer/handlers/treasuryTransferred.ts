import { BANKROLL_SHARDS } from "#backend/db/accountStore.ts";
import { treasuryTransferred } from "#domain/indexing/treasuryPostings.ts";
import type { TreasuryTransferred } from "#domain/indexing/vaultEvent.ts";
import type { Handler } from "#indexer/handlers/handler.ts";

/** The house took its own money out. */
export const treasuryTransferredHandler: Handler<TreasuryTransferred> = {
  async observe({ currencies }, events) {
    return events.flatMap(({ event, history, observedId }) => {
      const currency = currencies.get(event.args.token)?.code;
      if (currency === undefined || history.isObserved) return [];
      return treasuryTransferred(observedId, currency, event.args.quanta, BANKROLL_SHARDS);
    });
  },

  // The coins left when the event was seen; nothing waits for finality.
  finalize: async () => [],
  reverse: async () => {},
};
