import { invariant } from "#domain/errors.ts";
import { eventCauseId } from "#domain/indexing/eventCause.ts";
import type { Payout, PayoutLine } from "#domain/indexing/payout.ts";
import { type PayoutResult, payoutObserved } from "#domain/indexing/payoutPostings.ts";
import type { Posting } from "#domain/indexing/posting.ts";
import type { PayoutExecuted } from "#domain/indexing/vaultEvent.ts";
import type { Handler, Scope } from "#indexer/handlers/handler.ts";
import {
  executeBatch,
  finalizeBatches,
  findWithdrawals,
  reopenBatches,
  settleWithdrawals,
} from "#indexer/store/payout.store.ts";

/** What became of each entry of the batches that are handled, by batch. */
type Payouts = ReadonlyMap<PayoutExecuted, Payout>;

/**
 * Money out, a batch at a time: paid or credited when seen, settled when final.
 * @param payouts the batches that will be observed, put together with their credits
 */
export function payoutExecutedHandler(payouts: Payouts = new Map()): Handler<PayoutExecuted> {
  return {
    async observe(scope, events) {
      const batchIds = events.map(({ event }) => event.args.batchId);
      const withdrawals = await findWithdrawals(scope.client, scope.vault, batchIds);
      const postings: Posting[] = [];
      for (const { event, history } of events) {
        const currency = scope.currencies.get(event.args.token)?.code;
        if (currency === undefined) continue;
        const rows = withdrawals.get(event.args.batchId)?.filter((row) => row.currency === currency) ?? [];
        const causeId = eventCauseId(event, "observed", history.life);
        const result = payoutObserved(causeId, currency, linesOf(event, payouts), rows);
        await record(scope, event, result);
        if (history.isObserved) continue;
        postings.push(...result.postings);
        announce(scope, [...result.paid, ...result.credited]);
      }
      return postings;
    },

    async finalize(scope, events) {
      const batchIds = events.map(({ event }) => event.args.batchId);
      announce(scope, await finalizeBatches(scope.client, scope.vault, batchIds));
      return [];
    },

    async reverse(scope, events) {
      const batchIds = events.map(({ args }) => args.batchId);
      announce(scope, await reopenBatches(scope.client, scope.vault, batchIds));
    },
  };
}

function linesOf(event: PayoutExecuted, payouts: Payouts): readonly PayoutLine[] {
  const payout = payouts.get(event);
  invariant(payout !== undefined, "every batch that is observed was put together with its credits");
  return payout.lines;
}

async function record({ client, vault }: Scope, event: PayoutExecuted, result: PayoutResult): Promise<void> {
  const { txHash, args } = event;
  const paid = result.paid.map(({ id }) => id);
  const credited = result.credited.map(({ id }) => id);
  await settleWithdrawals(client, vault, { ids: paid, status: "paid", txHash });
  await settleWithdrawals(client, vault, { ids: credited, status: "credited", txHash });
  // Any other batch under this id stays unexecuted in the books, which every reconciliation names and stops at.
  if (result.isOurs) await executeBatch(client, vault, { id: args.batchId, txHash });
}

function announce({ vault, notices }: Scope, withdrawals: readonly { id: string; userId: string }[]): void {
  for (const { id, userId } of withdrawals) {
    notices.push({ kind: "withdrawal", tenantId: vault.tenantId, userId, id });
  }
}
