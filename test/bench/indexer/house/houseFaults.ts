import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import type { Hex } from "#domain/chain/hex.ts";
import { differences } from "../books.ts";
import { BANKROLL } from "../chain/story.ts";
import type { Truth } from "../chain/truth.ts";
import type { BenchHouse } from "./openHouse.ts";

/** What contradicts the truth in a house's database: events, deposits, payouts, balances, and the ledger's own rules. */
export async function houseFaults(house: BenchHouse, truth: Truth): Promise<string[]> {
  const sums = (sql: string) => readSums(house, sql);
  const events = await sums(
    "SELECT name, count(*) AS sum FROM chain_events WHERE vault_id = $1 AND canonical GROUP BY name",
  );
  const deposits = await sums(
    `SELECT coalesce(wallet_address, '${BANKROLL}') AS name, sum(amount)::bigint FROM deposits
     LEFT JOIN users ON users.id = user_id WHERE vault_id = $1 AND deposits.status = 'credited' GROUP BY 1`,
  );
  const accounts = await sums(
    `SELECT kind || coalesce(' of ' || wallet_address, '') AS name, sum(balance)::bigint FROM accounts
     LEFT JOIN users ON users.id = owner_id JOIN vaults ON vaults.tenant_id = accounts.tenant_id
     WHERE vaults.id = $1 AND kind IN ('player_cash', 'player_confirming', 'withdrawal_pending', 'payout_credit', 'custody')
     GROUP BY 1`,
  );
  const withdrawals = await sums(
    `SELECT withdrawals.status AS name, sum(amount)::bigint FROM withdrawals
     JOIN payout_batches AS batch ON batch.id = batch_id WHERE vault_id = $1 GROUP BY 1`,
  );
  const rows = await sums(
    `SELECT 'batches ' || status AS name, count(*) AS sum FROM payout_batches WHERE vault_id = $1 GROUP BY 1
     UNION ALL SELECT 'checkpoints ' || status, count(*) FROM checkpoints WHERE vault_id = $1 GROUP BY 1`,
  );
  await house.owner.query("ANALYZE"); // Tables that were filled a moment ago have no statistics yet.
  const ledger = await checkLedger(house.owner);
  return [
    ...differences(events, countsOf(truth), "number of events"),
    ...differences(deposits, truth.deposits, "sum of deposits of"),
    ...differences(accounts, balancesOf(truth), "balance of"),
    ...differences(withdrawals, withdrawalsOf(truth), "sum of withdrawals"),
    ...differences(rows, rowsOf(truth), "number of"),
    ...ledger.flatMap(({ name, findings }) =>
      findings.map(({ detail }) => `check-ledger, ${name}: ${detail}`),
    ),
  ];
}

async function readSums({ owner, vault }: BenchHouse, sql: string): Promise<Map<string, bigint>> {
  const { rows } = await owner.query<{ name: string; sum: bigint }>(sql, [vault.id]);
  return new Map(rows.map(({ name, sum }) => [name, sum]));
}

function countsOf({ counts }: Truth): Map<string, bigint> {
  return new Map([...counts].map(([name, count]) => [name, BigInt(count)]));
}

/** What every account of the ledger holds once all is final. */
function balancesOf({ deposits, credits, custody }: Truth): Map<string, bigint> {
  const named = (kind: string, balances: ReadonlyMap<Hex, bigint>) =>
    [...balances].map(([account, quanta]): [string, bigint] => [`${kind} of ${account}`, quanta]);
  const cash = named("player_cash", deposits).filter(([name]) => !name.endsWith(BANKROLL));
  return new Map([...cash, ...named("payout_credit", credits), ["custody", -custody]]);
}

function withdrawalsOf({ paidTotal, creditedTotal }: Truth): Map<string, bigint> {
  return new Map([
    ["settled", paidTotal],
    ["credited", creditedTotal],
  ]);
}

function rowsOf({ batches, counts }: Truth): Map<string, bigint> {
  return new Map([
    ["batches final", BigInt(batches.length)],
    ["checkpoints final", BigInt(counts.get("CheckpointPublished") ?? 0)],
  ]);
}
