import type pg from "pg";
import { inTransaction } from "#backend/db/transaction.ts";
import { COMMISSION_CHECKS } from "#backend/modules/ledger/commissionChecks.store.ts";
import { CRASH_CHECKS } from "#backend/modules/ledger/crashChecks.store.ts";
import {
  BET_CHECKS,
  BOOK_CHECKS,
  CHAIN_CHECKS,
  findContradictions,
  type LedgerCheck,
  type LedgerFinding,
  WALLET_CHECKS,
} from "#backend/modules/ledger/ledgerChecks.store.ts";
import { PLAN_CHECKS } from "#backend/modules/ledger/planChecks.store.ts";
import { ROUND_CHECKS } from "#backend/modules/ledger/roundChecks.store.ts";
import { STATISTICS_CHECKS } from "#backend/modules/ledger/statisticsChecks.store.ts";

/** Everything that can be proved of the books from their rows. Needs to read bets and seeds too. */
export const ALL_CHECKS: readonly LedgerCheck[] = [
  ...BOOK_CHECKS,
  ...WALLET_CHECKS,
  ...BET_CHECKS,
  ...COMMISSION_CHECKS,
  ...CHAIN_CHECKS,
  ...CRASH_CHECKS,
  ...PLAN_CHECKS,
  ...ROUND_CHECKS,
  ...STATISTICS_CHECKS,
];

export interface CheckResult {
  readonly name: string;
  /** At most `MAX_FINDINGS`. */
  readonly findings: readonly LedgerFinding[];
}

/**
 * Runs the checks over all tenants, in one snapshot, so that bets placed meanwhile disturb nothing.
 * The pool's role must see all tenants: not `fairhouse_api`.
 */
export async function checkLedger(
  pool: pg.Pool,
  checks: readonly LedgerCheck[] = ALL_CHECKS,
): Promise<CheckResult[]> {
  return inTransaction(pool, async (client) => {
    await client.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    // Each check reads whole tables, for which hash joins take minutes at worst. A nested loop, which stale
    // statistics may ask for, takes the square of that.
    await client.query("SET LOCAL enable_nestloop = off");
    await client.query("SET LOCAL work_mem = '128MB'");
    return runChecks(client, checks);
  });
}

/** As `checkLedger`, in the caller's transaction and with what it has changed so far. */
export async function runChecks(
  client: pg.ClientBase,
  checks: readonly LedgerCheck[],
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    results.push({ name: check.name, findings: await findContradictions(client, check) });
  }
  return results;
}
