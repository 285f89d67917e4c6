import type pg from "pg";
import { readPostings } from "#indexer/store/onChainPostings.store.ts";
import { PAGE, type PageRow, pagesOf, type StateLine, type StateTable } from "#indexer/store/statePages.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/**
 * What a vault's books say that follows from the chain alone, up to a final block: the same lines in the same order from
 * every database that indexed the chain, whatever its ids, its clock, the order in which rows were made, and what became
 * of dropped blocks meanwhile.
 *
 * - `events`: the canonical events, all of their columns;
 * - `postings`: by how much each event's transfers changed custody, over all lives of its block, and, for money that
 *   the chain itself says the owner of (deposits, entries, the treasury), which accounts they changed, by what they are
 *   for and whose wallet. Whose withdrawal a payout, a claim or an exit settles is not known to the chain: these
 *   accounts count as one, `owed`, in which such movements cancel out;
 * - `deposits`, `entries`, `checkpoints` (what the chain says of them), `governance`, `anchors`: rows by their place;
 * - `custody`: what custody holds beyond what all recorded events add up to. No line where that is nothing, as it
 *   must be.
 *
 * Not in it, because the chain does not know: users beyond their wallets, withdrawals, batches as the house planned them,
 * bets, suspense that awaits people, times of writing.
 *
 * @param through a block that is final in this database
 */
export async function* readOnChainState(
  pool: pg.Pool,
  vault: HouseVault,
  through: bigint,
): AsyncGenerator<StateLine> {
  yield* readPages(pool, vault, through, { table: "events", sql: EVENTS });
  yield* readPostings(pool, vault, through);
  yield* readPages(pool, vault, through, { table: "deposits", sql: DEPOSITS });
  yield* readPages(pool, vault, through, { table: "entries", sql: ENTRIES });
  yield* readPages(pool, vault, through, { table: "checkpoints", sql: CHECKPOINTS });
  yield* readPages(pool, vault, through, { table: "governance", sql: GOVERNANCE });
  yield* readPages(pool, vault, through, { table: "anchors", sql: ANCHORS });
  yield* readCustody(pool, vault);
}

const EVENTS = `
  SELECT block_number, log_index, concat_ws(' ', encode(block_hash, 'hex'), block_time, encode(tx_hash, 'hex'), emitter,
    name, token, effect, encode(topics, 'hex'), encode(sha256(data), 'hex')) AS text
  FROM chain_events WHERE tenant_id = $1 AND vault_id = $2 AND canonical ${PAGE}`;
const DEPOSITS = `
  SELECT block_number, log_index, concat_ws(' ', deposit.id, coalesce(wallet_address, 'house'), token, amount, block_hash,
    tx_hash, deposit.status) AS text
  FROM deposits AS deposit LEFT JOIN users ON users.id = user_id
    JOIN currencies ON currencies.tenant_id = $1 AND code = currency
  WHERE deposit.tenant_id = $1 AND vault_id = $2 AND deposit.status <> 'reversed' ${PAGE}`;
const ENTRIES = `
  SELECT block_number, log_index, concat_ws(' ', kind, account, coalesce(sponsor, 'nobody'), token, amount, entry_nonce,
    encode(placement_hint, 'hex'), encode(block_hash, 'hex'), encode(tx_hash, 'hex'), status) AS text
  FROM plan_entries WHERE tenant_id = $1 AND vault_id = $2 AND status <> 'reversed' ${PAGE}`;
/** A checkpoint's place is that of the event that published it: its second topic is the token, its third the epoch. */
const CHECKPOINTS = `
  SELECT block_number, log_index, concat_ws(' ', event.token, epoch, root, total, entered, executed, checkpoint.tx_hash,
    extract(epoch FROM published_at)::bigint, status) AS text
  FROM chain_events AS event
    JOIN currencies ON currencies.tenant_id = $1 AND currencies.token = event.token
    JOIN checkpoints AS checkpoint ON checkpoint.vault_id = $2 AND currency = code
      AND checkpoint.tx_hash = '0x' || encode(event.tx_hash, 'hex')
      AND substr(event.topics, 65, 32) = decode(lpad(to_hex(epoch), 64, '0'), 'hex')
  WHERE event.tenant_id = $1 AND event.vault_id = $2 AND canonical AND name = 'CheckpointPublished' ${PAGE}`;
const GOVERNANCE = `
  SELECT block_number, log_index, concat_ws(' ', block_hash, block_time, tx_hash, emitter, name, args) AS text
  FROM governance_changes WHERE tenant_id = $1 AND vault_id = $2 ${PAGE}`;
const ANCHORS = `
  SELECT block_number, log_index, concat_ws(' ', kind, epoch, root, block_time, tx_hash) AS text
  FROM fairness_anchors WHERE tenant_id = $1 AND vault_id = $2 ${PAGE}`;

async function* readPages(
  pool: pg.Pool,
  vault: HouseVault,
  through: bigint,
  { table, sql }: { readonly table: StateTable; readonly sql: string },
): AsyncGenerator<StateLine> {
  for await (const page of pagesOf<PageRow & { text: string }>(pool, vault, through, sql)) {
    for (const { block_number: block, log_index: logIndex, text } of page)
      yield { table, block, logIndex, text };
  }
}

async function* readCustody(pool: pg.Pool, { tenantId }: HouseVault): AsyncGenerator<StateLine> {
  const { rows } = await pool.query<{ text: string }>(
    `SELECT concat_ws(' ', token, surplus) AS text FROM (
       SELECT token,
         coalesce((SELECT -sum(balance) FROM accounts
           WHERE tenant_id = $1 AND kind = 'custody' AND currency = code), 0)
         - coalesce((SELECT sum(effect) FROM chain_events AS event
           WHERE event.tenant_id = $1 AND canonical AND event.token = currencies.token), 0) AS surplus
       FROM currencies WHERE tenant_id = $1) AS compared
     WHERE surplus <> 0 ORDER BY token`,
    [tenantId],
  );
  for (const { text } of rows) yield { table: "custody", block: 0n, logIndex: 0, text };
}
