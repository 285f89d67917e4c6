import type pg from "pg";
import { BET_COLUMNS, type BetRow } from "#backend/modules/casino/bet.store.ts";
import { betViewOf } from "#backend/modules/casino/betViews.ts";
import { readAcks } from "../bets/ackFile.ts";
import { contentOf } from "./betContent.ts";

const BETS_AT_ONCE = 20_000;

/** How many acknowledged bets the books show otherwise than their players were told; those that they lack count, too. */
export async function countChangedBets(
  { owner, tenantId }: { readonly owner: pg.Pool; readonly tenantId: number },
  ackFile: string,
): Promise<number> {
  let changed = 0;
  for await (const lines of readAcks(ackFile, BETS_AT_ONCE)) {
    const told = new Map(lines.map((line) => line.split(" ") as [string, string]));
    const { rows } = await owner.query<BetRow>(
      `SELECT ${BET_COLUMNS} FROM bets JOIN seeds ON seeds.tenant_id = $1 AND seeds.id = bets.seed_id
       WHERE bets.tenant_id = $1 AND bets.id = ANY($2::uuid[])`,
      [tenantId, [...told.keys()]],
    );
    const kept = new Map(rows.map((row) => [row.id, contentOf(JSON.parse(JSON.stringify(betViewOf(row))))]));
    for (const [betId, content] of told) if (kept.get(betId) !== content) changed += 1;
  }
  return changed;
}
