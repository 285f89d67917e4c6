import type pg from "pg";
import { lockAccounts } from "#backend/db/accountStore.ts";
import { bigintColumn, smallintColumn, textColumn, uuidColumn } from "#backend/db/columns.ts";
import { together } from "#backend/db/together.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";
import { type Accounts, applyTransfers } from "#domain/ledger/applyTransfers.ts";
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
 * @param areNew none can stand yet, so that they are not looked for; one that does is refused by the table's key
 * @returns the transfers that were new.
 * @throws TransferConflict, InsufficientBalance
 */
export async function postTransfers(
  client: pg.ClientBase,
  tenantId: number,
  transfers: readonly Transfer[],
  { areNew = false }: { readonly areNew?: boolean } = {},
): Promise<Transfer[]> {
  if (transfers.length === 0) return [];
  const accountIds = transfers.flatMap(({ debitAccountId, creditAccountId }) => [
    debitAccountId,
    creditAccountId,
  ]);
  const locking = lockAccounts(client, tenantId, accountIds);
  const fresh = areNew
    ? [...transfers]
    : (await together([findFresh(client, tenantId, transfers), locking]))[0];
  if (fresh.length === 0) return [];
  // The database writes the transfers while balances are worked out.
  await together([
    insertTransfers(client, tenantId, fresh),
    locking.then((accounts) => moveBalances(client, tenantId, { accounts, transfers: fresh })),
  ]);
  return fresh;
}

async function moveBalances(
  client: pg.ClientBase,
  tenantId: number,
  { accounts, transfers }: { readonly accounts: Accounts; readonly transfers: readonly Transfer[] },
): Promise<void> {
  const changed = [...applyTransfers(accounts, transfers).values()].filter(
    ({ id, balanceMinor }) => accounts.get(id)?.balanceMinor !== balanceMinor,
  );
  await client.query(
    `UPDATE accounts SET balance = changed.balance
     FROM unnest($2::bigint[], $3::bigint[]) AS changed (id, balance)
     WHERE accounts.tenant_id = $1 AND accounts.id = changed.id`,
    [
      tenantId,
      bigintColumn(changed.map(({ id }) => id)),
      bigintColumn(changed.map(({ balanceMinor }) => balanceMinor)),
    ],
  );
}

async function findFresh(
  client: pg.ClientBase,
  tenantId: number,
  transfers: readonly Transfer[],
): Promise<Transfer[]> {
  const causeIds = transfers.map(({ causeId }) => causeId);
  return withoutStanding(transfers, await findTransfers(client, tenantId, causeIds));
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
    [tenantId, uuidColumn([...new Set(causeIds)])],
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

/** Writes transfers, none of which stands yet; whoever calls it moves the balances. */
export async function insertTransfers(
  client: pg.ClientBase,
  tenantId: number,
  transfers: readonly Transfer[],
): Promise<void> {
  // In the order of the key: of thousands, those that are neighbours in its index are written together, which saves a
  // quarter of what they take; sorting a few costs nothing.
  await client.query(
    `INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
     SELECT $1, * FROM unnest($2::uuid[], $3::smallint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[])
       AS posted (cause_id, leg, code, debit_account_id, credit_account_id, amount)
     ORDER BY cause_id`,
    [
      tenantId,
      uuidColumn(transfers.map(({ causeId }) => causeId)),
      smallintColumn(transfers.map(({ leg }) => leg)),
      textColumn(transfers.map(({ code }) => code)),
      bigintColumn(transfers.map(({ debitAccountId }) => debitAccountId)),
      bigintColumn(transfers.map(({ creditAccountId }) => creditAccountId)),
      bigintColumn(transfers.map(({ amountMinor }) => amountMinor)),
    ],
  );
}
