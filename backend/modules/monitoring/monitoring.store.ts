import { z } from "zod";
import type { TenantDatabase } from "#backend/db/client.ts";
import type { ReconciliationView } from "#domain/api/monitoring.ts";
import { invariant } from "#domain/errors.ts";

/** Checks shown, newest first. */
const MAX_SHOWN = 20;

const findings = z.array(z.object({ check: z.string(), detail: z.string() }));

/** The latest reconciliations, and how far the indexer and the chain are. */
export async function readReconciliations(db: TenantDatabase): Promise<{
  items: ReconciliationView[];
  indexedBlock: string | null;
  headBlock: string | null;
}> {
  const [rows, vaults, cursors] = await Promise.all([
    db.reconciliation.findMany({ orderBy: { id: "desc" }, take: MAX_SHOWN }),
    db.vault.findMany({ select: { id: true, address: true } }),
    db.chainCursor.findMany({ orderBy: { vaultId: "desc" }, take: 1 }),
  ]);
  const addresses = new Map(vaults.map(({ id, address }) => [id, address]));
  const items = rows.map((row) => {
    const vault = addresses.get(row.vaultId);
    invariant(vault !== undefined, "a reconciliation names a vault of its tenant");
    return {
      vault,
      currency: row.currency,
      blockNumber: row.blockNumber.toString(),
      chainBalance: row.chainBalance.toString(),
      ledgerBalance: row.ledgerBalance.toString(),
      variance: (row.chainBalance - row.ledgerBalance).toString(),
      findings: findings.parse(row.findings),
      checkedAt: row.createdAt.toISOString(),
    };
  });
  const cursor = cursors[0];
  return {
    items,
    indexedBlock: cursor?.blockNumber.toString() ?? null,
    headBlock: cursor?.headNumber.toString() ?? null,
  };
}
