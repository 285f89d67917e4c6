import type pg from "pg";
import { recordedFindings } from "#domain/api/recordedFindings.ts";
import { invariant } from "#domain/errors.ts";
import type { CheckResult, Finding } from "#domain/indexing/reconcile.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** By how much the transfers of each cause changed custody: what left it counts as coins that came in. */
export async function sumCustodyByCause(
  client: pg.ClientBase | pg.Pool,
  tenantId: number,
  causeIds: readonly string[],
): Promise<Map<string, bigint>> {
  const { rows } = await client.query<{ cause_id: string; effect: bigint }>(
    `SELECT cause_id, sum(CASE WHEN debit_account_id = custody.id THEN amount ELSE -amount END)::bigint AS effect
     FROM transfers JOIN accounts AS custody ON custody.tenant_id = $1 AND custody.kind = 'custody'
       AND custody.id IN (debit_account_id, credit_account_id)
     WHERE transfers.tenant_id = $1 AND cause_id = ANY($2::uuid[]) GROUP BY cause_id`,
    [tenantId, causeIds],
  );
  return new Map(rows.map(({ cause_id, effect }) => [cause_id, effect]));
}

/** The last record of a currency and how old it is. */
export async function findLastCheck(
  client: pg.ClientBase | pg.Pool,
  vault: HouseVault,
  currency: string,
): Promise<{ readonly result: CheckResult; readonly ageMs: number } | undefined> {
  const { rows } = await client.query<{
    chain_balance: bigint;
    ledger_balance: bigint;
    findings: unknown;
    age_ms: number;
  }>(
    `SELECT chain_balance, ledger_balance, findings,
       (extract(epoch FROM now() - created_at) * 1000)::double precision AS age_ms
     FROM reconciliations WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3 ORDER BY id DESC LIMIT 1`,
    [vault.tenantId, vault.id, currency],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const findings = recordedFindings.parse(row.findings);
  return {
    result: { chainMinor: row.chain_balance, ledgerMinor: row.ledger_balance, findings },
    ageMs: row.age_ms,
  };
}

/** Older records are deleted, a few with each new one; those that found something stay. */
const RECORDS_KEPT = "90 days";
const DELETED_PER_RECORD = 10;

type DatedCheck = CheckResult & { readonly currency: string; readonly blockNumber: bigint };
/** With when the books were read for it; see `readMoment`. */
export type NotedCheck = DatedCheck & { readonly readAt: string };

/** When the transaction began, as the database writes it: finer than a `Date`. */
export async function readMoment(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ moment: string }>("SELECT now()::text AS moment");
  const [row] = rows;
  invariant(row !== undefined, "a question without a table has one answer");
  return row.moment;
}

/** What the latest check of a currency found; nothing where none was made. */
export async function findLatestFindings(
  client: pg.ClientBase,
  vault: HouseVault,
  currency: string,
): Promise<readonly Finding[]> {
  const { rows } = await client.query<{ findings: unknown }>(
    "SELECT findings FROM reconciliation_latest WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3",
    [vault.tenantId, vault.id, currency],
  );
  return rows[0] === undefined ? [] : recordedFindings.parse(rows[0].findings);
}

/**
 * Notes that a check was made, whatever it says, as of when the books were read.
 * Checks run side by side: one that read them earlier does not take the place of one that read them later, unless that
 * one comes from a clock that was set back since.
 */
export async function noteCheck(
  client: pg.ClientBase,
  vault: HouseVault,
  { readAt, ...check }: NotedCheck,
): Promise<void> {
  await client.query(
    `INSERT INTO reconciliation_latest AS latest (tenant_id, vault_id, currency, block_number, chain_balance,
       ledger_balance, findings, checked_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz)
     ON CONFLICT (vault_id, currency) DO UPDATE SET block_number = excluded.block_number,
       chain_balance = excluded.chain_balance, ledger_balance = excluded.ledger_balance, findings = excluded.findings,
       checked_at = excluded.checked_at
     WHERE latest.checked_at <= excluded.checked_at OR latest.checked_at > now()`,
    [...valuesOf(vault, check), readAt],
  );
}

/** Records a check, and forgets old ones that found nothing. */
export async function saveCheck(client: pg.ClientBase, vault: HouseVault, check: DatedCheck): Promise<void> {
  await client.query(
    `INSERT INTO reconciliations (tenant_id, vault_id, currency, block_number, chain_balance, ledger_balance, findings)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    valuesOf(vault, check),
  );
  await client.query(
    `DELETE FROM reconciliations WHERE id = ANY(ARRAY(
       SELECT id FROM reconciliations
       WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3 AND findings = '[]'
         AND created_at < now() - interval '${RECORDS_KEPT}' ORDER BY id LIMIT ${DELETED_PER_RECORD}))`,
    [vault.tenantId, vault.id, check.currency],
  );
}

function valuesOf(vault: HouseVault, check: DatedCheck): unknown[] {
  const { currency, blockNumber, chainMinor, ledgerMinor } = check;
  const findings = JSON.stringify(check.findings);
  return [vault.tenantId, vault.id, currency, blockNumber, chainMinor, ledgerMinor, findings];
}

/** A record of the books and the vault agreeing, after a block and before another. */
export interface AgreedRecord {
  readonly blockNumber: bigint;
  readonly ledgerMinor: bigint;
}

/** Of the records between two blocks in which all agreed, the first from `near` on, or else the last before it. */
export async function findAgreedRecord(
  client: pg.ClientBase,
  vault: HouseVault,
  within: {
    readonly currency: string;
    readonly after: bigint;
    readonly before: bigint;
    readonly near: bigint;
  },
): Promise<AgreedRecord | undefined> {
  const { rows } = await client.query<{ block_number: bigint; ledger_balance: bigint }>(
    `WITH agreed AS (
       SELECT block_number, ledger_balance FROM reconciliations
       WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3 AND findings = '[]' AND variance = 0
         AND block_number > $4 AND block_number < $5)
     (SELECT * FROM agreed WHERE block_number >= $6 ORDER BY block_number LIMIT 1)
     UNION ALL
     (SELECT * FROM agreed WHERE block_number < $6 ORDER BY block_number DESC LIMIT 1) LIMIT 1`,
    [vault.tenantId, vault.id, within.currency, within.after, within.before, within.near],
  );
  const [row] = rows;
  return row && { blockNumber: row.block_number, ledgerMinor: row.ledger_balance };
}

/** Stops the tenant's payouts, behind `lockPayouts`. @returns whether they were running */
export async function stopPayouts(
  client: pg.ClientBase,
  tenantId: number,
  findings: readonly Finding[],
): Promise<boolean> {
  const reason = `Reconciliation: ${findings.map(({ check, detail }) => `${check}: ${detail}`).join("; ")}`;
  const { rowCount } = await client.query(
    `INSERT INTO kill_switches (tenant_id, name, reason) VALUES ($1, 'payouts', $2) ON CONFLICT DO NOTHING`,
    [tenantId, reason],
  );
  return rowCount === 1;
}
