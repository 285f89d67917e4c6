import type pg from "pg";
import { differences } from "../books.ts";
import type { Truth } from "../chain/truth.ts";

interface HouseRow {
  readonly custody: string;
  readonly deposited: string;
  readonly paid: string;
  readonly credited: string;
  readonly claimed: string;
  readonly entered: string;
  readonly events: number;
}

/** What contradicts the truth in the tables that Ponder made. */
export async function ponderFaults(owner: pg.Pool, schema: string, truth: Truth): Promise<string[]> {
  const sums = async (sql: string) => {
    const { rows } = await owner.query<{ name: string; sum: string }>(sql);
    return new Map(rows.map(({ name, sum }) => [name, BigInt(sum)]));
  };
  const deposits = await sums(`SELECT account AS name, sum(quanta) FROM ${schema}.deposit GROUP BY account`);
  const deposited = await sums(
    `SELECT address AS name, deposited AS sum FROM ${schema}.account WHERE deposited > 0`,
  );
  const credits = await sums(
    `SELECT address AS name, credit AS sum FROM ${schema}.account WHERE credit <> 0`,
  );
  const rows = await sums(
    `SELECT 'Deposited' AS name, count(*) AS sum FROM ${schema}.deposit
     UNION ALL SELECT 'PayoutExecuted', count(*) FROM ${schema}.payout
     UNION ALL SELECT 'PayoutCredited', count(*) FROM ${schema}.credit WHERE quanta > 0
     UNION ALL SELECT 'CreditClaimed', count(*) FROM ${schema}.credit WHERE quanta < 0
     UNION ALL SELECT 'RegistrationAccepted', count(*) FROM ${schema}.entry WHERE NOT is_retopup
     UNION ALL SELECT 'RetopupCompleted', count(*) FROM ${schema}.entry WHERE is_retopup
     UNION ALL SELECT 'CheckpointPublished', count(*) FROM ${schema}.checkpoint
     UNION ALL SELECT 'entries', count(*) FROM ${schema}.payout_entry`,
  );
  const house = await owner.query<HouseRow>(`SELECT * FROM ${schema}.house`);
  return [
    ...differences(deposits, truth.deposits, "sum of deposits of"),
    ...differences(deposited, truth.deposits, "account's deposits of"),
    ...differences(credits, truth.credits, "credit of"),
    ...differences(rows, rowsOf(truth), "number of"),
    ...differences(totalsIn(house.rows[0]), totalsOf(truth), "the house's"),
  ];
}

function rowsOf({ counts, batches }: Truth): Map<string, bigint> {
  const entries = batches.reduce((sum, batch) => sum + batch.entries.length, 0);
  const events = [...counts].map(([name, count]): [string, bigint] => [name, BigInt(count)]);
  return new Map([...events, ["entries", BigInt(entries)]]);
}

function totalsOf(truth: Truth): Map<string, bigint> {
  return new Map([
    ["custody", truth.custody],
    ["deposited", truth.depositedTotal],
    ["paid", truth.paidTotal],
    ["credited", truth.creditedTotal],
    ["claimed", truth.claimedTotal],
    ["entered", truth.enteredTotal],
    ["events", BigInt(truth.events)],
  ]);
}

function totalsIn(row: HouseRow | undefined): Map<string, bigint> {
  if (row === undefined) return new Map();
  const { custody, deposited, paid, credited, claimed, entered, events } = row;
  const named = { custody, deposited, paid, credited, claimed, entered, events };
  return new Map(Object.entries(named).map(([name, value]) => [name, BigInt(value)]));
}
