import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import type { Page } from "#backend/http/listPage.ts";
import type {
  IndexerJobQuery,
  IndexerJobView,
  ReconcileRequest,
  ReplayRequest,
} from "#domain/api/indexerJobs.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";
import {
  addJob,
  countOpenJobs,
  findIndexedVault,
  findJob,
  findOpenJob,
  type IndexedVault,
  listJobs,
  lockJobs,
  type NewJob,
} from "./jobs.store.ts";

/** Jobs of one house that wait or run at once; the indexer does them one after the other. */
export const MAX_OPEN_JOBS = 20;

/** Some of the range is not recorded, so there is nothing to replay it from. */
export class RangeNotIndexed extends FairhouseError {
  readonly code = "RANGE_NOT_INDEXED";
  readonly firstBlock: string;
  readonly lastBlock: string;

  constructor({ deployBlock, indexedBlock }: IndexedVault) {
    super(
      indexedBlock === null
        ? "Nothing is recorded for this vault yet: wait until the indexer has begun."
        : `Recorded are blocks ${deployBlock} to ${indexedBlock}: choose a range within them.`,
    );
    this.firstBlock = deployBlock.toString();
    this.lastBlock = indexedBlock?.toString() ?? "";
  }
}

/** The indexer has enough to do for this house. */
export class TooManyJobs extends FairhouseError {
  readonly code = "TOO_MANY_JOBS";
  readonly limit = MAX_OPEN_JOBS;

  constructor() {
    super(`${MAX_OPEN_JOBS} jobs wait or run already: try again when some of them are done.`);
  }
}

/** What staff asks of the indexer. Asking for what waits or runs already answers that job. */
export interface IndexerJobs {
  /** @throws CursorInvalid */
  list(tenantId: number, query: IndexerJobQuery): Promise<Page<IndexerJobView>>;
  /** @throws NotFound */
  show(tenantId: number, id: string): Promise<IndexerJobView>;
  /** @throws NotFound, RangeNotIndexed, TooManyJobs */
  orderReplay(tenantId: number, requestedBy: string, request: ReplayRequest): Promise<IndexerJobView>;
  /** @throws NotFound, TooManyJobs */
  orderReconcile(tenantId: number, requestedBy: string, request: ReconcileRequest): Promise<IndexerJobView>;
}

/** The API only writes down what is wanted: the indexer, which may write the books, does it. */
export function createIndexerJobs({ pool }: { readonly pool: pg.Pool }): IndexerJobs {
  return {
    list: (tenantId, query) =>
      inTenantTransaction(pool, tenantId, (client) => listJobs(client, tenantId, query)),

    show: (tenantId, id) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const job = await findJob(client, tenantId, id);
        if (job === null) throw new NotFound("job");
        return job;
      }),

    orderReplay: (tenantId, requestedBy, { vault: address, fromBlock, toBlock }) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const vault = await requireVault(client, tenantId, address);
        const range = { from: BigInt(fromBlock), to: BigInt(toBlock) };
        requireIndexed(vault, range);
        return order(client, tenantId, { kind: "replay", vaultId: vault.id, range, requestedBy });
      }),

    orderReconcile: (tenantId, requestedBy, { vault: address }) =>
      inTenantTransaction(pool, tenantId, async (client) => {
        const vault = await requireVault(client, tenantId, address);
        return order(client, tenantId, { kind: "reconcile", vaultId: vault.id, range: null, requestedBy });
      }),
  };
}

async function requireVault(client: pg.ClientBase, tenantId: number, address: string): Promise<IndexedVault> {
  const vault = await findIndexedVault(client, tenantId, address);
  if (vault === null) throw new NotFound("vault");
  return vault;
}

function requireIndexed(vault: IndexedVault, { from, to }: { from: bigint; to: bigint }): void {
  const { deployBlock, indexedBlock } = vault;
  if (indexedBlock === null || from < deployBlock || to > indexedBlock) throw new RangeNotIndexed(vault);
}

async function order(client: pg.ClientBase, tenantId: number, wanted: NewJob): Promise<IndexerJobView> {
  await lockJobs(client, tenantId);
  const openId = await findOpenJob(client, tenantId, wanted);
  if (openId === null && (await countOpenJobs(client, tenantId)) >= MAX_OPEN_JOBS) throw new TooManyJobs();
  const job = await findJob(client, tenantId, openId ?? (await addJob(client, tenantId, wanted)));
  invariant(job !== null, "a job that was just seen or added is there");
  return job;
}
