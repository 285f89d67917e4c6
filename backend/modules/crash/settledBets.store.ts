import type pg from "pg";
import { invariant } from "#domain/errors.ts";
import { BET_COLUMNS, type CrashBetRow } from "./bets.store.ts";
import { ROUND_COLUMNS, type RoundRow } from "./roundRow.ts";
import type { SettledBetRow } from "./settledBetViews.ts";

/** A place among a player's bets, which are ordered by round and id. */
export interface CrashBetPosition {
  readonly roundId: string;
  readonly id: string;
}

export interface SettledBetListing {
  readonly tenantId: number;
  readonly userId: string;
  readonly before: CrashBetPosition | null;
  readonly limit: number;
}

/** A player's bets of rounds that are over, newest first. */
export async function listSettledBets(
  client: pg.ClientBase,
  { tenantId, userId, before, limit }: SettledBetListing,
): Promise<SettledBetRow[]> {
  const { rows } = await client.query<CrashBetRow>(
    `SELECT ${BET_COLUMNS} FROM crash_bets AS bet
     WHERE tenant_id = $1 AND user_id = $2 AND payout IS NOT NULL
       AND ($3::bigint IS NULL OR (round_id, id) < ($3, $4::uuid))
     ORDER BY round_id DESC, id DESC LIMIT $5`,
    [tenantId, userId, before?.roundId ?? null, before?.id ?? null, limit],
  );
  return withRounds(client, tenantId, rows);
}

/** Any player's bet, once its round is over. */
export async function findSettledBet(
  client: pg.ClientBase,
  tenantId: number,
  id: string,
): Promise<SettledBetRow | undefined> {
  const { rows } = await client.query<CrashBetRow>(
    `SELECT ${BET_COLUMNS} FROM crash_bets AS bet WHERE tenant_id = $1 AND id = $2 AND payout IS NOT NULL`,
    [tenantId, id],
  );
  return (await withRounds(client, tenantId, rows))[0];
}

async function withRounds(
  client: pg.ClientBase,
  tenantId: number,
  bets: readonly CrashBetRow[],
): Promise<SettledBetRow[]> {
  if (bets.length === 0) return [];
  const ids = new Set(bets.map(({ round_id: roundId }) => roundId.toString()));
  const { rows } = await client.query<RoundRow & { salt: string }>(
    `SELECT ${ROUND_COLUMNS}, chain.salt FROM crash_rounds AS round
     JOIN crash_chains AS chain ON chain.tenant_id = round.tenant_id AND chain.id = round.chain_id
     WHERE round.tenant_id = $1 AND round.id = ANY($2::bigint[])`,
    [tenantId, `{${[...ids].join(",")}}`],
  );
  const rounds = new Map(rows.map((round) => [round.id, round]));
  return bets.map((bet) => {
    const round = rounds.get(bet.round_id);
    invariant(round !== undefined, "a bet has its round");
    return { bet, round, salt: round.salt };
  });
}
