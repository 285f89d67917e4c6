import { ALL_CHECKS, checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import type { LedgerCheck } from "#backend/modules/ledger/ledgerChecks.store.ts";
import { readAcks } from "./ackFile.ts";
import type { BenchHouse } from "./benchHouse.ts";

/** What must hold before a figure counts. */
export interface Correctness {
  /** Acknowledged bets that the database does not have. */
  readonly lost: number;
  /** Acknowledged bets that it has more than once. */
  readonly doubled: number;
  /** Bets that stand in the database although nobody was told. */
  readonly unannounced: number;
  readonly ledgerFindings: number;
}

export interface CorrectnessOptions {
  /** Begins each line with the id of a bet. */
  readonly ackFile: string;
  /** Bets that were there before. */
  readonly earlierBets?: number;
  readonly checks?: readonly LedgerCheck[];
}

const IDS_AT_ONCE = 200_000;
const ID_LENGTH = 36;

export async function checkCorrectness(
  { owner, tenantId }: Pick<BenchHouse, "owner" | "tenantId">,
  { ackFile, earlierBets = 0, checks = ALL_CHECKS }: CorrectnessOptions,
): Promise<Correctness> {
  let [acknowledged, rows, found] = [0, 0, 0];
  for await (const lines of readAcks(ackFile, IDS_AT_ONCE)) {
    const ids = lines.map((line) => line.slice(0, ID_LENGTH));
    const answer = await owner.query<{ rows: bigint; found: bigint }>(
      `SELECT count(*) AS rows, count(DISTINCT bets.id) AS found
       FROM bets JOIN unnest($2::uuid[]) AS acked (id) ON bets.tenant_id = $1 AND bets.id = acked.id`,
      [tenantId, ids],
    );
    acknowledged += ids.length;
    rows += Number(answer.rows[0]?.rows ?? 0n);
    found += Number(answer.rows[0]?.found ?? 0n);
  }
  const all = await owner.query<{ bets: bigint }>("SELECT count(*) AS bets FROM bets");
  const results = await checkLedger(owner, checks);
  return {
    lost: acknowledged - found,
    doubled: rows - found,
    unannounced: Number(all.rows[0]?.bets ?? 0n) - earlierBets - rows,
    ledgerFindings: results.reduce((sum, { findings }) => sum + findings.length, 0),
  };
}

/** @param open bets whose senders know that the outcome is open: without an answer, or told so */
export function isCorrect(
  { lost, doubled, unannounced, ledgerFindings }: Correctness,
  open: number,
): boolean {
  return lost === 0 && doubled === 0 && unannounced <= open && ledgerFindings === 0;
}
