import { creditClaimed } from "#domain/indexing/claimPostings.ts";
import type { CreditClaimed } from "#domain/indexing/vaultEvent.ts";
import type { Handler } from "#indexer/handlers/handler.ts";
import { findCreditShares } from "#indexer/store/payout.store.ts";

/** A refused payment leaves the vault after all. */
export const creditClaimedHandler: Handler<CreditClaimed> = {
  async observe({ client, vault, currencies, notices }, events) {
    const missing = events.filter(({ history }) => !history.isObserved);
    const shares = await findCreditShares(
      client,
      vault,
      missing.map(({ event }) => event),
    );
    return missing.flatMap(({ event, observedId }, place) => {
      const currency = currencies.get(event.args.token)?.code;
      if (currency === undefined) return [];
      const owners = shares[place] ?? [];
      for (const { userId } of owners) notices.push({ kind: "balance", tenantId: vault.tenantId, userId });
      return creditClaimed(observedId, currency, event.args.quanta, owners);
    });
  },

  // The coins left when the event was seen; nothing waits for finality.
  finalize: async () => [],
  reverse: async () => {},
};
