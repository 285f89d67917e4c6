import type { Scope } from "#indexer/handlers/handler.ts";
import { post } from "#indexer/store/posting.store.ts";

/** Posts what is still to be posted, in order. */
export async function postAll(scope: Scope): Promise<void> {
  const { client, vault, ids, isNew } = scope;
  const due = scope.postings.splice(0);
  scope.postedCount += due.length;
  await post(client, vault.tenantId, due, { ids, areNew: isNew });
}
