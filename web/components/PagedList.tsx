"use client";

import type { ReactNode } from "react";
import { Await } from "@/components/Await";
import { MoreButton } from "@/components/MoreButton";

type List<Item> = {
  readonly data: { readonly pages: readonly { readonly items: readonly Item[] }[] } | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
};

type Props<Item> = {
  readonly list: List<Item>;
  /** Shown in place of a list without items. */
  readonly empty: ReactNode;
  /** Lines that hold the place while the first page is awaited. */
  readonly lines?: number;
  readonly children: (items: readonly Item[]) => ReactNode;
};

/** What a card holds of a list that the house tells page by page: all pages so far, and a way to the next. */
export function PagedList<Item>({ list, empty, lines, children }: Props<Item>) {
  const { data, error, refetch } = list;
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <Await query={{ data: items, error, refetch }} {...(lines !== undefined && { lines })}>
      {(known) =>
        known.length === 0 ? (
          empty
        ) : (
          <>
            {children(known)}
            <MoreButton list={list} />
          </>
        )
      }
    </Await>
  );
}
