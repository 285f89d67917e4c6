import type { Posting } from "#domain/indexing/posting.ts";
import type { ExitActivated } from "#domain/indexing/vaultEvent.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import type { Handler } from "#indexer/handlers/handler.ts";
import { cancelRequested, isCurrentVault, stopHouse } from "#indexer/store/exit.store.ts";

/**
 * Players are leaving for good, and the chain settles what they are owed as of the last checkpoint: nothing may change
 * in the books meanwhile. A reorganisation does not start the house again: a person has to.
 */
export const exitActivatedHandler: Handler<ExitActivated> = {
  async observe({ client, vault }, events) {
    if (events.length > 0 && (await isCurrentVault(client, vault))) await stopHouse(client, vault.tenantId);
    return [];
  },

  /** No batch will ever take the withdrawals that wait for one: their money counts as free again, as in the checkpoint. */
  async finalize(scope, events) {
    const { client, vault, currencies, notices } = scope;
    const { tenantId } = vault;
    if (events.length === 0 || !(await isCurrentVault(client, vault))) return [];
    const listed = events.flatMap(({ event }) => currencies.get(event.args.token)?.code ?? []);
    const cancelled = await cancelRequested(client, tenantId, listed);
    return cancelled.map(({ id, userId, currency, amountMinor }): Posting => {
      notices.push({ kind: "withdrawal", tenantId, userId, id });
      return {
        causeId: causeIdOf("withdrawal-cancelled", tenantId, id),
        leg: 0,
        code: "withdrawal_cancelled",
        debit: { kind: "withdrawal_pending", currency, ownerId: userId },
        credit: { kind: "player_cash", currency, ownerId: userId },
        amountMinor,
      };
    });
  },

  reverse: async () => {},
};
