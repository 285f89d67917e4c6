import type { EventStage } from "#domain/indexing/eventCause.ts";
import type { LedgerCheck } from "./ledgerChecks.store.ts";

/** A block that comes back more often than this is no reorganisation any more. */
const MAX_LIVES = 1_000;

/**
 * Every life of every plan entry. A reorganisation ends a life by a reversal; a block that comes back begins the next one.
 * The last life is the one that the entry's status speaks of.
 */
const LIVES = `
  place AS (
    SELECT entry.tenant_id, entry.id, entry.token, entry.amount, entry.status, vault.chain_id,
      '0x' || encode(entry.block_hash, 'hex') AS block_hash, entry.log_index
    FROM plan_entries AS entry
    JOIN vaults AS vault ON vault.id = entry.vault_id AND vault.tenant_id = entry.tenant_id
  ), lived (tenant_id, id, token, amount, status, chain_id, block_hash, log_index, life, reversed_id) AS (
    SELECT place.*, 0, ${causeId("reversed", "0")} FROM place
    UNION ALL
    SELECT tenant_id, id, token, amount, status, chain_id, block_hash, log_index, life + 1,
      ${causeId("reversed", "(life + 1)")}
    FROM lived
    WHERE life < ${MAX_LIVES} AND EXISTS (
      SELECT FROM transfers WHERE transfers.tenant_id = lived.tenant_id AND transfers.cause_id = reversed_id)
  ), lives AS (
    SELECT *, ${causeId("observed", "life")} AS observed_id,
      life = max(life) OVER (PARTITION BY tenant_id, chain_id, block_hash, log_index) AS is_last
    FROM lived
  )`;

/** The transfers that the entries of listed tokens must have; nothing is known of what other tokens are worth. */
const EXPECTED = `
  expected AS (
    SELECT due.tenant_id, due.id, due.code, due.cause_id, due.amount, currencies.code AS currency
    FROM (
      SELECT tenant_id, id, token, amount, 'entry_received' AS code, observed_id AS cause_id
      FROM lives WHERE status <> 'reversed' OR NOT is_last
      UNION ALL
      SELECT tenant_id, id, token, amount, 'entry_reversed', reversed_id FROM lives WHERE NOT is_last
    ) AS due
    JOIN currencies ON currencies.tenant_id = due.tenant_id AND currencies.token = due.token
  )`;

/** The transfers that there are, and whether they lead from custody to suspense, or back. */
const POSTED = `
  posted AS (
    SELECT transfers.tenant_id, transfers.code, transfers.cause_id, transfers.amount, debit.currency,
      leg = 0 AND debit.kind || ' to ' || credit.kind = CASE transfers.code
        WHEN 'entry_received' THEN 'custody to suspense' ELSE 'suspense to custody' END AS is_way_right
    FROM transfers
    JOIN accounts AS debit ON debit.id = debit_account_id
    JOIN accounts AS credit ON credit.id = credit_account_id
    WHERE transfers.code IN ('entry_received', 'entry_reversed')
  )`;

/** About entries into the plan: their coins lie in the vault, and in suspense until the plan knows whose they are. */
export const PLAN_CHECKS: readonly LedgerCheck[] = [
  {
    name: "each plan entry has its transfers, and each such transfer its entry",
    sql: `
      WITH RECURSIVE ${LIVES}, ${EXPECTED}, ${POSTED}
      SELECT tenant_id, coalesce('entry ' || id, 'transfer ' || cause_id) AS subject,
        code || ' of ' || coalesce(expected.amount::text, 'nothing') || ', posted '
          || coalesce(posted.amount || ' ' || posted.currency, 'nothing') AS detail
      FROM expected FULL JOIN posted USING (tenant_id, code, cause_id)
      WHERE (expected.amount, expected.currency, true)
        IS DISTINCT FROM (posted.amount, posted.currency, posted.is_way_right)`,
  },
  {
    name: "each plan entry is that of a recorded event, with its amount",
    sql: `
      SELECT entry.tenant_id, 'entry ' || entry.id AS subject,
        'no fitting event ' || entry.block_number || '/' || entry.log_index AS detail
      FROM plan_entries AS entry
      WHERE entry.status <> 'reversed' AND NOT EXISTS (
        SELECT FROM chain_events AS event
        WHERE event.vault_id = entry.vault_id AND event.tenant_id = entry.tenant_id
          AND event.block_number = entry.block_number AND event.log_index = entry.log_index
          AND event.block_hash = entry.block_hash AND event.canonical AND event.token = entry.token
          AND event.effect = entry.amount
          AND event.name = CASE entry.kind WHEN 'registration' THEN 'RegistrationAccepted' ELSE 'RetopupCompleted' END)`,
  },
];

/**
 * In SQL what `eventCauseId` computes, of the columns `chain_id`, `block_hash` and `log_index`: SHA-256 of the parts as a JSON
 * array of strings, in the layout of version 8 of RFC 9562.
 */
function causeId(stage: EventStage, life: string): string {
  const parts = `'["vault-event","' || chain_id || '","' || block_hash || '","' || log_index || '","${stage}","' || ${life} || '"]'`;
  const digest = `sha256(convert_to(${parts}, 'UTF8'))`;
  const versioned = `set_byte(substr(${digest}, 1, 16), 6, get_byte(${digest}, 6) & 15 | 128)`;
  return `encode(set_byte(${versioned}, 8, get_byte(${digest}, 8) & 63 | 128), 'hex')::uuid`;
}
