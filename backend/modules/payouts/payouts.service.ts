import type pg from "pg";
import type { Clock } from "#backend/adapters/clock.ts";
import type { OrderQueue } from "#backend/adapters/orderQueue.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import type { KillSwitches } from "#backend/modules/killSwitches/killSwitches.service.ts";
import { orderKeyOf, type SettleOrder, settleOrder } from "#backend/modules/settlement/settleOrder.ts";
import type {
  BuildOrderAnswer,
  PayoutBatchDetail,
  PayoutBatchQuery,
  PayoutBatchView,
} from "#domain/api/payouts.ts";
import { FairhouseError } from "#domain/errors.ts";
import { alertsOf } from "#domain/settlement/batchAlerts.ts";
import { type BatchStep, statesWanted } from "#domain/settlement/batchSteps.ts";
import { findBatch, listBatches } from "./batches.store.ts";
import { findEntries, findTransactions, findWaiting, type SpentTransactionRow } from "./batchParts.store.ts";

/** The batch is not in a state in which the step means anything. */
export class BatchStateUnfit extends FairhouseError {
  readonly code = "BATCH_STATE_UNFIT";
  readonly status: string;
  readonly wanted: string;

  constructor(step: BatchStep, status: string, wanted: readonly string[]) {
    const states = wanted.join(" or ");
    super(`The batch is ${status}; "${step}" takes one that is ${states}.`);
    this.status = status;
    this.wanted = states;
  }
}

/** No withdrawal waits, so there is nothing to put into a batch. */
export class NothingToPay extends FairhouseError {
  readonly code = "NOTHING_TO_PAY";

  constructor() {
    super("No withdrawal waits to be batched: those under way are in `GET /v1/payouts`.");
  }
}

/** How an operator watches payouts, and asks for what would happen anyway to happen now. */
export interface Payouts {
  /** @throws CursorInvalid */
  list(
    tenantId: number,
    query: PayoutBatchQuery,
  ): Promise<{ items: PayoutBatchView[]; nextCursor: string | null }>;
  /** @throws NotFound */
  show(tenantId: number, batchId: string): Promise<PayoutBatchDetail>;
  /** @throws ActivityStopped, NothingToPay, QueueUnavailable */
  orderBuild(tenantId: number): Promise<BuildOrderAnswer>;
  /** @throws ActivityStopped, NotFound, BatchStateUnfit, QueueUnavailable */
  orderStep(
    tenantId: number,
    batchId: string,
    step: BatchStep,
  ): Promise<{ order: "queued"; batch: PayoutBatchView }>;
}

export interface PayoutsDeps {
  readonly pool: pg.Pool;
  readonly orders: OrderQueue;
  readonly killSwitches: KillSwitches;
  readonly clock: Clock;
}

/** The API holds neither the signer nor the key that sends: it hands orders to the worker. */
export function createPayouts({ pool, orders, killSwitches, clock }: PayoutsDeps): Payouts {
  const place = (order: SettleOrder) => orders.place(orderKeyOf(order), order);
  return {
    list: (tenantId, query) => listBatches(pool, tenantId, query),

    show: (tenantId, batchId) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const batch = await findBatch(client, tenantId, batchId);
        if (batch === null) throw new NotFound("payout batch");
        const entries = await findEntries(client, tenantId, batchId);
        const transactions = await findTransactions(client, tenantId, batchId);
        return detailOf({ batch, entries, transactions }, clock.now());
      }),

    async orderBuild(tenantId) {
      await killSwitches.check(tenantId, "payouts");
      const waiting = await inTenantTransaction(pool, tenantId, (client) => findWaiting(client, tenantId));
      if (waiting.length === 0) throw new NothingToPay();
      await place({ tenantId, batchId: null });
      return { order: "queued", waiting };
    },

    async orderStep(tenantId, batchId, step) {
      await killSwitches.check(tenantId, "payouts");
      const batch = await inTenantTransaction(pool, tenantId, (client) =>
        findBatch(client, tenantId, batchId),
      );
      if (batch === null) throw new NotFound("payout batch");
      const wanted = statesWanted(step, batch.status);
      if (wanted !== null) throw new BatchStateUnfit(step, batch.status, wanted);
      await place(settleOrder.parse({ tenantId, batchId }));
      return { order: "queued", batch };
    },
  };
}

interface BatchParts {
  readonly batch: PayoutBatchView;
  readonly entries: PayoutBatchDetail["entries"];
  readonly transactions: readonly SpentTransactionRow[];
}

function detailOf({ batch, entries, transactions }: BatchParts, nowMs: number): PayoutBatchDetail {
  const spent = transactions.map(({ status, attempts }) => ({
    isPending: status === "pending",
    attempts: attempts.length,
    newestAgeMs: nowMs - (attempts.at(-1)?.created_at.getTime() ?? nowMs),
  }));
  const secondsLeft = BigInt(Math.floor((Date.parse(batch.deadline) - nowMs) / 1_000));
  const { status, failure } = batch;
  return {
    ...batch,
    entries,
    transactions: transactions.map(toTransactionView),
    alerts: alertsOf({ status, failure, secondsLeft, transactions: spent }),
  };
}

function toTransactionView({ sender, nonce, status, attempts }: SpentTransactionRow) {
  return {
    sender,
    nonce: nonce.toString(),
    status,
    attempts: attempts.map((attempt) => ({
      hash: attempt.hash,
      maxFeePerGasWei: attempt.max_fee_per_gas,
      maxPriorityFeePerGasWei: attempt.max_priority_fee_per_gas,
      createdAt: attempt.created_at.toISOString(),
      broadcastAt: attempt.broadcast_at?.toISOString() ?? null,
    })),
  };
}
