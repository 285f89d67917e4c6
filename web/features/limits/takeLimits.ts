import type { QueryClient } from "@tanstack/react-query";
import type { LimitsResponse } from "#domain/api/limits.ts";
import type { Api } from "@/lib/api/api";
import { limitsQuery } from "@/lib/limits/limitsQuery";
import { overtake } from "@/lib/overtake";

type Answer = {
  readonly limits: LimitsResponse;
  /** Who asked, and who is signed in now that the answer is here. */
  readonly asker: string | null;
  readonly owner: string | null;
};

/** Shows the limits as the house has just answered, unless another account has followed the one that asked. */
export async function takeLimits(
  client: QueryClient,
  api: Api,
  { limits, asker, owner }: Answer,
): Promise<void> {
  if (asker !== owner) return;
  const { queryKey } = limitsQuery(api);
  await overtake(client, queryKey, () => client.setQueryData(queryKey, limits));
}
