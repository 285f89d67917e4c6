import type pg from "pg";
import { z } from "zod";
import { exactTime } from "#backend/db/exactTime.ts";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorTime, decodeCursor } from "#backend/http/pageCursor.ts";
import {
  type IndexerJobQuery,
  type IndexerJobView,
  jobKind,
  jobState,
  type ReplayResult,
} from "#domain/api/indexerJobs.ts";
import { recordedFindings } from "#domain/api/recordedFindings.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { toFindings } from "./reconciliation.store.ts";

/** What a reconciliation found, as the indexer writes it down. */
const recordedComparisons = z.array(
  z.object({
    currency: z.string(),
    blockNumber: z.string(),
    chainMinor: z.string(),
    ledgerMinor: z.string(),
    varianceMinor: z.string(),
    findings: recordedFindings,
  }),
);

const position = z.strictObject({ createdAt: cursorTime, id: z.uuid() });

interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly vault: string;
  readonly from_block: bigint | null;
  readonly to_block: bigint | null;
  readonly state: string;
  readonly done_block: bigint | null;
  readonly events: bigint | null;
  readonly postings: bigint | null;
  readonly hash_before: string | null;
  readonly hash_after: string | null;
  readonly changed: readonly string[];
  readonly findings: unknown;
  readonly failure: string | null;
  readonly requested_by: EvmAddress | null;
  readonly created_at: Date;
  readonly created_exactly: string;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

const SELECT_JOB = `
  SELECT job.id, job.kind, vault.address AS vault, job.from_block, job.to_block, job.state, job.done_block,
    job.events, job.postings, job.hash_before, job.hash_after, job.changed, job.findings, job.failure,
    staff.wallet_address AS requested_by, job.created_at, job.started_at, job.finished_at,
    ${exactTime("job.created_at")} AS created_exactly
  FROM indexer_jobs AS job
  JOIN vaults AS vault ON vault.tenant_id = job.tenant_id AND vault.id = job.vault_id
  LEFT JOIN users AS staff ON staff.tenant_id = job.tenant_id AND staff.id = job.requested_by`;

/** What the house has asked of its indexer, newest first. @throws CursorInvalid */
export async function listJobs(
  client: pg.ClientBase,
  tenantId: number,
  { kind, state, cursor, limit }: IndexerJobQuery,
): Promise<Page<IndexerJobView>> {
  const after = cursor === undefined ? null : decodeCursor(position, cursor);
  const { rows } = await client.query<JobRow>(
    `${SELECT_JOB}
     WHERE job.tenant_id = $1 AND ($2::text IS NULL OR job.kind = $2) AND ($3::text IS NULL OR job.state = $3)
       AND ($4::timestamptz IS NULL OR (job.created_at, job.id) < ($4, $5::uuid))
     ORDER BY job.created_at DESC, job.id DESC LIMIT $6`,
    [tenantId, kind ?? null, state ?? null, after?.createdAt ?? null, after?.id ?? null, limit + 1],
  );
  return cutPage(rows, {
    limit,
    toItem: toView,
    positionOf: ({ created_exactly: createdAt, id }) => ({ createdAt, id }),
  });
}

/** @returns null when the house has no such job */
export async function findJob(
  client: pg.ClientBase,
  tenantId: number,
  id: string,
): Promise<IndexerJobView | null> {
  const { rows } = await client.query<JobRow>(`${SELECT_JOB} WHERE job.tenant_id = $1 AND job.id = $2`, [
    tenantId,
    id,
  ]);
  return rows[0] === undefined ? null : toView(rows[0]);
}

/** A vault of the house, and how much of the chain is recorded for it. */
export interface IndexedVault {
  readonly id: number;
  readonly deployBlock: bigint;
  /** Null before the first block. */
  readonly indexedBlock: bigint | null;
}

/** @returns null when the house has no such vault */
export async function findIndexedVault(
  client: pg.ClientBase,
  tenantId: number,
  address: string,
): Promise<IndexedVault | null> {
  const { rows } = await client.query<{ id: number; deploy_block: bigint; block_number: bigint | null }>(
    `SELECT vault.id, vault.deploy_block, cursor.block_number FROM vaults AS vault
     LEFT JOIN chain_cursors AS cursor ON cursor.tenant_id = vault.tenant_id AND cursor.vault_id = vault.id
     WHERE vault.tenant_id = $1 AND vault.address = $2 ORDER BY vault.id DESC LIMIT 1`,
    [tenantId, address.toLowerCase()],
  );
  const [row] = rows;
  return row === undefined
    ? null
    : { id: row.id, deployBlock: row.deploy_block, indexedBlock: row.block_number };
}

export interface NewJob {
  readonly kind: "replay" | "reconcile";
  readonly vaultId: number;
  /** Null for a reconciliation. */
  readonly range: { readonly from: bigint; readonly to: bigint } | null;
  readonly requestedBy: string;
}

/** @returns the id of the same job, if it waits or runs already */
export async function findOpenJob(
  client: pg.ClientBase,
  tenantId: number,
  { kind, vaultId, range }: NewJob,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM indexer_jobs
     WHERE tenant_id = $1 AND vault_id = $2 AND kind = $3 AND from_block IS NOT DISTINCT FROM $4
       AND to_block IS NOT DISTINCT FROM $5 AND state IN ('queued', 'running')`,
    [tenantId, vaultId, kind, range?.from ?? null, range?.to ?? null],
  );
  return rows[0]?.id ?? null;
}

/** @returns its id */
export async function addJob(
  client: pg.ClientBase,
  tenantId: number,
  { kind, vaultId, range, requestedBy }: NewJob,
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO indexer_jobs (tenant_id, vault_id, kind, from_block, to_block, requested_by)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [tenantId, vaultId, kind, range?.from ?? null, range?.to ?? null, requestedBy],
  );
  const [added] = rows;
  if (added === undefined) throw new TypeError("an insert returns its row");
  return added.id;
}

export async function countOpenJobs(client: pg.ClientBase, tenantId: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM indexer_jobs WHERE tenant_id = $1 AND state IN ('queued', 'running')",
    [tenantId],
  );
  return rows[0]?.count ?? 0;
}

/** Lets one request after the other add jobs for a house, so that their number and their sameness are known. */
export async function lockJobs(client: pg.ClientBase, tenantId: number): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('indexer_jobs', $1))", [tenantId]);
}

function toView(row: JobRow): IndexerJobView {
  return {
    id: row.id,
    kind: jobKind.parse(row.kind),
    vault: row.vault,
    fromBlock: row.from_block?.toString() ?? null,
    toBlock: row.to_block?.toString() ?? null,
    state: jobState.parse(row.state),
    doneBlock: row.done_block?.toString() ?? null,
    result: toResult(row),
    comparisons: toComparisons(row),
    failure: row.failure,
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

function toResult({
  kind,
  state,
  events,
  postings,
  hash_before,
  hash_after,
  changed,
}: JobRow): ReplayResult | null {
  if (kind !== "replay" || state !== "done" || events === null || postings === null) return null;
  if (hash_before === null || hash_after === null) return null;
  return {
    events: Number(events),
    postings: Number(postings),
    hashBefore: hash_before,
    hashAfter: hash_after,
    changed: [...changed],
  };
}

function toComparisons({ kind, state, findings }: JobRow): IndexerJobView["comparisons"] {
  if (kind !== "reconcile" || state !== "done") return null;
  return recordedComparisons.parse(findings ?? []).map((comparison) => ({
    currency: comparison.currency,
    blockNumber: comparison.blockNumber,
    chainBalance: comparison.chainMinor,
    ledgerBalance: comparison.ledgerMinor,
    variance: comparison.varianceMinor,
    findings: toFindings(comparison.findings),
  }));
}
