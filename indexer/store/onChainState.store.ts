import type pg from "pg";
import type { Hex } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import { type EventStage, eventCauseId } from "#domain/indexing/eventCause.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** The parts of the on-chain state, in the order in which they are told. */
export const STATE_TABLES = [
  "events",
  "postings",
  "deposits",
  "entries",
  "checkpoints",
  "governance",
  "anchors",
  "custody",
] as const;
export type StateTable = (typeof STATE_TABLES)[number];

/** One fact of the on-chain state, as text. */
export interface StateLine {
  readonly table: StateTable;
  readonly block: bigint;
  readonly logIndex: number;
  readonly text: string;
}

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

/** Rows read at once. */
const PAGE_ROWS = 5_000;
/** A block that came back so often is no reorg any more. */
const MAX_LIVES = 1_000;

/**
 * Each: the rows after a place, in order. $1 tenant, $2 vault, $3 last block, ($4, $5) the place before, $6 how many.
 */
const PAGE =
  "AND block_number <= $3 AND (block_number, log_index) > ($4, $5) ORDER BY block_number, log_index LIMIT $6";
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

interface PageRow {
  readonly block_number: bigint;
  readonly log_index: number;
}

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

/** Each page has at least one row beyond the one before it, so the rows bound the loop. */
async function* pagesOf<Row extends PageRow>(
  pool: pg.Pool,
  vault: HouseVault,
  through: bigint,
  sql: string,
): AsyncGenerator<Row[]> {
  let last = { block: -1n, logIndex: -1 };
  for (;;) {
    const place = [last.block, last.logIndex];
    const { rows } = await pool.query<Row>(sql, [vault.tenantId, vault.id, through, ...place, PAGE_ROWS]);
    if (rows.length > 0) yield rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE_ROWS) return;
    last = { block: end.block_number, logIndex: end.log_index };
  }
}

interface EventRow extends PageRow {
  readonly block_hash: Hex;
}

async function* readPostings(pool: pg.Pool, vault: HouseVault, through: bigint): AsyncGenerator<StateLine> {
  const sql = `SELECT block_number, log_index, '0x' || encode(block_hash, 'hex') AS block_hash FROM chain_events
    WHERE tenant_id = $1 AND vault_id = $2 AND canonical ${PAGE}`;
  for await (const events of pagesOf<EventRow>(pool, vault, through, sql)) {
    const effects = await effectsOf(pool, vault, events);
    for (const [place, { block_number: block, log_index: logIndex }] of events.entries()) {
      const text = textOf(effects.get(place));
      if (text !== "") yield { table: "postings", block, logIndex, text };
    }
  }
}

/** By how much the transfers of an event changed accounts, by what these are for. */
type Effect = Map<string, bigint>;

async function effectsOf(
  pool: pg.Pool,
  vault: HouseVault,
  events: readonly EventRow[],
): Promise<Map<number, Effect>> {
  const effects = new Map<number, Effect>();
  let open = [...events.keys()];
  for (let life = 0; open.length > 0; life++) {
    invariant(life < MAX_LIVES, `no block is dropped ${MAX_LIVES} times`);
    const reversed = new Set<number>();
    for (const moved of await findMoved(pool, vault, events, open, life)) {
      const effect = effects.get(moved.place) ?? new Map<string, bigint>();
      effects.set(moved.place, effect);
      add(effect, roleOf(moved.debit, moved), -moved.amount);
      add(effect, roleOf(moved.credit, moved), moved.amount);
      if (moved.stage === "reversed") reversed.add(moved.place);
    }
    open = open.filter((place) => reversed.has(place));
  }
  return effects;
}

interface MovedRow {
  /** The event's place in the page. */
  readonly place: number;
  readonly stage: EventStage;
  readonly code: string;
  readonly token: string;
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
}

const STAGES = ["observed", "finalized", "reversed"] as const satisfies readonly EventStage[];

async function findMoved(
  pool: pg.Pool,
  vault: HouseVault,
  events: readonly EventRow[],
  places: readonly number[],
  life: number,
): Promise<MovedRow[]> {
  const causes = places.flatMap((place) => {
    const event = events[place];
    if (event === undefined) return [];
    const key = { chainId: vault.chainId, blockHash: event.block_hash, logIndex: event.log_index };
    return STAGES.map((stage) => ({ place, stage, id: eventCauseId(key, stage, life) }));
  });
  const { rows } = await pool.query<MovedRow>(
    `SELECT place, stage, transfer.code, token, amount,
       concat_ws('/', debit.kind, payer.wallet_address) AS debit,
       concat_ws('/', credit.kind, payee.wallet_address) AS credit
     FROM unnest($2::uuid[], $3::integer[], $4::text[]) AS cause (id, place, stage)
       JOIN transfers AS transfer ON transfer.tenant_id = $1 AND transfer.cause_id = cause.id
       JOIN accounts AS debit ON debit.id = debit_account_id
       JOIN accounts AS credit ON credit.id = credit_account_id
       JOIN currencies ON currencies.tenant_id = $1 AND currencies.code = debit.currency
       LEFT JOIN users AS payer ON payer.id = debit.owner_id
       LEFT JOIN users AS payee ON payee.id = credit.owner_id`,
    [
      vault.tenantId,
      causes.map(({ id }) => id),
      causes.map(({ place }) => place),
      causes.map(({ stage }) => stage),
    ],
  );
  return rows;
}

/** Movements between accounts that the chain knows on both sides. */
const KNOWN_TO_THE_CHAIN = /^(deposit|bankroll|entry)_/;

function roleOf(account: string, { code, token }: MovedRow): string {
  const role = account === "custody" || KNOWN_TO_THE_CHAIN.test(code) ? account : "owed";
  return `${role} ${token}`;
}

function add(effect: Effect, role: string, amount: bigint): void {
  effect.set(role, (effect.get(role) ?? 0n) + amount);
}

function textOf(effect: Effect = new Map()): string {
  const changed = [...effect].filter(([, amount]) => amount !== 0n);
  return changed
    .map(([role, amount]) => `${role} ${amount}`)
    .sort()
    .join(", ");
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
