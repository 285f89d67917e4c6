import type pg from "pg";
import type { Hex } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import { type EventStage, eventCauseId } from "#domain/indexing/eventCause.ts";
import { PAGE, type PageRow, pagesOf, type StateLine } from "#indexer/store/statePages.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/** A block that came back so often is no reorg any more. */
const MAX_LIVES = 1_000;

interface EventRow extends PageRow {
  readonly block_hash: Hex;
}

/** By how much each event's transfers changed accounts, as far as the chain knows whose these are. */
export async function* readPostings(
  pool: pg.Pool,
  vault: HouseVault,
  through: bigint,
): AsyncGenerator<StateLine> {
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
