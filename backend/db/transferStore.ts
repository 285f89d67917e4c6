import type pg from "pg";
import { lockAccounts } from "#backend/db/accountStore.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";
import { applyTransfers } from "#domain/ledger/applyTransfers.ts";
import { sameTransfer, TRANSFER_CODES, type Transfer, type TransferCode } from "#domain/ledger/transfer.ts";

/** A transfer id was used before for something else. */
export class TransferConflict extends FairhouseError {
  readonly code = "TRANSFER_CONFLICT";
  readonly causeId: string;
  readonly leg: number;

  constructor({ causeId, leg }: Transfer) {
    super(
      `Transfer ${causeId}/${leg} was posted before with other content: give the new movement its own cause.`,
    );
    this.causeId = causeId;
    this.leg = leg;
  }
}

interface TransferRow {
  readonly cause_id: string;
  readonly leg: number;
  readonly code: string;
  readonly debit_account_id: bigint;
  readonly credit_account_id: bigint;
  readonly amount: bigint;
}

const codes: ReadonlySet<string> = new Set(TRANSFER_CODES);

/**
 * Posts transfers and moves the balances with them, in the caller's transaction. Locks the accounts.
 * Transfers that stand already, with the same content, are left as they are.
 * @returns the transfers that were new.
 * @throws TransferConflict, InsufficientBalance
 */
export async function postTransfers(
  client: pg.ClientBase,
  tenantId: number,
  transfers: readonly Transfer[],
): Promise<Transfer[]> {
  if (transfers.length === 0) return [];
  const accountIds = transfers.flatMap(({ debitAccountId, creditAccountId }) => [
    debitAccountId,
    creditAccountId,
  ]);
  const accounts = await lockAccounts(client, tenantId, accountIds);
  const standing = await findTransfers(
    client,
    tenantId,
    transfers.map(({ causeId }) => causeId),
  );
  const fresh = withoutStanding(transfers, standing);
  if (fresh.length === 0) return [];

  const after = applyTransfers(accounts, fresh);
  const changed = [...after.values()].filter(
    ({ id, balanceMinor }) => accounts.get(id)?.balanceMinor !== balanceMinor,
  );
  await insertTransfers(client, tenantId, fresh);
  await client.query(
    `UPDATE accounts SET balance = changed.balance
     FROM unnest($2::bigint[], $3::bigint[]) AS changed (id, balance)
     WHERE accounts.tenant_id = $1 AND accounts.id = changed.id`,
    [tenantId, changed.map(({ id }) => id), changed.map(({ balanceMinor }) => balanceMinor)],
  );
  return fresh;
}

/** All transfers of the given causes, in leg order. */
export async function findTransfers(
  client: pg.ClientBase,
  tenantId: number,
  causeIds: readonly string[],
): Promise<Transfer[]> {
  const { rows } = await client.query<TransferRow>(
    `SELECT cause_id, leg, code, debit_account_id, credit_account_id, amount
     FROM transfers WHERE tenant_id = $1 AND cause_id = ANY($2::uuid[]) ORDER BY cause_id, leg`,
    [tenantId, [...new Set(causeIds)]],
  );
  return rows.map(toTransfer);
}

function toTransfer(row: TransferRow): Transfer {
  invariant(isTransferCode(row.code), `transfer code ${row.code} is one that this version knows`);
  return {
    causeId: row.cause_id,
    leg: row.leg,
    code: row.code,
    debitAccountId: row.debit_account_id,
    creditAccountId: row.credit_account_id,
    amountMinor: row.amount,
  };
}

function isTransferCode(code: string): code is TransferCode {
  return codes.has(code);
}

function withoutStanding(transfers: readonly Transfer[], standing: readonly Transfer[]): Transfer[] {
  const known = new Map(standing.map((transfer) => [idOf(transfer), transfer]));
  return transfers.filter((transfer) => {
    const earlier = known.get(idOf(transfer));
    if (earlier !== undefined && !sameTransfer(earlier, transfer)) throw new TransferConflict(transfer);
    return earlier === undefined;
  });
}

function idOf({ causeId, leg }: Transfer): string {
  return `${causeId}/${leg}`;
}

async function insertTransfers(
  client: pg.ClientBase,
  tenantId: number,
  transfers: Transfer[],
): Promise<void> {
  await client.query(
    `INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
     SELECT $1, * FROM unnest($2::uuid[], $3::smallint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[])`,
    [
      tenantId,
      transfers.map(({ causeId }) => causeId),
      transfers.map(({ leg }) => leg),
      transfers.map(({ code }) => code),
      transfers.map(({ debitAccountId }) => debitAccountId),
      transfers.map(({ creditAccountId }) => creditAccountId),
      transfers.map(({ amountMinor }) => amountMinor),
    ],
  );
}
