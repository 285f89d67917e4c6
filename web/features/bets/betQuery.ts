import { queryOptions } from "@tanstack/react-query";
import { publicBetView } from "#domain/api/casino.ts";
import type { Api } from "@/lib/api/api";

/** One bet, of anybody. */
export function betQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: ["bet", id],
    queryFn: ({ signal }) =>
      api.request({ path: `/casino/bets/${encodeURIComponent(id)}`, schema: publicBetView, signal }),
  });
}
