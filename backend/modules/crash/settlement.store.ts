import type pg from "pg";
import { bigintColumn, integerColumn, uuidColumn } from "#backend/db/columns.ts";
import { invariant } from "#domain/errors.ts";
import type { Lead } from "./table.ts";

/** What became of a bet; `exit` in hundredths, null when it crashed or its round was cancelled. */
export interface SettledBet {
  readonly id: string;
  readonly exit: number | null;
  readonly payoutMinor: bigint;
}

/** Stands for "did not get out": zero is no multiplier. */
const NOT_OUT = 0;

/** Notes under which rates the bets of a round that ran were settled; those of players without an agent, under none. */
export async function writePlans(
  client: pg.ClientBase,
  tenantId: number,
  roundId: bigint,
  planIds: ReadonlyMap<string, bigint>,
): Promise<void> {
  await client.query(
    `UPDATE crash_bets AS bet SET settled_at = now(), commission_plan_id = plan.id
     FROM crash_bets AS settled
     LEFT JOIN unnest($3::uuid[], $4::bigint[]) AS plan (user_id, id) ON plan.user_id = settled.user_id
     WHERE settled.tenant_id = $1 AND settled.round_id = $2 AND bet.tenant_id = $1 AND bet.id = settled.id`,
    [tenantId, roundId, uuidColumn([...planIds.keys()]), bigintColumn([...planIds.values()])],
  );
}

export async function writeResults(
  client: pg.ClientBase,
  tenantId: number,
  bets: readonly SettledBet[],
): Promise<void> {
  await client.query(
    `UPDATE crash_bets SET exit = NULLIF(result.exit, ${NOT_OUT}), payout = result.payout
     FROM unnest($2::uuid[], $3::integer[], $4::bigint[]) AS result (id, exit, payout)
     WHERE crash_bets.tenant_id = $1 AND crash_bets.id = result.id`,
    [
      tenantId,
      uuidColumn(bets.map(({ id }) => id)),
      integerColumn(bets.map(({ exit }) => exit ?? NOT_OUT)),
      bigintColumn(bets.map(({ payoutMinor }) => payoutMinor)),
    ],
  );
}

/** How a round ended. */
export interface RoundResult {
  readonly id: bigint;
  readonly phase: "settled" | "cancelled";
  readonly gameHash: string;
  readonly pointHundredths: bigint;
  readonly paidMinor: bigint;
}

/** Reveals the round, for ever. @returns when, in milliseconds since the Unix epoch */
export async function finishRound(
  client: pg.ClientBase,
  { tenantId, fence }: Lead,
  { id, phase, gameHash, pointHundredths, paidMinor }: RoundResult,
): Promise<number> {
  const { rows } = await client.query<{ settled_ms: number }>(
    `UPDATE crash_rounds
     SET phase = $3, fence = $4, game_hash = $5, point = $6, paid = $7, settled_at = clock_timestamp()
     WHERE tenant_id = $1 AND id = $2
     RETURNING (extract(epoch FROM settled_at) * 1000)::double precision AS settled_ms`,
    [tenantId, id, phase, fence, gameHash, pointHundredths, paidMinor],
  );
  const [round] = rows;
  invariant(round !== undefined, "a round is kept for ever");
  return round.settled_ms;
}
