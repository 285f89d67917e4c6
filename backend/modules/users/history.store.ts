import type pg from "pg";
import { z } from "zod";
import { cursorInteger, cursorNumber } from "#backend/http/pageCursor.ts";
import { BETS_IN_TIME } from "#backend/modules/casino/betsInTime.ts";

/** A bet's place in its player's sequence of bets. */
const betPlace = z.strictObject({ seedId: cursorNumber, nonce: cursorInteger });

/** The last line shown of each kind; a kind of which none was shown yet is missing. */
export const historyPosition = z.strictObject({
  bet: betPlace.optional(),
  deposit: z.uuid().optional(),
  withdrawal: z.uuid().optional(),
  crashBet: z.uuid().optional(),
  commissionPayout: z.uuid().optional(),
  betVoid: z.uuid().optional(),
});
export type HistoryPosition = z.infer<typeof historyPosition>;

export interface BetRow {
  readonly id: string;
  readonly game: string;
  readonly currency: string;
  readonly decimals: number;
  readonly stake: bigint;
  readonly payout: bigint;
  readonly seed_id: bigint;
  readonly nonce: number;
  readonly created_at: Date;
}

/** A deposit or a withdrawal. */
export interface MovementRow {
  readonly id: string;
  readonly currency: string;
  readonly decimals: number;
  readonly amount: bigint;
  readonly status: string;
  readonly created_at: Date;
}

export interface HistoryQuery {
  readonly tenantId: number;
  readonly userId: string;
  readonly after: HistoryPosition;
  readonly limit: number;
}

/** The user's bets in the order they were made, backwards: by seed, and by nonce within a seed. */
export async function readBets(client: pg.ClientBase, query: HistoryQuery): Promise<BetRow[]> {
  const { tenantId, userId, after, limit } = query;
  const { rows } = await client.query<BetRow>(
    `SELECT bets.id, game, currency, decimals, stake, payout, seed_id, bets.nonce, bets.created_at
     FROM seeds
     CROSS JOIN LATERAL (
       SELECT * FROM bets
       WHERE bets.tenant_id = $1 AND bets.seed_id = seeds.id AND ${BETS_IN_TIME}
         AND ($3::bigint IS NULL OR seeds.id < $3 OR bets.nonce < $4)
       ORDER BY bets.nonce DESC LIMIT $5
     ) AS bets
     JOIN currencies ON currencies.tenant_id = bets.tenant_id AND currencies.code = bets.currency
     WHERE seeds.tenant_id = $1 AND seeds.user_id = $2 AND seeds.nonce > 0 AND ($3::bigint IS NULL OR seeds.id <= $3)
     ORDER BY seeds.id DESC, bets.nonce DESC LIMIT $5`,
    [tenantId, userId, after.bet?.seedId ?? null, after.bet?.nonce ?? null, limit],
  );
  return rows;
}

export function readDeposits(client: pg.ClientBase, query: HistoryQuery): Promise<MovementRow[]> {
  return readMovements(client, query, { table: "deposits", afterId: query.after.deposit });
}

export function readWithdrawals(client: pg.ClientBase, query: HistoryQuery): Promise<MovementRow[]> {
  return readMovements(client, query, { table: "withdrawals", afterId: query.after.withdrawal });
}

async function readMovements(
  client: pg.ClientBase,
  { tenantId, userId, limit }: HistoryQuery,
  { table, afterId }: { readonly table: "deposits" | "withdrawals"; readonly afterId: string | undefined },
): Promise<MovementRow[]> {
  const { rows } = await client.query<MovementRow>(
    `SELECT id, currency, decimals, amount, status, created_at FROM ${table}
     JOIN currencies ON currencies.tenant_id = ${table}.tenant_id AND currencies.code = currency
     WHERE ${table}.tenant_id = $1 AND user_id = $2
       AND ($3::uuid IS NULL OR (created_at, id) < (
         SELECT created_at, id FROM ${table} WHERE tenant_id = $1 AND user_id = $2 AND id = $3))
     ORDER BY created_at DESC, id DESC LIMIT $4`,
    [tenantId, userId, afterId ?? null, limit],
  );
  return rows;
}

/** A bet on a round of crash, which may be going on. */
export interface CrashBetRow {
  readonly id: string;
  readonly currency: string;
  readonly decimals: number;
  readonly stake: bigint;
  /** Null while the round goes on; the stake when it was cancelled. */
  readonly payout: bigint | null;
  readonly is_cancelled: boolean;
  readonly created_at: Date;
}

/** The user's bets of crash: by round, and by time within a round. */
export async function readCrashBets(client: pg.ClientBase, query: HistoryQuery): Promise<CrashBetRow[]> {
  const { tenantId, userId, after, limit } = query;
  const { rows } = await client.query<CrashBetRow>(
    `SELECT bet.id, bet.currency, decimals, stake, payout, round.phase = 'cancelled' AS is_cancelled, bet.created_at
     FROM crash_bets AS bet
     JOIN crash_rounds AS round ON round.tenant_id = bet.tenant_id AND round.id = bet.round_id
     JOIN currencies ON currencies.tenant_id = bet.tenant_id AND currencies.code = bet.currency
     WHERE bet.tenant_id = $1 AND user_id = $2
       AND ($3::uuid IS NULL OR (round_id, bet.created_at, bet.id) < (
         SELECT round_id, created_at, id FROM crash_bets WHERE tenant_id = $1 AND user_id = $2 AND id = $3))
     ORDER BY round_id DESC, bet.created_at DESC, bet.id DESC LIMIT $4`,
    [tenantId, userId, after.crashBet ?? null, limit],
  );
  return rows;
}

/** Commissions that the user turned into cash. */
export async function readCommissionPayouts(
  client: pg.ClientBase,
  query: HistoryQuery,
): Promise<Omit<MovementRow, "status">[]> {
  const { tenantId, userId, after, limit } = query;
  const { rows } = await client.query<Omit<MovementRow, "status">>(
    `SELECT id, currency, decimals, amount, created_at FROM commission_payouts AS payout
     JOIN currencies ON currencies.tenant_id = payout.tenant_id AND currencies.code = currency
     WHERE payout.tenant_id = $1 AND agent_id = $2
       AND ($3::uuid IS NULL OR (created_at, id) < (
         SELECT created_at, id FROM commission_payouts WHERE tenant_id = $1 AND agent_id = $2 AND id = $3))
     ORDER BY created_at DESC, id DESC LIMIT $4`,
    [tenantId, userId, after.commissionPayout ?? null, limit],
  );
  return rows;
}

/** A bet of the user's that staff has undone. */
export interface VoidRow {
  readonly id: string;
  readonly game: string;
  readonly currency: string;
  readonly decimals: number;
  readonly stake: bigint;
  readonly payout: bigint;
  readonly created_at: Date;
}

export async function readVoids(client: pg.ClientBase, query: HistoryQuery): Promise<VoidRow[]> {
  const { tenantId, userId, after, limit } = query;
  const { rows } = await client.query<VoidRow>(
    `SELECT void.bet_id AS id, bet.game, bet.currency, decimals, bet.stake, bet.payout, void.created_at
     FROM bet_voids AS void
     CROSS JOIN LATERAL (
       SELECT game, currency, stake, payout FROM bets
       WHERE tenant_id = void.tenant_id AND id = void.bet_id AND created_at = void.bet_at
       UNION ALL
       SELECT 'crash', currency, stake, payout FROM crash_bets
       WHERE tenant_id = void.tenant_id AND id = void.bet_id
     ) AS bet
     JOIN currencies ON currencies.tenant_id = void.tenant_id AND currencies.code = bet.currency
     WHERE void.tenant_id = $1 AND void.user_id = $2
       AND ($3::uuid IS NULL OR (void.created_at, void.bet_id) < (
         SELECT created_at, bet_id FROM bet_voids WHERE tenant_id = $1 AND user_id = $2 AND bet_id = $3))
     ORDER BY void.created_at DESC, void.bet_id DESC LIMIT $4`,
    [tenantId, userId, after.betVoid ?? null, limit],
  );
  return rows;
}
