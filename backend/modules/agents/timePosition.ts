import { z } from "zod";
import { cursorTime, decodeCursor, encodeCursor } from "#backend/http/pageCursor.ts";

const position = z.strictObject({ at: cursorTime, id: z.uuid() });

/** A row's place in a list ordered by time and id, to the microsecond that the database keeps. */
export type TimePosition = z.infer<typeof position>;

/** SQL for the exact time of a row, which a `Date` rounds to milliseconds. */
export function exactTime(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/** @throws CursorInvalid */
export function readTimePosition(cursor: string | undefined): TimePosition | null {
  return cursor === undefined ? null : decodeCursor(position, cursor);
}

/** A page of rows of which one more than the limit was read. */
export function pageOfRows<Row extends { readonly id: string; readonly exactly: string }, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toItem),
    nextCursor: isMore ? encodeCursor({ at: last.exactly, id: last.id }) : null,
  };
}
