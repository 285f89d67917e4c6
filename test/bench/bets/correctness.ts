import { readFile } from "node:fs/promises";
import type pg from "pg";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";

/** What must hold before a figure counts. */
export interface Correctness {
  /** Acknowledged bets that the database does not have. */
  readonly lost: number;
  /** Bets that stand in the database although nobody was told. */
  readonly unannounced: number;
  readonly ledgerFindings: number;
}

export async function checkCorrectness(owner: pg.Pool, ackFile: string): Promise<Correctness> {
  const text = await readFile(ackFile, "utf8");
  const ids = text === "" ? [] : text.split("\n");
  const { rows } = await owner.query<{ found: bigint; bets: bigint }>(
    `SELECT (SELECT count(*) FROM bets) AS bets,
       (SELECT count(*) FROM bets JOIN unnest($1::uuid[]) AS acked (id) ON acked.id = bets.id) AS found`,
    [`{${ids.join(",")}}`],
  );
  const { found = 0n, bets = 0n } = rows[0] ?? {};
  const results = await checkLedger(owner);
  return {
    lost: ids.length - Number(found),
    unannounced: Number(bets - found),
    ledgerFindings: results.reduce((sum, { findings }) => sum + findings.length, 0),
  };
}

/** @param open bets whose senders know that the outcome is open: without an answer, or told so */
export function isCorrect({ lost, unannounced, ledgerFindings }: Correctness, open: number): boolean {
  return lost === 0 && unannounced <= open && ledgerFindings === 0;
}
