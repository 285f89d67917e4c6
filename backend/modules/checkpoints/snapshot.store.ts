import type pg from "pg";
import type { Bytes32Hex, EvmAddress, Hex } from "#domain/chain/hex.ts";
import { unpackEntries } from "#domain/chain/payoutEntries.ts";
import { FREE_BALANCE, type LiabilityLeaf } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import type { BooksVault } from "./checkpoint.store.ts";

/** What a checkpoint of one currency says, as of one moment of the books; amounts in minor units. */
export interface LiabilitiesSnapshot {
  /** The last final block: the cut. */
  readonly cutBlock: bigint;
  /** Everything that ever came into the vault, up to the cut. */
  readonly entered: bigint;
  /** Everything that batches ever paid, up to the cut. */
  readonly executed: bigint;
  /** What is owed: free balances, and what waits in batches whose execution is not final. */
  readonly leaves: readonly LiabilityLeaf[];
}

/**
 * Reads what the house owes through a vault. The caller's transaction must be repeatable-read, so that all parts are
 * of one moment: balances become spendable, and batches final, in the transaction that moves the final block.
 *
 * @param isCurrent whether players' free balances count on this vault; an older one only pays out what it still owes
 * @returns null before the indexer has seen the vault
 */
export async function readSnapshot(
  client: pg.ClientBase,
  vault: BooksVault & { readonly isCurrent: boolean },
  { code, token }: { readonly code: string; readonly token: EvmAddress },
): Promise<LiabilitiesSnapshot | null> {
  const lines = await readLines(client, vault, { code, token });
  if (lines === null) return null;
  const free = vault.isCurrent ? await readFreeLeaves(client, vault.tenantId, code) : [];
  return { ...lines, leaves: [...free, ...(await readBatchLeaves(client, vault, code))] };
}

interface LinesRow {
  readonly cut_block: bigint;
  readonly entered: bigint;
  readonly executed: bigint;
}

/** The total of an executed batch, credits included: the first word of its data, whose last eight bytes hold it. */
const TOTAL = "('x' || encode(substring(data FROM 25 FOR 8), 'hex'))::bit(64)::bigint";

/** The vault's two growing lines at the last final block: as of the checkpoint before, and what came since. */
async function readLines(
  client: pg.ClientBase,
  vault: BooksVault,
  { code, token }: { readonly code: string; readonly token: EvmAddress },
): Promise<Omit<LiabilitiesSnapshot, "leaves"> | null> {
  const { rows } = await client.query<LinesRow>(
    `WITH before AS (
       SELECT cut_block, entered, executed FROM checkpoints
       WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3 AND status <> 'built' AND cut_block IS NOT NULL
       ORDER BY epoch DESC LIMIT 1),
     since AS (
       SELECT coalesce(sum(effect)
           FILTER (WHERE name IN ('Deposited', 'RegistrationAccepted', 'RetopupCompleted')), 0) AS entered,
         coalesce(sum(${TOTAL}) FILTER (WHERE name = 'PayoutExecuted'), 0) AS executed
       FROM chain_events JOIN chain_cursors AS cursor USING (tenant_id, vault_id)
       WHERE tenant_id = $1 AND vault_id = $2 AND canonical AND token = $4
         AND chain_events.block_number > coalesce((SELECT cut_block FROM before), -1)
         AND chain_events.block_number <= cursor.final_number)
     SELECT cursor.final_number AS cut_block,
       (coalesce((SELECT entered FROM before), 0) + since.entered)::bigint AS entered,
       (coalesce((SELECT executed FROM before), 0) + since.executed)::bigint AS executed
     FROM chain_cursors AS cursor, since WHERE cursor.tenant_id = $1 AND cursor.vault_id = $2`,
    [vault.tenantId, vault.id, code, token],
  );
  const [row] = rows;
  return row === undefined ? null : { cutBlock: row.cut_block, entered: row.entered, executed: row.executed };
}

/** Per player: what can be played with or withdrawn, and withdrawals that wait to be batched. */
async function readFreeLeaves(
  client: pg.ClientBase,
  tenantId: number,
  currency: string,
): Promise<LiabilityLeaf[]> {
  const { rows } = await client.query<{ account: EvmAddress; quanta: bigint }>(
    `SELECT wallet_address AS account, sum(amount)::bigint AS quanta
     FROM (SELECT owner_id AS user_id, balance AS amount FROM accounts
           WHERE tenant_id = $1 AND currency = $2 AND kind IN ('player_cash', 'player_locked', 'player_income')
             AND balance > 0
           UNION ALL
           SELECT user_id, amount FROM withdrawals
           WHERE tenant_id = $1 AND currency = $2 AND status = 'requested') AS owed
     JOIN users ON users.tenant_id = $1 AND users.id = owed.user_id
     GROUP BY wallet_address`,
    [tenantId, currency],
  );
  return rows.map(({ account, quanta }) => ({ account, quanta, batchId: FREE_BALANCE }));
}

/** Per batch that is not finally executed and per recipient: the sum of its entries. */
async function readBatchLeaves(
  client: pg.ClientBase,
  { tenantId, id }: BooksVault,
  currency: string,
): Promise<LiabilityLeaf[]> {
  const { rows } = await client.query<{ id: Bytes32Hex; entries: Hex }>(
    `SELECT id, entries FROM payout_batches
     WHERE tenant_id = $1 AND vault_id = $2 AND currency = $3 AND status IN ('built', 'signed', 'sent', 'executed')`,
    [tenantId, id, currency],
  );
  return rows.flatMap(({ id: batchId, entries }) => {
    const byRecipient = Map.groupBy(unpackEntries(entries), ({ account }) => account);
    return [...byRecipient].map(([account, payments]) => {
      const quanta = payments.reduce((sum, payment) => sum + payment.quanta, 0n);
      return { account, quanta, batchId };
    });
  });
}
