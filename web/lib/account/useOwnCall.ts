import { type QueryClient, type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { takeOwn } from "@/lib/account/takeOwn";
import { useApp } from "@/lib/app/AppContext";
import { ownerOf } from "@/lib/session/ownerOf";

type OwnCall<Wish, Answer> = {
  readonly ask: (wish: Wish) => Promise<Answer>;
  /** What is known of the player's, and changes with the answer. */
  readonly queryKey: QueryKey;
  readonly put: (client: QueryClient, answer: Answer) => void;
};

/** Changes something of the player's own; the house's answer, not the wish, is shown. */
export function useOwnCall<Wish, Answer>({ ask, queryKey, put }: OwnCall<Wish, Answer>) {
  const { session } = useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ask,
    onMutate: () => ({ asker: ownerOf(session) }),
    onSuccess: (answer, _wish, { asker }) =>
      takeOwn(client, { queryKey, asker, owner: ownerOf(session), put: () => put(client, answer) }),
  });
}
