import type pg from "pg";
import { columnRows } from "#backend/db/columnRows.ts";
import { bigintColumn, integerColumn, smallintColumn, textColumn, uuidColumn } from "#backend/db/columns.ts";
import {
  type CommissionAccounts,
  commissionCtes,
  commissionValues,
} from "#backend/modules/agents/commissionWrites.ts";
import type { Settled } from "#backend/modules/casino/batchDecisions.ts";
import {
  type GamePlay,
  PLAY_COUNTERS_PARAMETERS,
  playCountersCte,
  playCountersValues,
} from "#backend/modules/statistics/playCounters.ts";
import {
  PLAYER_TOTALS_PARAMETERS,
  type PlayerPlay,
  playerTotalsCte,
  playerTotalsValues,
} from "#backend/modules/statistics/playerTotals.ts";
import type { Commission } from "#domain/agents/commissions.ts";
import { invariant } from "#domain/errors.ts";

/** What is written of a settled bet. */
export interface WrittenBet
  extends Pick<Settled, "decision" | "configId" | "cashAccountId" | "shardAccountId" | "sideMoves"> {
  readonly ticket: {
    readonly userId: string;
    readonly request: { readonly currency: string };
    readonly bet: { readonly paramsText: string };
  };
  readonly seed: { readonly id: bigint };
  readonly plan: { readonly id: bigint } | undefined;
}

/** Everything that a batch changes. */
export interface BatchChanges {
  readonly bets: readonly WrittenBet[];
  /** By player and currency. */
  readonly totals: readonly PlayerPlay[];
  /** By game and currency. */
  readonly counters: readonly GamePlay[];
  /** By agent and currency. */
  readonly commissions: readonly Commission[];
  readonly commissionAccounts: ReadonlyMap<string, CommissionAccounts>;
  readonly shard: number;
  /** By account: what it holds after the batch. */
  readonly balances: ReadonlyMap<bigint, bigint>;
  /** By seed: the nonce found, and the nonce that the next bet takes. */
  readonly nonces: ReadonlyMap<bigint, { readonly found: number; readonly next: number }>;
}

/** Legs 0 and 1 are stake and payout. */
const FIRST_SIDE_LEG = 2;

/**
 * Phase 13: writes the whole batch in one statement, behind which its commit follows. Fails with a division by zero, and
 * so undoes the transaction, when an account is missing or a seed is no longer active or at the nonce that was found.
 * @returns when the bets were made
 */
export async function writeBatch(
  client: pg.ClientBase,
  tenantId: number,
  changes: BatchChanges,
): Promise<Date> {
  const { commissions, commissionAccounts: accounts, shard, totals, counters } = changes;
  const hasCommissions = commissions.length > 0;
  const { rows } = await client.query<{ created_at: Date }>({
    name: hasCommissions ? "bets_write_commissions" : "bets_write",
    text: hasCommissions ? WRITE_WITH_COMMISSIONS : WRITE,
    values: [
      tenantId,
      ...betValues(changes.bets),
      ...sideValues(changes.bets),
      ...standValues(changes),
      ...playerTotalsValues(totals),
      ...playCountersValues(shard, counters),
      ...(hasCommissions ? commissionValues({ commissions, accounts, shard }) : []),
    ],
  });
  const createdAt = rows[0]?.created_at;
  invariant(createdAt !== undefined, "a statement that selects its own time answers one row");
  return createdAt;
}

const BET_COLUMNS = {
  id: "uuid",
  user_id: "uuid",
  game: "text",
  currency: "text",
  stake: "bigint",
  payout: "bigint",
  multiplier_numerator: "bigint",
  multiplier_denominator: "bigint",
  edge_bps: "integer",
  config_id: "bigint",
  plan_id: "bigint",
  params: "text",
  outcome: "text",
  seed_id: "bigint",
  nonce: "integer",
  cash_id: "bigint",
  shard_id: "bigint",
} as const;

function betValues(bets: readonly WrittenBet[]): Buffer[] {
  return [
    uuidColumn(bets.map(({ decision }) => decision.betId)),
    uuidColumn(bets.map(({ ticket }) => ticket.userId)),
    textColumn(bets.map(({ decision }) => decision.game)),
    textColumn(bets.map(({ ticket }) => ticket.request.currency)),
    bigintColumn(bets.map(({ decision }) => decision.stakeMinor)),
    bigintColumn(bets.map(({ decision }) => decision.payoutMinor)),
    bigintColumn(bets.map(({ decision }) => decision.multiplier.numerator)),
    bigintColumn(bets.map(({ decision }) => decision.multiplier.denominator)),
    integerColumn(bets.map(({ decision }) => decision.edgeBps)),
    bigintColumn(bets.map(({ configId }) => configId)),
    // No plan has the id 0, which stands for none.
    bigintColumn(bets.map(({ plan }) => plan?.id ?? 0n)),
    textColumn(bets.map(({ ticket }) => ticket.bet.paramsText)),
    textColumn(bets.map(({ decision }) => JSON.stringify(decision.outcome))),
    bigintColumn(bets.map(({ seed }) => seed.id)),
    integerColumn(bets.map(({ decision }) => decision.nonce)),
    bigintColumn(bets.map(({ cashAccountId }) => cashAccountId)),
    bigintColumn(bets.map(({ shardAccountId }) => shardAccountId)),
  ];
}

const SIDE_COLUMNS = {
  cause_id: "uuid",
  leg: "smallint",
  code: "text",
  debit_account_id: "bigint",
  credit_account_id: "bigint",
  amount: "bigint",
} as const;

function sideValues(bets: readonly WrittenBet[]): Buffer[] {
  const moves = bets.flatMap(({ decision, sideMoves }) =>
    sideMoves.map((move, place) => ({ ...move, causeId: decision.betId, leg: FIRST_SIDE_LEG + place })),
  );
  return [
    uuidColumn(moves.map(({ causeId }) => causeId)),
    smallintColumn(moves.map(({ leg }) => leg)),
    textColumn(moves.map(({ code }) => code)),
    bigintColumn(moves.map(({ debitAccountId }) => debitAccountId)),
    bigintColumn(moves.map(({ creditAccountId }) => creditAccountId)),
    bigintColumn(moves.map(({ amountMinor }) => amountMinor)),
  ];
}

const BALANCE_COLUMNS = { id: "bigint", balance: "bigint" } as const;
const NONCE_COLUMNS = { id: "bigint", found: "integer", next: "integer" } as const;

function standValues({ balances, nonces }: BatchChanges): Buffer[] {
  const used = [...nonces.values()];
  return [
    bigintColumn([...balances.keys()]),
    bigintColumn([...balances.values()]),
    bigintColumn([...nonces.keys()]),
    integerColumn(used.map(({ found }) => found)),
    integerColumn(used.map(({ next }) => next)),
  ];
}

/** Where the parameters of each part begin. */
const BETS = 2;
const SIDE = BETS + Object.keys(BET_COLUMNS).length;
const BALANCES = SIDE + Object.keys(SIDE_COLUMNS).length;
const NONCES = BALANCES + Object.keys(BALANCE_COLUMNS).length;
const TOTALS = NONCES + Object.keys(NONCE_COLUMNS).length;
const COUNTERS = TOTALS + PLAYER_TOTALS_PARAMETERS;
const COMMISSIONS = COUNTERS + PLAY_COUNTERS_PARAMETERS;

const WRITES = `
  WITH decided AS MATERIALIZED (
    SELECT * FROM ${columnRows(BETS, BET_COLUMNS)} AS bet
  ), written_bets AS (
    INSERT INTO bets (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator,
                      multiplier_denominator, edge_bps, config_id, commission_plan_id, params, outcome, seed_id, nonce)
    SELECT $1, id, user_id, game, currency, stake, payout, multiplier_numerator, multiplier_denominator,
           edge_bps, config_id, nullif(plan_id, 0), params, outcome, seed_id, nonce
    FROM decided
  ), written_transfers AS (
    INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
    SELECT $1, id, 0, 'bet_stake', cash_id, shard_id, stake FROM decided
    UNION ALL
    SELECT $1, id, 1, 'bet_payout', shard_id, cash_id, payout FROM decided WHERE payout > 0
    UNION ALL
    SELECT $1, side.* FROM ${columnRows(SIDE, SIDE_COLUMNS)} AS side
  ), written_balances AS (
    UPDATE accounts SET balance = after.balance
    FROM ${columnRows(BALANCES, BALANCE_COLUMNS)} AS after
    WHERE accounts.tenant_id = $1 AND accounts.id = after.id
    RETURNING 1
  ), written_nonces AS (
    UPDATE seeds SET nonce = used.next
    FROM ${columnRows(NONCES, NONCE_COLUMNS)} AS used
    WHERE seeds.tenant_id = $1 AND seeds.id = used.id AND seeds.status = 'active' AND seeds.nonce = used.found
    RETURNING 1
  ), ${playerTotalsCte(TOTALS)}, ${playCountersCte(COUNTERS)}`;

const ANSWER = `
  SELECT now() AS created_at,
    1 / (
      (SELECT count(*) FROM written_balances) = cardinality($${BALANCES}::bigint[])
      AND (SELECT count(*) FROM written_nonces) = cardinality($${NONCES}::bigint[])
    )::integer AS is_complete`;

const WRITE = `${WRITES}${ANSWER}`;
const WRITE_WITH_COMMISSIONS = `${WRITES}, ${commissionCtes(COMMISSIONS)}${ANSWER}`;
