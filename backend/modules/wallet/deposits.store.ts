import { z } from "zod";
import type { TenantDatabase } from "#backend/db/client.ts";
import { decodeCursor, encodeCursor } from "#backend/http/pageCursor.ts";
import type { PageQuery } from "#domain/api/primitives.ts";
import { type DepositView, depositStatus } from "#domain/api/wallet.ts";

const position = z.object({ deposit: z.uuid() });

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
  { userId, page, finalityDepth }: { userId: string; page: PageQuery; finalityDepth: number },
): Promise<{ items: DepositView[]; nextCursor: string | null }> {
  const after = page.cursor === undefined ? null : decodeCursor(position, page.cursor).deposit;
  const rows = await db.deposit.findMany({
    where: { userId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: page.limit + 1,
    ...(after === null ? {} : { cursor: { tenantId_id: { tenantId, id: after } }, skip: 1 }),
  });
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const heads = await readHeads(db);
  return {
    items: shown.map((row) => toView(row, heads, finalityDepth)),
    nextCursor: rows.length > page.limit && last !== undefined ? encodeCursor({ deposit: last.id }) : null,
  };
}

/** @returns null when the user has no such deposit */
export async function findDeposit(
  db: TenantDatabase,
  { userId, id, finalityDepth }: { userId: string; id: string; finalityDepth: number },
): Promise<DepositView | null> {
  const row = await db.deposit.findFirst({ where: { id, userId } });
  return row === null ? null : toView(row, await readHeads(db), finalityDepth);
}

/** The newest block that the indexer has seen, by vault. */
async function readHeads(db: TenantDatabase): Promise<Map<number, bigint>> {
  const cursors = await db.chainCursor.findMany({ select: { vaultId: true, headNumber: true } });
  return new Map(cursors.map(({ vaultId, headNumber }) => [vaultId, headNumber]));
}

function toView(row: DepositRow, heads: Map<number, bigint>, finalityDepth: number): DepositView {
  const { id, currency, amount, blockNumber, txHash, createdAt } = row;
  const onTop = (heads.get(row.vaultId) ?? blockNumber) - blockNumber;
  return {
    id,
    currency,
    amount: amount.toString(),
    status: depositStatus.parse(row.status),
    blockNumber: blockNumber.toString(),
    confirmations: Math.max(0, Number(onTop)),
    requiredConfirmations: finalityDepth,
    txHash,
    createdAt: createdAt.toISOString(),
  };
}
