import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Puts what the house has just said into a query's data. An answer that is still on its way may be older than that: it is
 * dropped, and asked for again.
 */
export async function overtake(client: QueryClient, queryKey: QueryKey, put: () => void): Promise<void> {
  const isAsking = client.isFetching({ queryKey, exact: true }) > 0;
  await client.cancelQueries({ queryKey, exact: true });
  put();
  if (isAsking) void client.invalidateQueries({ queryKey, exact: true });
}
