import { together } from "#backend/db/together.ts";
import { invariant } from "#domain/errors.ts";
import type { Payout, PayoutLine } from "#domain/indexing/payout.ts";
import { type PayoutResult, payoutObserved } from "#domain/indexing/payoutPostings.ts";
import type { PayoutExecuted } from "#domain/indexing/vaultEvent.ts";
import { type Handler, isFinal, type Scope } from "#indexer/handlers/handler.ts";
import {
  type DoneBy,
  executeBatches,
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
      const results = events.flatMap(({ event, history, observedId }) => {
        const currency = scope.currencies.get(event.args.token)?.code;
        if (currency === undefined) return [];
        const rows = withdrawals.get(event.args.batchId)?.filter((row) => row.currency === currency) ?? [];
        return [{ event, history, ...payoutObserved(observedId, currency, linesOf(event, payouts), rows) }];
      });
      await record(scope, results);
      const fresh = results.filter(({ history }) => !history.isObserved);
      for (const { paid, credited } of fresh) announce(scope, [...paid, ...credited]);
      return fresh.flatMap(({ postings }) => postings);
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

type Result = PayoutResult & { readonly event: PayoutExecuted };

async function record(scope: Scope, results: readonly Result[]): Promise<void> {
  const { client, vault } = scope;
  const settled = results.filter(({ event }) => isFinal(scope, event));
  const paid = results.filter(({ event }) => !isFinal(scope, event));
  // Any other batch under this id stays unexecuted in the books, which every reconciliation names and stops at.
  const ours = results.filter(({ isOurs }) => isOurs);
  await together([
    settleWithdrawals(client, vault, "settled", doneIn(settled, "paid")),
    settleWithdrawals(client, vault, "paid", doneIn(paid, "paid")),
    settleWithdrawals(client, vault, "credited", doneIn(results, "credited")),
    executeBatches(
      client,
      vault,
      ours.map(({ event }) => ({ id: event.args.batchId, txHash: event.txHash })),
    ),
  ]);
}

function doneIn(results: readonly Result[], outcome: "paid" | "credited"): DoneBy[] {
  return results.flatMap(({ event: { txHash }, ...rows }) => rows[outcome].map(({ id }) => ({ id, txHash })));
}

function announce({ vault, notices }: Scope, withdrawals: readonly { id: string; userId: string }[]): void {
  for (const { id, userId } of withdrawals) {
    notices.push({ kind: "withdrawal", tenantId: vault.tenantId, userId, id });
  }
}
