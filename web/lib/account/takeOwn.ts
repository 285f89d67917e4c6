import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { overtake } from "@/lib/overtake";

type OwnAnswer = {
  readonly queryKey: QueryKey;
  /** Who asked, and who is signed in now that the answer is here. */
  readonly asker: string | null;
  readonly owner: string | null;
  readonly put: () => void;
};

/** Shows what the house has just answered, unless another account has followed the one that asked. */
export async function takeOwn(
  client: QueryClient,
  { queryKey, asker, owner, put }: OwnAnswer,
): Promise<void> {
  if (asker === owner) await overtake(client, queryKey, put);
}
