import type { CrashTableSettings, SetCrashTableRequest } from "#domain/api/crashTables.ts";
import {
  FIGURE_DECIMALS,
  figureBounds,
  TABLE_FIGURES,
  type TableFigure,
} from "@/features/admin/games/tableFigures";
import { readTypedAmount } from "@/lib/money/typedAmount";

/** A table as it is wanted: its figures as they are typed. */
export type WantedTable = {
  readonly isOpen: boolean;
  readonly texts: Readonly<Record<TableFigure, string>>;
};

export type ReadTable = {
  /** What differs from the table as it is; what is not right is left out. */
  readonly request: SetCrashTableRequest;
  /** The figures that are no figures, or out of bounds. */
  readonly faults: ReadonlySet<TableFigure>;
  /** From when on what differs holds: a chain commits to its edge and its length. */
  readonly from: ReadonlySet<"nextRound" | "nextChain">;
};

const OF_CHAIN: ReadonlySet<keyof SetCrashTableRequest> = new Set(["edgeBps", "chainGames"]);

/** Judged here as the house does, so that a fault shows beside its field at once. */
export function readTable({ isOpen, texts }: WantedTable, before: CrashTableSettings): ReadTable {
  const request: SetCrashTableRequest = {};
  const faults = new Set<TableFigure>();
  const from = new Set<"nextRound" | "nextChain">();
  if (isOpen !== before.isOpen) {
    request.isOpen = isOpen;
    from.add("nextRound");
  }
  for (const figure of TABLE_FIGURES) {
    const value = readFigure(figure, texts[figure]);
    if (value === null) faults.add(figure);
    if (value === null || value === before[figure]) continue;
    request[figure] = value;
    from.add(OF_CHAIN.has(figure) ? "nextChain" : "nextRound");
  }
  return { request, faults, from };
}

function readFigure(figure: TableFigure, text: string): number | null {
  const typed = readTypedAmount(text, FIGURE_DECIMALS[figure]);
  if (typed.kind !== "amount") return null;
  const { lowest, highest } = figureBounds(figure);
  if (typed.minor < BigInt(lowest) || typed.minor > BigInt(highest)) return null;
  return Number(typed.minor);
}
