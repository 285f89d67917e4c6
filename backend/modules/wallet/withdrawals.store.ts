import type pg from "pg";
import { z } from "zod";
import type { TenantDatabase } from "#backend/db/client.ts";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { decodeCursor } from "#backend/http/pageCursor.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { type WithdrawalView, withdrawalStatus } from "#domain/api/wallet.ts";

const position = z.strictObject({ withdrawal: z.uuid() });

interface WithdrawalRow {
  readonly id: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly toAddress: string;
  readonly status: string;
  readonly batchId: string | null;
  readonly txHash: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

export interface NewWithdrawal {
  readonly tenantId: number;
  readonly id: string;
  readonly userId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly toAddress: string;
}

/** Writes down what the worker shall pay, in the transaction that sets the money aside; once per id. */
export async function insertWithdrawal(client: pg.ClientBase, withdrawal: NewWithdrawal): Promise<void> {
  const { tenantId, id, userId, currency, amountMinor, toAddress } = withdrawal;
  await client.query(
    `INSERT INTO withdrawals (tenant_id, id, user_id, currency, amount, to_address, status)
     VALUES ($1, $2, $3, $4, $5, $6, 'requested') ON CONFLICT (tenant_id, id) DO NOTHING`,
    [tenantId, id, userId, currency, amountMinor, toAddress],
  );
}

/** Whether the withdrawal was asked for before. */
export async function hasWithdrawal(client: pg.ClientBase, tenantId: number, id: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM withdrawals WHERE tenant_id = $1 AND id = $2", [
    tenantId,
    id,
  ]);
  return rowCount === 1;
}

/** How many of the user's withdrawals wait to be paid, in all currencies. */
export async function countOpenWithdrawals(
  client: pg.ClientBase,
  tenantId: number,
  userId: string,
): Promise<number> {
  const { rows } = await client.query<{ open: number }>(
    `SELECT count(*)::integer AS open FROM withdrawals
     WHERE tenant_id = $1 AND user_id = $2 AND status IN ('requested', 'batched')`,
    [tenantId, userId],
  );
  return rows[0]?.open ?? 0;
}

/** The user's withdrawals, newest first. @throws CursorInvalid */
export async function listWithdrawals(
  db: TenantDatabase,
  tenantId: number,
  { userId, page }: { userId: string; page: PageQuery },
): Promise<Page<WithdrawalView>> {
  const after = page.cursor === undefined ? null : decodeCursor(position, page.cursor).withdrawal;
  const rows = await db.withdrawal.findMany({
    where: { userId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: page.limit + 1,
    ...(after === null ? {} : { cursor: { tenantId_id: { tenantId, id: after } }, skip: 1 }),
  });
  const { limit } = page;
  return cutPage(rows, { limit, toItem: toView, positionOf: ({ id }) => ({ withdrawal: id }) });
}

/** @returns null when the user has no such withdrawal */
export async function findWithdrawal(
  db: TenantDatabase,
  { userId, id }: { userId: string; id: string },
): Promise<WithdrawalView | null> {
  const row = await db.withdrawal.findFirst({ where: { id, userId } });
  return row === null ? null : toView(row);
}

function toView(row: WithdrawalRow): WithdrawalView {
  return {
    id: row.id,
    currency: row.currency,
    amount: row.amount.toString(),
    to: row.toAddress,
    status: withdrawalStatus.parse(row.status),
    batchId: row.batchId,
    txHash: row.txHash,
    createdAt: row.createdAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
