import type { CrashMessage, CrashRoundView, CrashTableView } from "#domain/api/crash.ts";

const SHOWN_RESULTS = 20;
const ORDER: readonly CrashRoundView["phase"][] = ["betting", "running", "crashed", "settled", "cancelled"];

/** A currency's table after another message; messages may repeat what is known. Null when the house has no such table. */
export function tableAfter(
  table: CrashTableView | null,
  message: CrashMessage,
  currency: string,
): CrashTableView | null {
  if (message.kind === "snapshot") return message.tables.find((each) => each.currency === currency) ?? null;
  if (message.kind === "tick" || table === null || message.round.currency !== currency) return table;
  const { round } = message;
  if (table.round !== null && isOlder(round, table.round)) return table;
  return { ...table, round, results: resultsAfter(table.results, round) };
}

function isOlder(round: CrashRoundView, known: CrashRoundView): boolean {
  if (round.number !== known.number) return round.number < known.number;
  return ORDER.indexOf(round.phase) < ORDER.indexOf(known.phase);
}

function resultsAfter(known: readonly CrashRoundView[], round: CrashRoundView): CrashRoundView[] {
  if (round.phase === "betting" || round.phase === "running") return [...known];
  return [round, ...known.filter(({ roundId }) => roundId !== round.roundId)].slice(0, SHOWN_RESULTS);
}
