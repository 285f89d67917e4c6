import { z } from "zod";
import type { PayChangeView } from "#domain/api/gameVersions.ts";
import { mapFigures, TABLE_FIGURES, type TableFigure } from "@/features/admin/games/tableFigures";

const version = z.object({ version: z.number(), edgeBps: z.number() });
/** As it was kept at the time: the bounds of today may be others. */
const table = z.object({ isOpen: z.boolean(), ...mapFigures(() => z.int().nonnegative()) });

/** What a change did, read from the two records it keeps. */
export type PayChangeFacts =
  | {
      readonly kind: "version";
      readonly number: number;
      /** Null: there was no version before. */
      readonly beforeBps: number | null;
      readonly afterBps: number;
    }
  | {
      readonly kind: "table";
      /** Opened or closed; null when it stayed as it was. */
      readonly isOpen: boolean | null;
      readonly figures: readonly FigureChange[];
    }
  | { readonly kind: "unreadable" };

/** One figure as it was, and as it has been since. */
type FigureChange = { readonly figure: TableFigure; readonly before: number; readonly after: number };

export function payChangeFacts({
  kind,
  before,
  after,
}: Pick<PayChangeView, "kind" | "before" | "after">): PayChangeFacts {
  if (kind === "game") {
    const { data } = z.object({ before: version.nullable(), after: version }).safeParse({ before, after });
    if (data === undefined) return UNREADABLE;
    const { version: number, edgeBps: afterBps } = data.after;
    return { kind: "version", number, beforeBps: data.before?.edgeBps ?? null, afterBps };
  }
  const { data } = z.object({ before: table, after: table }).safeParse({ before, after });
  if (data === undefined) return UNREADABLE;
  const isOpen = data.before.isOpen === data.after.isOpen ? null : data.after.isOpen;
  return { kind: "table", isOpen, figures: changedFigures(data.before, data.after) };
}

const UNREADABLE: PayChangeFacts = { kind: "unreadable" };

type Table = z.output<typeof table>;

function changedFigures(before: Table, after: Table): FigureChange[] {
  return TABLE_FIGURES.filter((figure) => before[figure] !== after[figure]).map((figure) => ({
    figure,
    before: before[figure],
    after: after[figure],
  }));
}
