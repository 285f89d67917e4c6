import { encodeCursor } from "./pageCursor.ts";

/** A page of a list, and where the next one begins; null when this is the last. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

export interface PageCut<Row, Item> {
  readonly limit: number;
  readonly toItem: (row: Row) => Item;
  /** Where the list goes on behind a row; see `encodeCursor`. */
  readonly positionOf: (row: Row) => object;
}

/** The page out of rows of which one more was read than it shows: that one tells whether there is another page. */
export function cutPage<Row, Item>(
  rows: readonly Row[],
  { limit, toItem, positionOf }: PageCut<Row, Item>,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items: shown.map(toItem), nextCursor: hasMore ? encodeCursor(positionOf(last)) : null };
}
