import { infiniteQueryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { historyPage } from "#domain/api/wallet.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";

export type HistoryLine = z.output<typeof historyPage>["items"][number];

const SHOWN = 20;
const EXPORT_PAGE = 200;
const MAX_EXPORT_PAGES = 250;

/** What made the balance what it is, newest first, page by page. */
export function historyQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: accountKeys.history,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => historyPageAt(api, pageParam, SHOWN, signal),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** All lines, up to the most that one file takes (50,000). */
export async function wholeHistory(api: Api): Promise<HistoryLine[]> {
  const lines: HistoryLine[] = [];
  let cursor: string | null = "";
  for (let page = 0; page < MAX_EXPORT_PAGES && cursor !== null; page += 1) {
    const answer: z.output<typeof historyPage> = await historyPageAt(api, cursor, EXPORT_PAGE);
    lines.push(...answer.items);
    cursor = answer.nextCursor;
  }
  return lines;
}

function historyPageAt(api: Api, cursor: string, limit: number, signal?: AbortSignal) {
  const query = new URLSearchParams({ limit: limit.toString() });
  if (cursor !== "") query.set("cursor", cursor);
  return api.request({ path: `/users/me/history?${query}`, schema: historyPage, signal });
}
