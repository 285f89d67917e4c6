import { z } from "zod";
import type { TenantDatabase } from "#backend/db/client.ts";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { decodeCursor } from "#backend/http/pageCursor.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { type DepositView, depositStatus } from "#domain/api/wallet.ts";

const position = z.strictObject({ deposit: z.uuid() });

interface DepositRow {
  readonly id: string;
  readonly vaultId: number;
  readonly currency: string;
  readonly amount: bigint;
  readonly status: string;
  readonly blockNumber: bigint;
  readonly txHash: string;
  readonly createdAt: Date;
}

/** The user's deposits, newest first. @throws CursorInvalid */
export async function listDeposits(
  db: TenantDatabase,
  tenantId: number,
  { userId, page }: { userId: string; page: PageQuery },
): Promise<Page<DepositView>> {
  const after = page.cursor === undefined ? null : decodeCursor(position, page.cursor).deposit;
  const rows = await db.deposit.findMany({
    where: { userId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: page.limit + 1,
    ...(after === null ? {} : { cursor: { tenantId_id: { tenantId, id: after } }, skip: 1 }),
  });
  const progress = await readProgress(db);
  return cutPage(rows, {
    limit: page.limit,
    toItem: (row) => toView(row, progress),
    positionOf: ({ id }) => ({ deposit: id }),
  });
}

/** @returns null when the user has no such deposit */
export async function findDeposit(
  db: TenantDatabase,
  { userId, id }: { userId: string; id: string },
): Promise<DepositView | null> {
  const row = await db.deposit.findFirst({ where: { id, userId } });
  return row === null ? null : toView(row, await readProgress(db));
}

/** How far the indexer has seen, and what it calls final. */
interface Progress {
  readonly headNumber: bigint;
  readonly finalNumber: bigint;
}

/** By vault. */
async function readProgress(db: TenantDatabase): Promise<Map<number, Progress>> {
  const cursors = await db.chainCursor.findMany({
    select: { vaultId: true, headNumber: true, finalNumber: true },
  });
  return new Map(cursors.map(({ vaultId, ...progress }) => [vaultId, progress]));
}

function toView(row: DepositRow, byVault: Map<number, Progress>): DepositView {
  const { id, currency, amount, blockNumber, txHash, createdAt } = row;
  const { headNumber, finalNumber } = byVault.get(row.vaultId) ?? {
    headNumber: blockNumber,
    finalNumber: blockNumber,
  };
  return {
    id,
    currency,
    amount: amount.toString(),
    status: depositStatus.parse(row.status),
    blockNumber: blockNumber.toString(),
    confirmations: blocksBetween(blockNumber, headNumber),
    requiredConfirmations: blocksBetween(finalNumber, headNumber),
    txHash,
    createdAt: createdAt.toISOString(),
  };
}

function blocksBetween(lower: bigint, upper: bigint): number {
  return Math.max(0, Number(upper - lower));
}
