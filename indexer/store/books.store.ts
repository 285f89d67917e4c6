import type pg from "pg";
import type { EventPlace } from "#domain/indexing/eventPlace.ts";
import type { Snapshot } from "#domain/indexing/reconcile.ts";
import { disputedBatches, type SearchedBatches } from "#indexer/store/disputedBatches.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** The books' side of a currency; the vault's balance is asked of the chain. */
export type BooksSide = Omit<Snapshot, "chainMinor">;

/** After so long, sums are made from the first block on again: they would not notice that an old row was changed. */
const VERIFY_AFTER = "1 hour";

/** Makes sure that a vault has a mark. It must stand before a check begins: see `readBooks`. */
export async function ensureMark(pool: pg.Pool, vault: HouseVault): Promise<void> {
  await pool.query(
    "INSERT INTO reconciliation_marks (vault_id, tenant_id, through_block) VALUES ($1, $2, -1) ON CONFLICT DO NOTHING",
    [vault.id, vault.tenantId],
  );
}

export interface ReadBooks {
  /** By currency. */
  readonly sides: ReadonlyMap<string, BooksSide>;
  /** Whether every event was looked at, and not only those since the last check. */
  readonly isFromScratch: boolean;
}

/**
 * What the books say about each currency, in a repeatable-read transaction and therefore as of one moment. Custody stands
 * for all vaults of the tenant: what the others hold, by their recorded events, is taken off.
 *
 * What is final stays, so its sum is kept and the next check goes on from there. The mark that says how far sums reach is
 * taken away by the database itself when final blocks are dropped; a check that saw it before fails to serialise
 * then, and is made again.
 */
export async function readBooks(
  client: pg.ClientBase,
  vault: HouseVault,
  work: { readonly finalNumber: bigint; readonly fromScratch: boolean },
): Promise<ReadBooks> {
  const mark = await readMark(client, vault, work.fromScratch);
  const isFromScratch = mark.throughBlock < 0n;
  if (isFromScratch) await resetMark(client, vault);
  const batches = await disputedBatches(client, vault, mark);
  if (batches.isComplete) await moveMark(client, vault, { ...work, mark, batches, isFromScratch });
  const holdings = await readHoldings(client, vault.tenantId);
  return { sides: await readSides(client, vault, { holdings, batches }), isFromScratch };
}

interface Mark {
  /** −1 before the first block. */
  readonly throughBlock: bigint;
  readonly disputed: readonly string[];
}

async function readMark(client: pg.ClientBase, vault: HouseVault, fromScratch: boolean): Promise<Mark> {
  const { rows } = await client.query<{ through_block: bigint; disputed_batches: string[] }>(
    `SELECT through_block, disputed_batches FROM reconciliation_marks
     WHERE vault_id = $1 AND NOT $2 AND verified_at > now() - interval '${VERIFY_AFTER}'`,
    [vault.id, fromScratch],
  );
  const [row] = rows;
  return { throughBlock: row?.through_block ?? -1n, disputed: row?.disputed_batches ?? [] };
}

async function resetMark(client: pg.ClientBase, vault: HouseVault): Promise<void> {
  await client.query("DELETE FROM custody_sums WHERE vault_id = $1", [vault.id]);
  await client.query("UPDATE reconciliation_marks SET through_block = -1 WHERE vault_id = $1", [vault.id]);
}

async function moveMark(
  client: pg.ClientBase,
  vault: HouseVault,
  work: { finalNumber: bigint; mark: Mark; batches: SearchedBatches; isFromScratch: boolean },
): Promise<void> {
  const { mark, finalNumber, batches, isFromScratch } = work;
  await client.query(
    `INSERT INTO custody_sums AS sums (vault_id, tenant_id, token, amount, events)
     SELECT $2, $1, token, sum(effect), count(*) FROM chain_events
     WHERE tenant_id = $1 AND vault_id = $2 AND canonical AND effect <> 0 AND token IS NOT NULL
       AND block_number > $3 AND block_number <= $4
     GROUP BY token
     ON CONFLICT (vault_id, token) DO UPDATE
     SET amount = sums.amount + excluded.amount, events = sums.events + excluded.events`,
    [vault.tenantId, vault.id, mark.throughBlock, finalNumber],
  );
  const throughBlock = finalNumber > mark.throughBlock ? finalNumber : mark.throughBlock;
  await client.query(
    `UPDATE reconciliation_marks SET through_block = $2, disputed_batches = $3,
       verified_at = CASE WHEN $4::boolean THEN now() ELSE verified_at END
     WHERE vault_id = $1`,
    [vault.id, throughBlock, batches.disputed.map(({ id }) => id), isFromScratch],
  );
}

/** What the recorded events of a vault add up to, in one token. */
interface Holding {
  readonly vaultId: number;
  readonly token: string;
  readonly amount: bigint;
  readonly events: bigint;
}

/** The holdings of all vaults of a tenant: what is summed already, and what came after. */
async function readHoldings(client: pg.ClientBase, tenantId: number): Promise<Holding[]> {
  const { rows: vaults } = await client.query<{ id: number; through: bigint }>(
    `SELECT id, coalesce(through_block, -1) AS through
     FROM vaults LEFT JOIN reconciliation_marks ON vault_id = vaults.id WHERE vaults.tenant_id = $1`,
    [tenantId],
  );
  const holdings: Holding[] = [];
  for (const { id, through } of vaults) {
    // A statement per vault: Postgres plans each by its own block, and so reads the last events alone.
    const { rows } = await client.query<Omit<Holding, "vaultId">>(
      `SELECT token, sum(amount)::bigint AS amount, sum(events)::bigint AS events FROM (
         SELECT token, amount, events FROM custody_sums WHERE tenant_id = $1 AND vault_id = $2
         UNION ALL
         SELECT token, effect, 1 FROM chain_events
         WHERE tenant_id = $1 AND vault_id = $2 AND block_number > $3 AND canonical AND effect <> 0
           AND token IS NOT NULL) AS parts
       GROUP BY token`,
      [tenantId, id, through],
    );
    holdings.push(...rows.map((row) => ({ vaultId: id, ...row })));
  }
  return holdings;
}

interface CurrencyRow {
  readonly code: string;
  readonly token: string;
  readonly threshold: bigint;
  readonly custody: bigint;
}

async function readSides(
  client: pg.ClientBase,
  vault: HouseVault,
  { holdings, batches }: { readonly holdings: readonly Holding[]; readonly batches: SearchedBatches },
): Promise<Map<string, BooksSide>> {
  const { rows } = await client.query<CurrencyRow>(
    `SELECT code, token, variance_threshold AS threshold, coalesce((
       SELECT -sum(balance) FROM accounts
       WHERE accounts.tenant_id = $1 AND kind = 'custody' AND currency = code), 0)::bigint AS custody
     FROM currencies WHERE tenant_id = $1`,
    [vault.tenantId],
  );
  const listed = new Set(rows.map(({ token }) => token));
  const own = holdings.filter(({ vaultId }) => vaultId === vault.id);
  const unlisted = own.filter(({ token }) => !listed.has(token)).map(({ events }) => events);
  return new Map(
    rows.map(({ code, token, threshold, custody }) => {
      const held = holdings.filter((holding) => holding.token === token);
      const others = held.filter(({ vaultId }) => vaultId !== vault.id).map(({ amount }) => amount);
      const side = {
        ledgerMinor: custody - sumOf(others),
        eventsMinor: sumOf(held.map(({ amount }) => amount)) - sumOf(others),
        unknownBatches: idsOf(batches, code, "unknown"),
        unseenBatches: idsOf(batches, code, "unseen"),
        unlistedEvents: Number(sumOf(unlisted)),
        thresholdMinor: threshold,
      };
      return [code, side];
    }),
  );
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

function idsOf({ disputed }: SearchedBatches, code: string, kind: "unknown" | "unseen"): string[] {
  return disputed.flatMap((batch) => (batch.currency === code && batch.kind === kind ? [batch.id] : []));
}

/** What the recorded events of a token add up to in a range of blocks, in minor units. */
export async function sumEvents(
  client: pg.ClientBase | pg.Pool,
  vault: HouseVault,
  { token, from, to }: { readonly token: string; readonly from: bigint; readonly to: bigint },
): Promise<bigint> {
  const { rows } = await client.query<{ total: bigint }>(
    `SELECT coalesce(sum(effect), 0)::bigint AS total FROM chain_events
     WHERE tenant_id = $1 AND vault_id = $2 AND canonical AND token = $3 AND block_number BETWEEN $4 AND $5`,
    [vault.tenantId, vault.id, token, from, to],
  );
  return rows[0]?.total ?? 0n;
}

type Place = Pick<EventPlace, "blockNumber" | "logIndex">;

/** What is recorded of a token's events from one place to another as their effect, by place; see `placeKey`. */
export async function findEffects(
  client: pg.ClientBase,
  vault: HouseVault,
  { token, from, to }: { readonly token: string; readonly from: Place; readonly to: Place },
): Promise<Map<string, bigint>> {
  const { rows } = await client.query<{ block_number: bigint; log_index: number; effect: bigint }>(
    `SELECT block_number, log_index, effect FROM chain_events
     WHERE tenant_id = $1 AND vault_id = $2 AND canonical AND token = $3
       AND (block_number, log_index) >= ($4, $5) AND (block_number, log_index) <= ($6, $7)`,
    [vault.tenantId, vault.id, token, from.blockNumber, from.logIndex, to.blockNumber, to.logIndex],
  );
  return new Map(
    rows.map((row) => [placeKey({ blockNumber: row.block_number, logIndex: row.log_index }), row.effect]),
  );
}

export function placeKey({ blockNumber, logIndex }: Place): string {
  return `${blockNumber}/${logIndex}`;
}
