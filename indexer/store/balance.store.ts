import type pg from "pg";
import { bigintColumn } from "#backend/db/columns.ts";
import { together } from "#backend/db/together.ts";
import { FairhouseError } from "#domain/errors.ts";
import type { BalanceChange } from "#domain/indexing/balanceChanges.ts";

/** An account does not hold what its movements need, or there is no such account. Whoever looks at balances finds out which. */
export class BalanceTooLow extends FairhouseError {
  readonly code = "BALANCE_TOO_LOW";

  constructor(accounts: number) {
    super(`${accounts} accounts do not hold what is taken from them: post with a look at their balances.`);
  }
}

// Everybody locks accounts in the order of their ids, or two would wait for each other; an update alone locks them as it
// finds them. Their number is all that comes back.
const LOCK = `SELECT count(*) FROM (
  SELECT id FROM accounts WHERE tenant_id = $1 AND id = ANY($2::bigint[]) ORDER BY id FOR NO KEY UPDATE) AS locked`;

const CHANGE = `UPDATE accounts SET balance = balance + moved.change
  FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS moved (id, change, needed)
  WHERE accounts.tenant_id = $1 AND accounts.id = moved.id AND abs(balance) >= moved.needed`;

/**
 * Changes balances by what was moved, without reading them. An account that nobody may overdraw never holds less than
 * nothing, and the mirror of the vault never more: the size of their balance is what there is to take.
 * @throws BalanceTooLow; then the transaction must end
 */
export async function changeBalances(
  client: pg.ClientBase,
  tenantId: number,
  changes: readonly BalanceChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const ids = bigintColumn(changes.map(({ accountId }) => accountId));
  const [, { rowCount }] = await together([
    client.query(LOCK, [tenantId, ids]),
    client.query(CHANGE, [
      tenantId,
      ids,
      bigintColumn(changes.map(({ changeMinor }) => changeMinor)),
      bigintColumn(changes.map(({ neededMinor }) => neededMinor)),
    ]),
  ]);
  const missing = changes.length - (rowCount ?? 0);
  if (missing > 0) throw new BalanceTooLow(missing);
}
