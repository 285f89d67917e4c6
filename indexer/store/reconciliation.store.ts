import type pg from "pg";
import { z } from "zod";
import type { CheckResult, Finding, Snapshot } from "#domain/indexing/reconcile.ts";
import type { HouseVault, ListedCurrency } from "#indexer/store/vault.store.ts";

/** Disagreements named one by one; more of the same kind are not looked for. */
const MAX_LISTED = 20;

const findingsShape = z.array(
  z.object({
    check: z.enum([
      "vault_balance",
      "event_postings",
      "first_difference",
      "payout_batches",
      "unlisted_token",
    ]),
    detail: z.string(),
  }),
);

/** The books' side of a snapshot; the vault's balance is asked of the chain. */
export type BooksSide = Omit<Snapshot, "chainMinor">;

interface BooksRow {
  readonly ledger: bigint;
  readonly events: bigint;
  readonly unknown_batches: string[];
  readonly unseen_batches: string[];
  readonly unlisted_events: bigint;
}

/** By how much each kind of event changed what the vault holds; see `custodyEffect`. */
const EFFECT = `CASE name
  WHEN 'Deposited' THEN (args ->> 'quanta')::numeric
  WHEN 'PayoutExecuted' THEN (args ->> 'credited')::numeric - (args ->> 'total')::numeric
  WHEN 'RegistrationAccepted' THEN (args ->> 'quanta')::numeric
  WHEN 'RetopupCompleted' THEN (args ->> 'quanta')::numeric
  WHEN 'CreditClaimed' THEN -(args ->> 'quanta')::numeric
  WHEN 'TreasuryTransferred' THEN -(args ->> 'quanta')::numeric
  WHEN 'Exited' THEN -(args ->> 'paid')::numeric
  WHEN 'DepositsExited' THEN -(args ->> 'paid')::numeric
  ELSE 0 END`;

/** Events that say what the vault may do or owes, and move no coins. */
const WITHOUT_COINS =
  "('CheckpointPublished', 'ExitActivated', 'TokenListed', 'EntriesPauseChanged', 'PayoutsPauseChanged')";

/**
 * What the books say about one currency, in one statement and therefore as of one moment. Custody stands for
 * all vaults of the tenant: what the others hold, by their recorded events, is taken off.
 */
export async function readBooks(
  client: pg.ClientBase,
  vault: HouseVault,
  currency: ListedCurrency,
): Promise<BooksSide> {
  const { rows } = await client.query<BooksRow>(
    `WITH canonical AS (
       SELECT name, args FROM chain_events WHERE tenant_id = $1 AND vault_id = $2 AND canonical),
     executed AS (
       SELECT args ->> 'batchId' AS id FROM canonical WHERE name = 'PayoutExecuted' AND args ->> 'token' = $4),
     known AS (
       SELECT id FROM payout_batches
       WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3 AND status IN ('executed', 'final'))
     SELECT
       (coalesce((SELECT -sum(balance) FROM accounts
          WHERE tenant_id = $1 AND kind = 'custody' AND currency = $3), 0)
        - coalesce((SELECT sum(${EFFECT}) FROM chain_events
          WHERE tenant_id = $1 AND vault_id <> $2 AND canonical AND args ->> 'token' = $4), 0))::bigint AS ledger,
       (SELECT coalesce(sum(${EFFECT}), 0)::bigint FROM canonical WHERE args ->> 'token' = $4) AS events,
       ARRAY(SELECT id FROM executed EXCEPT SELECT id FROM known ORDER BY id LIMIT ${MAX_LISTED}) AS unknown_batches,
       ARRAY(SELECT id FROM known EXCEPT SELECT id FROM executed ORDER BY id LIMIT ${MAX_LISTED}) AS unseen_batches,
       (SELECT count(*) FROM canonical WHERE name NOT IN ${WITHOUT_COINS} AND NOT EXISTS (
          SELECT FROM currencies WHERE tenant_id = $1 AND token = args ->> 'token')) AS unlisted_events`,
    [vault.tenantId, vault.id, currency.code, currency.token],
  );
  const [row] = rows;
  if (row === undefined) throw new TypeError("a statement without FROM returns one row");
  return {
    ledgerMinor: row.ledger,
    eventsMinor: row.events,
    unknownBatches: row.unknown_batches,
    unseenBatches: row.unseen_batches,
    unlistedEvents: Number(row.unlisted_events),
  };
}

/** What the recorded events add up to after a block, in minor units. */
export async function sumEventsThrough(
  client: pg.ClientBase | pg.Pool,
  vault: HouseVault,
  through: { readonly token: string; readonly blockNumber: bigint },
): Promise<bigint> {
  const { rows } = await client.query<{ total: bigint }>(
    `SELECT coalesce(sum(${EFFECT}), 0)::bigint AS total FROM chain_events
     WHERE tenant_id = $1 AND vault_id = $2 AND canonical AND args ->> 'token' = $3 AND block_number <= $4`,
    [vault.tenantId, vault.id, through.token, through.blockNumber],
  );
  return rows[0]?.total ?? 0n;
}

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
  client: pg.ClientBase,
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
  const findings = findingsShape.parse(row.findings);
  return {
    result: { chainMinor: row.chain_balance, ledgerMinor: row.ledger_balance, findings },
    ageMs: row.age_ms,
  };
}

/** Older records are deleted, a few with each new one; those that found something stay. */
const RECORDS_KEPT = "90 days";
const DELETED_PER_RECORD = 10;

/** Records a check, and forgets old ones that found nothing. */
export async function saveCheck(
  client: pg.ClientBase,
  vault: HouseVault,
  check: CheckResult & { readonly currency: string; readonly blockNumber: bigint },
): Promise<void> {
  await client.query(
    `INSERT INTO reconciliations (tenant_id, vault_id, currency, block_number, chain_balance, ledger_balance, findings)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      vault.tenantId,
      vault.id,
      check.currency,
      check.blockNumber,
      check.chainMinor,
      check.ledgerMinor,
      JSON.stringify(check.findings),
    ],
  );
  await client.query(
    `DELETE FROM reconciliations WHERE id = ANY(ARRAY(
       SELECT id FROM reconciliations
       WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3 AND findings = '[]'
         AND created_at < now() - interval '${RECORDS_KEPT}' ORDER BY id LIMIT ${DELETED_PER_RECORD}))`,
    [vault.tenantId, vault.id, check.currency],
  );
}

/** Stops the tenant's payouts. @returns whether they were running */
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
