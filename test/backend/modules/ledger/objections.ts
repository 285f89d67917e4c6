import type pg from "pg";
import { runChecks } from "#backend/modules/ledger/ledgerChecks.service.ts";
import type { LedgerCheck } from "#backend/modules/ledger/ledgerChecks.store.ts";

/** Names of the checks that object when the books have been changed by hand; the change is undone. */
export async function objectionsTo(
  sql: string,
  { owner, checks }: { readonly owner: pg.Pool; readonly checks: readonly LedgerCheck[] },
): Promise<string[]> {
  const client = await owner.connect();
  try {
    await client.query("BEGIN");
    // Triggers that keep rows append-only stand aside for this role, so that the test can play the vandal.
    await client.query("SET LOCAL session_replication_role = replica");
    await client.query(sql);
    const results = await runChecks(client, checks);
    return results.filter(({ findings }) => findings.length > 0).map(({ name }) => name);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}
