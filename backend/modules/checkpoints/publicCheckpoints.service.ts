import type pg from "pg";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { NotFound } from "#backend/http/failures.ts";
import type { Page } from "#backend/http/listPage.ts";
import type { BalanceProof, CheckpointQuery, CheckpointView } from "#domain/api/checkpoints.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import type { LeavesThread } from "./leavesThread.ts";
import {
  findTree,
  type KnownTree,
  listCheckpoints,
  loadTreeLeaves,
  type TreeWanted,
} from "./public.store.ts";

/** What anybody may know about what the house owes, and each player about what it owes to them. */
export interface PublicCheckpoints {
  /** @throws CursorInvalid */
  list(tenantId: number, query: CheckpointQuery): Promise<Page<CheckpointView>>;
  /** The leaves file of an epoch, and whether it can still change. @throws NotFound */
  leavesFile(tenantId: number, wanted: TreeWanted): Promise<{ text: string; isFinal: boolean }>;
  /** The proof file of an account, of the last checkpoint. @throws NotFound */
  balanceProof(tenantId: number, account: EvmAddress, wanted: TreeWanted): Promise<BalanceProof>;
}

export function createPublicCheckpoints(pool: pg.Pool, thread: LeavesThread): PublicCheckpoints {
  async function treeOf(tenantId: number, wanted: TreeWanted): Promise<KnownTree> {
    const tree = await inTenantTransaction(pool, tenantId, (client) => findTree(client, tenantId, wanted));
    if (tree === null) throw new NotFound("checkpoint");
    return tree;
  }

  async function leavesOf(tenantId: number, { id }: KnownTree): Promise<Uint8Array> {
    const leaves = await inTenantTransaction(pool, tenantId, (client) =>
      loadTreeLeaves(client, tenantId, id),
    );
    // Its epoch grew too old between the two statements.
    if (leaves === null) throw new NotFound("checkpoint");
    return leaves;
  }

  return {
    list: (tenantId, query) =>
      inTenantTransaction(pool, tenantId, (client) => listCheckpoints(client, tenantId, query)),
    async leavesFile(tenantId, wanted) {
      const tree = await treeOf(tenantId, wanted);
      const text = await thread.file(tree.place, () => leavesOf(tenantId, tree));
      return { text, isFinal: tree.isFinal };
    },
    async balanceProof(tenantId, account, wanted) {
      const tree = await treeOf(tenantId, wanted);
      return thread.proof(tree.place, account, () => leavesOf(tenantId, tree));
    },
  };
}
