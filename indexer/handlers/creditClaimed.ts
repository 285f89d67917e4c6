import { creditClaimed } from "#domain/indexing/claimPostings.ts";
import { eventCauseId } from "#domain/indexing/eventCause.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import type { CreditClaimed } from "#domain/indexing/vaultEvent.ts";
import type { Handler } from "#indexer/handlers/handler.ts";
import { findCreditShares } from "#indexer/store/payout.store.ts";

/** A refused payment leaves the vault after all. */
export const creditClaimedHandler: Handler<CreditClaimed> = {
  async observe(scope, events) {
    const { client, vault, currencies, notices } = scope;
    const postings: Posting[] = [];
    for (const { event, history } of events) {
      const currency = currencies.get(event.args.token)?.code;
      if (currency === undefined || history.isObserved) continue;
      const shares = await findCreditShares(client, vault, event);
      const causeId = eventCauseId(event, "observed", history.life);
      postings.push(...creditClaimed(causeId, currency, event.args.quanta, shares));
      for (const { userId } of shares) notices.push({ kind: "balance", tenantId: vault.tenantId, userId });
    }
    return postings;
  },

  // The coins left when the event was seen; nothing waits for finality.
  finalize: async () => [],
  reverse: async () => {},
};
