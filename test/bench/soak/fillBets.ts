import type pg from "pg";
import { inTransaction } from "#backend/db/transaction.ts";
import { readGamesInForce } from "#backend/modules/casino/gamesInForce.ts";
import type { BenchHouse } from "../bets/benchHouse.ts";
import type { BenchServers, ServerSettings } from "../bets/benchServers.ts";
import { detached, withoutIndexes } from "./withoutIndexes.ts";

export interface Filled {
  readonly bets: number;
  /** Of bets and their postings, indexes included. */
  readonly gigabytes: number;
}

const ROWS_AT_ONCE = 1_000_000;
/** Without indexes, which take as much again. */
const MAX_BYTES = 18_000_000_000;
const BYTES_PER_GIGABYTE = 1_000_000_000;
/** What is written into tables that the same transaction has emptied needs no log. */
const FILLING: ServerSettings = {
  wal_level: "minimal",
  max_wal_senders: "0",
  full_page_writes: "off",
  autovacuum: "off",
  maintenance_work_mem: "1GB",
};

/**
 * Gives the house a past: so many bets of this month, with their postings, totals and counters, so that its books stay right.
 * They have the ids, columns and order that bets have which came one by one; agents have earned nothing from them. It ends
 * early when the disk that it may use is full.
 */
export async function fillBets(servers: BenchServers, house: BenchHouse, bets: number): Promise<Filled> {
  const { postgres } = servers;
  await postgres.stop();
  await postgres.startAgain(FILLING);
  const filled = await inTransaction(house.owner, (client) => writePast(client, house, bets));
  await house.owner.query("VACUUM (ANALYZE)");
  await postgres.stop();
  await postgres.startAgain();
  return filled;
}

async function writePast(client: pg.ClientBase, house: BenchHouse, wanted: number): Promise<Filled> {
  const { tenantId } = house;
  await client.query("SET LOCAL timezone = 'UTC'");
  // Neither what keeps rows from being emptied, nor a look at the player, currency and seed of each of them.
  await client.query("SET LOCAL session_replication_role = 'replica'");
  const { rows } = await client.query<{ partition: string }>(
    `SELECT 'partitions.' || to_char(now(), '"bets_"YYYY_MM') AS partition`,
  );
  const partition = rows[0]!.partition;
  await emptyTables(client, partition);
  await describePast(client, house, wanted);
  let bets = 0;
  await detached(client, { parent: "bets", partition }, () =>
    withoutIndexes(client, partition, () =>
      withoutIndexes(client, "transfers", async () => {
        bets = await writeRows(client, { tenantId, partition, wanted });
      }),
    ),
  );
  const bytes = await sizeOf(client, [partition, "transfers"]);
  console.error(`${bets} bets, ${gigabytes(bytes)} GB with their indexes`);
  for (const sql of CONSEQUENCES) await client.query(sql, [tenantId]);
  return { bets, gigabytes: gigabytes(bytes) };
}

interface Rows {
  readonly tenantId: number;
  readonly partition: string;
  readonly wanted: number;
}

/** @returns how many bets were written, which is less than was wanted when the disk is full */
async function writeRows(client: pg.ClientBase, { tenantId, partition, wanted }: Rows): Promise<number> {
  let [bets, bytes] = [0, 0];
  while (bets < wanted && bytes < MAX_BYTES) {
    const until = Math.min(bets + ROWS_AT_ONCE, wanted);
    await client.query(pastBets(partition), [tenantId, bets, until - 1]);
    await client.query(PAST_TRANSFERS, [tenantId, bets, until - 1]);
    bets = until;
    bytes = await sizeOf(client, [partition, "transfers"]);
    console.error(`${bets} bets, ${gigabytes(bytes)} GB`);
  }
  return bets;
}

function gigabytes(bytes: number): number {
  return Math.round((bytes / BYTES_PER_GIGABYTE) * 10) / 10;
}

/** New files for both tables, which is what saves the log; what the players were given stays. */
async function emptyTables(client: pg.ClientBase, partition: string): Promise<void> {
  await client.query("CREATE TEMPORARY TABLE kept ON COMMIT DROP AS TABLE transfers");
  await client.query(`TRUNCATE ${partition}, transfers`);
  await client.query("INSERT INTO transfers TABLE kept");
}

/** Who has bet, and how far apart, so that the bets cover the month until now. */
async function describePast(
  client: pg.ClientBase,
  { owner, tenantId, players }: BenchHouse,
  bets: number,
): Promise<void> {
  await client.query(
    `CREATE TEMPORARY TABLE past_players ON COMMIT DROP AS
     SELECT row_number() OVER (ORDER BY seeds.id) - 1 AS place, seeds.user_id, seeds.id AS seed_id, cash.id AS cash_id
     FROM seeds JOIN accounts AS cash ON cash.owner_id = seeds.user_id AND cash.kind = 'player_cash'
     WHERE seeds.status = 'active'`,
  );
  const dice = (await readGamesInForce(owner, tenantId)).get("dice");
  await client.query(
    `CREATE TEMPORARY TABLE past ON COMMIT DROP AS
     SELECT date_trunc('month', now()) AS begins,
       extract(epoch FROM now() - date_trunc('month', now())) / ${bets} AS seconds_apart,
       ${players.length} AS players, ${dice?.configId ?? "NULL"}::bigint AS config_id, ${dice?.edgeBps ?? 0} AS edge_bps,
       (SELECT min(id) FROM accounts WHERE kind = 'house_bankroll') AS bankroll_id`,
  );
}

async function sizeOf(client: pg.ClientBase, tables: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ bytes: bigint }>(
    "SELECT sum(pg_total_relation_size(name::regclass))::bigint AS bytes FROM unnest($1::text[]) AS name",
    [tables],
  );
  return Number(rows[0]?.bytes ?? 0n);
}

/** Bets $2 to $3 of the past: one player after the other, every other bet won, ids of version 7. */
const PAST = `
  SELECT n, made_at, user_id, seed_id, cash_id, bankroll_id, config_id, edge_bps, players,
    CASE WHEN (n + n / players) % 2 = 0 THEN 1980 ELSE 0 END AS payout,
    (lpad(to_hex((extract(epoch FROM made_at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')
      || '8' || substr(md5(n::text), 1, 15))::uuid AS id
  FROM past
  CROSS JOIN generate_series($2::bigint, $3::bigint) AS number (n)
  CROSS JOIN LATERAL (SELECT begins + make_interval(secs => n * seconds_apart) AS made_at) AS clock
  JOIN past_players ON place = n % players`;

const pastBets = (partition: string) => `
  INSERT INTO ${partition} (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator, multiplier_denominator,
                    edge_bps, config_id, params, outcome, seed_id, nonce, created_at)
  SELECT $1, id, user_id, 'dice', 'BNB', 1000, payout, payout, 1000, edge_bps, config_id,
    '{"direction":"over","targetHundredths":5050}', '{"rollHundredths":' || n % 10000 || '}', seed_id, n / players, made_at
  FROM (${PAST}) AS bet`;

const PAST_TRANSFERS = `
  INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount, created_at)
  SELECT $1, id, leg, code, debit_id, credit_id, amount, made_at
  FROM (${PAST}) AS bet, LATERAL (VALUES
    (0, 'bet_stake', cash_id, bankroll_id, 1000), (1, 'bet_payout', bankroll_id, cash_id, payout)
  ) AS posting (leg, code, debit_id, credit_id, amount)
  WHERE amount > 0`;

/** What bets that came one by one would have left behind. */
const CONSEQUENCES = [
  `INSERT INTO player_totals (tenant_id, user_id, currency, bets, staked, paid)
   SELECT $1, user_id, currency, count(*), sum(stake), sum(payout) FROM bets WHERE tenant_id = $1 GROUP BY user_id, currency`,
  `INSERT INTO play_counters (tenant_id, minute, game, currency, shard, bets, staked, paid, commissions)
   SELECT $1, date_trunc('minute', created_at), game, currency, 0, count(*), sum(stake), sum(payout), 0
   FROM bets WHERE tenant_id = $1 GROUP BY 2, 3, 4`,
  `UPDATE accounts SET balance = balance + paid - staked
   FROM player_totals AS totals
   WHERE accounts.tenant_id = $1 AND accounts.kind = 'player_cash' AND accounts.owner_id = totals.user_id`,
  `UPDATE accounts SET balance = balance + (SELECT sum(staked - paid) FROM player_totals WHERE tenant_id = $1)
   WHERE tenant_id = $1 AND id = (SELECT bankroll_id FROM past)`,
  `UPDATE seeds SET nonce = totals.bets FROM player_totals AS totals
   WHERE seeds.tenant_id = $1 AND seeds.status = 'active' AND seeds.user_id = totals.user_id`,
];
