import type pg from "pg";
import {
  COMMISSION_PARAMETERS,
  commissionCtes,
  commissionValues,
} from "#backend/modules/agents/commissionWrites.ts";
import type { RoundSeat } from "#backend/modules/rounds/roundSeat.ts";
import { addToPlayCounters } from "#backend/modules/statistics/playCounters.ts";
import { addToPlayerTotals } from "#backend/modules/statistics/playerTotals.ts";
import { type Commission, gatherCommissions } from "#domain/agents/commissions.ts";
import { invariant } from "#domain/errors.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** A round as the bet that it becomes. Amounts in minor units. */
export interface SettledRound {
  readonly roundId: string;
  readonly game: string;
  readonly stakedMinor: bigint;
  readonly payoutMinor: bigint;
  /** No part of it longer than a column can hold. */
  readonly multiplier: Fraction;
  readonly edgeBps: number;
  readonly configId: bigint | null;
  readonly paramsText: string;
  readonly outcomeText: string;
  readonly seedId: bigint;
  readonly nonce: number;
}

/**
 * Writes the bet, and all that follows from it beside its own money: totals, counters and commissions. Call with the
 * accounts of the seat locked, in the transaction that moves the money.
 * @returns when the bet was made
 */
export async function writeSettledRound(
  client: pg.ClientBase,
  seat: RoundSeat,
  round: SettledRound,
): Promise<Date> {
  const { tenantId, userId, currency, plan } = seat;
  const { roundId: betId, game, stakedMinor, payoutMinor: paidMinor, edgeBps } = round;
  const commissions = gatherCommissions([{ betId, currency, stakeMinor: stakedMinor, edgeBps, plan }]);
  const commissionsMinor = commissions.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const settled = { currency, bets: 1n, stakedMinor, paidMinor };
  const madeAt = await insertBet(client, seat, round);
  // The stakes were counted as wagered when they were laid.
  await addToPlayerTotals(client, tenantId, [{ userId, ...settled, wageredMinor: 0n }]);
  await addToPlayCounters(client, tenantId, seat.shard, [{ game, ...settled, commissionsMinor }]);
  if (commissions.length > 0) await writeCommissions(client, seat, commissions, commissionsMinor);
  return madeAt;
}

async function insertBet(client: pg.ClientBase, seat: RoundSeat, round: SettledRound): Promise<Date> {
  const { rows } = await client.query<{ created_at: Date }>({
    name: "rounds_bet_insert",
    text: `
      INSERT INTO bets (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator,
                        multiplier_denominator, edge_bps, config_id, commission_plan_id, params, outcome, seed_id, nonce)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
      RETURNING created_at`,
    values: [
      seat.tenantId,
      round.roundId,
      seat.userId,
      round.game,
      seat.currency,
      round.stakedMinor,
      round.payoutMinor,
      round.multiplier.numerator,
      round.multiplier.denominator,
      round.edgeBps,
      round.configId,
      seat.plan?.id ?? null,
      round.paramsText,
      round.outcomeText,
      round.seedId,
      round.nonce,
    ],
  });
  invariant(rows[0] !== undefined, "an inserted row is answered");
  return rows[0].created_at;
}

async function writeCommissions(
  client: pg.ClientBase,
  { tenantId, currency, shard, bankrollId, payableId }: RoundSeat,
  commissions: readonly Commission[],
  totalMinor: bigint,
): Promise<void> {
  const accounts = new Map([[currency, { bankrollAccountId: bankrollId, payableAccountId: payableId }]]);
  await client.query({
    name: "rounds_commissions",
    text: WRITE_COMMISSIONS,
    values: [
      tenantId,
      ...commissionValues({ commissions, accounts, shard }),
      bankrollId,
      payableId,
      totalMinor,
    ],
  });
}

const FIRST_COMMISSION = 2;
const FIRST_MOVE = FIRST_COMMISSION + COMMISSION_PARAMETERS;
const [BANKROLL, PAYABLE, TOTAL] = [FIRST_MOVE, FIRST_MOVE + 1, FIRST_MOVE + 2].map(
  (place) => `$${place}::bigint`,
);

const WRITE_COMMISSIONS = `
  WITH ${commissionCtes(FIRST_COMMISSION)}
  UPDATE accounts SET balance = balance + CASE id WHEN ${BANKROLL} THEN -${TOTAL} ELSE ${TOTAL} END
  WHERE tenant_id = $1 AND id IN (${BANKROLL}, ${PAYABLE})`;
