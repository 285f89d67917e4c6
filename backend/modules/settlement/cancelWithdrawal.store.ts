import type pg from "pg";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { invariant } from "#domain/errors.ts";
import { causeIdOf } from "#domain/ledger/causeId.ts";
import { createTransfer } from "#domain/ledger/transfer.ts";
import { notifyWithdrawals } from "./withdrawal.store.ts";

interface CancelledRow {
  readonly user_id: string;
  readonly currency: string;
  readonly amount: bigint;
}

/**
 * Gives the money of a withdrawal that no batch can ever pay back to its player, in the caller's transaction.
 * Does nothing unless the withdrawal still waits to be batched.
 */
export async function cancelWithdrawal(client: pg.ClientBase, tenantId: number, id: string): Promise<void> {
  const { rows } = await client.query<CancelledRow>(
    `UPDATE withdrawals SET status = 'cancelled' WHERE tenant_id = $1 AND id = $2 AND status = 'requested'
     RETURNING user_id, currency, amount`,
    [tenantId, id],
  );
  const [cancelled] = rows;
  if (cancelled === undefined) return;
  const { user_id: ownerId, currency, amount: amountMinor } = cancelled;
  const [pending, cash] = await ensureAccounts(client, tenantId, [
    { kind: "withdrawal_pending", currency, ownerId },
    { kind: "player_cash", currency, ownerId },
  ]);
  invariant(pending !== undefined && cash !== undefined, "asking for a withdrawal opened both accounts");
  const transfer = createTransfer({
    causeId: causeIdOf("withdrawal-cancelled", tenantId, id),
    leg: 0,
    code: "withdrawal_cancelled",
    debit: { id: pending, currency },
    credit: { id: cash, currency },
    amountMinor,
  });
  await postTransfers(client, tenantId, [transfer]);
  await notifyWithdrawals(client, tenantId, [{ id, user_id: ownerId }]);
}
