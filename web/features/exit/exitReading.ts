import { hexFromBytes } from "#domain/chain/hex.ts";
import { leafHasher } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import type { ExitNode } from "@/features/exit/useExitNode";
import type { BalanceClaims, ClaimedTree } from "@/lib/vault/balanceClaims";
import { nodeAt, nodeOfWallet } from "@/lib/vault/node";
import {
  type AccountStanding,
  type ExitStanding,
  type LeafStanding,
  readAccountStanding,
  readExitStanding,
  readLeafStanding,
  readVaultStanding,
  requireVault,
  type VaultStanding,
} from "@/lib/vault/vaultReader";

/** All that the chain says about a file and its account. */
export type ExitReading = {
  readonly standing: VaultStanding;
  readonly exit: ExitStanding;
  /** What is not in the file; null while no account is known. */
  readonly account: AccountStanding | null;
  /** In the order of the claims' leaves. */
  readonly leaves: readonly LeafStanding[];
};

/** @throws NodeOnOtherChain, NoVaultThere */
export async function readExit(
  exitNode: ExitNode,
  tree: ClaimedTree,
  claims: BalanceClaims | null,
): Promise<ExitReading> {
  const node =
    exitNode.kind === "address" ? nodeAt(exitNode.rpcUrl) : nodeOfWallet(exitNode.connected.wallet.provider);
  const { chainId, vault, token } = tree;
  await requireVault(node, chainId, vault);
  const hashOf = leafHasher(token);
  const [standing, exit, account, leaves] = await Promise.all([
    readVaultStanding(node, vault, token),
    readExitStanding(node, vault, token),
    claims === null ? null : readAccountStanding(node, vault, { account: claims.account, token }),
    Promise.all(
      (claims?.leaves ?? []).map((leaf) =>
        readLeafStanding(node, vault, { token, hash: hexFromBytes(hashOf(leaf)), batchId: leaf.batchId }),
      ),
    ),
  ]);
  return { standing, exit, account, leaves };
}
