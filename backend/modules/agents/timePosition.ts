import { z } from "zod";
import { cutPage, type Page } from "#backend/http/listPage.ts";
import { cursorTime, decodeCursor } from "#backend/http/pageCursor.ts";

const position = z.strictObject({ at: cursorTime, id: z.uuid() });

/** A row's place in a list ordered by time and id, to the microsecond that the database keeps. */
export type TimePosition = z.infer<typeof position>;

/** @throws CursorInvalid */
export function readTimePosition(cursor: string | undefined): TimePosition | null {
  return cursor === undefined ? null : decodeCursor(position, cursor);
}

/** A page of rows of which one more than the limit was read. */
export function pageOfRows<Row extends { readonly id: string; readonly exactly: string }, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
): Page<Item> {
  return cutPage(rows, { limit, toItem, positionOf: ({ exactly: at, id }) => ({ at, id }) });
}
