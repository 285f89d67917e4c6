import type { Scope } from "#indexer/handlers/handler.ts";
import { post, sendNew } from "#indexer/store/posting.store.ts";

/** Posts what is still to be posted, in order. What is asked on the same connection afterwards sees it. */
export async function postAll(scope: Scope): Promise<void> {
  const { client, vault, ids, isNew, writes } = scope;
  const due = scope.postings.splice(0);
  if (due.length === 0) return;
  scope.postedCount += due.length;
  if (!isNew) return post(client, vault.tenantId, due, ids);
  const { written } = await sendNew(client, vault.tenantId, due, ids);
  writes.add(written);
}
