import type pg from "pg";
import { z } from "zod";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorNumber, decodeCursor } from "#backend/http/pageCursor.ts";
import type { EventPlace, ReconciliationQuery, ReconciliationView } from "#domain/api/monitoring.ts";
import { recordedFindings } from "#domain/api/recordedFindings.ts";

const position = z.strictObject({ comparison: cursorNumber });

interface ComparisonRow {
  readonly vault: string;
  readonly currency: string;
  readonly block_number: bigint;
  readonly chain_balance: bigint;
  readonly ledger_balance: bigint;
  readonly variance_threshold: bigint;
  readonly findings: unknown;
  readonly checked_at: Date;
}

/** The latest comparison of each vault and currency, the newest vault first. */
export async function findLatest(client: pg.ClientBase, tenantId: number): Promise<ReconciliationView[]> {
  const { rows } = await client.query<ComparisonRow>(
    `SELECT vault.address AS vault, latest.currency, latest.block_number, latest.chain_balance,
       latest.ledger_balance, latest.findings, latest.checked_at, currency.variance_threshold
     FROM reconciliation_latest AS latest
     JOIN vaults AS vault ON vault.tenant_id = latest.tenant_id AND vault.id = latest.vault_id
     JOIN currencies AS currency ON currency.tenant_id = latest.tenant_id AND currency.code = latest.currency
     WHERE latest.tenant_id = $1 ORDER BY vault.id DESC, latest.currency`,
    [tenantId],
  );
  return rows.map(toView);
}

/** Comparisons that were recorded, newest first. @throws CursorInvalid */
export async function listComparisons(
  client: pg.ClientBase,
  tenantId: number,
  { vault, currency, cursor, limit }: ReconciliationQuery,
): Promise<Page<ReconciliationView>> {
  const after = cursor === undefined ? null : decodeCursor(position, cursor).comparison;
  const { rows } = await client.query<ComparisonRow & { readonly id: bigint }>(
    `SELECT compared.id, vault.address AS vault, compared.currency, compared.block_number, compared.chain_balance,
       compared.ledger_balance, compared.findings, compared.created_at AS checked_at, currency.variance_threshold
     FROM reconciliations AS compared
     JOIN vaults AS vault ON vault.tenant_id = compared.tenant_id AND vault.id = compared.vault_id
     JOIN currencies AS currency ON currency.tenant_id = compared.tenant_id AND currency.code = compared.currency
     WHERE compared.tenant_id = $1 AND ($2::text IS NULL OR vault.address = $2)
       AND ($3::text IS NULL OR compared.currency = $3) AND ($4::bigint IS NULL OR compared.id < $4)
     ORDER BY compared.id DESC LIMIT $5`,
    [tenantId, vault?.toLowerCase() ?? null, currency ?? null, after, limit + 1],
  );
  return cutPage(rows, { limit, toItem: toView, positionOf: ({ id }) => ({ comparison: String(id) }) });
}

function toView(row: ComparisonRow): ReconciliationView {
  return {
    vault: row.vault,
    currency: row.currency,
    blockNumber: row.block_number.toString(),
    chainBalance: row.chain_balance.toString(),
    ledgerBalance: row.ledger_balance.toString(),
    variance: (row.chain_balance - row.ledger_balance).toString(),
    tolerance: row.variance_threshold.toString(),
    findings: toFindings(recordedFindings.parse(row.findings)),
    checkedAt: row.checked_at.toISOString(),
  };
}

type RecordedFindings = z.infer<typeof recordedFindings>;
type RecordedEvent = NonNullable<RecordedFindings[number]["event"]>;

export function toFindings(recorded: RecordedFindings): ReconciliationView["findings"] {
  return recorded.map(({ check, detail, event }) => ({
    check,
    detail,
    event: event === undefined ? null : toPlace(event),
  }));
}

function toPlace({ blockNumber, logIndex, txHash, name }: RecordedEvent): EventPlace {
  return { blockNumber, logIndex: logIndex ?? null, txHash: txHash ?? null, name: name ?? null };
}
