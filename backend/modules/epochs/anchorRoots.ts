import type { SettledVault, Settlement } from "#backend/modules/settlement/settlement.ts";
import { submitTransaction } from "#backend/modules/settlement/submitTransaction.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { findWantedAnchors } from "./anchor.store.ts";
import { anchorPayload } from "./anchorPayload.ts";
import { findRegistry } from "./epoch.store.ts";
import type { WantedAnchor } from "./wantedAnchor.ts";

/** Sends the roots that the registry is waiting for, one of each kind. */
export async function anchorRoots(settlement: Settlement, vault: SettledVault): Promise<void> {
  const registry = await findRegistry(settlement.pool, vault);
  if (registry === null) return;
  for (const anchor of await findWantedAnchors(settlement.pool, vault)) {
    if (!(await isNext(settlement, vault, registry, anchor))) continue;
    const payload = await anchorPayload(settlement, vault, anchor);
    if (payload === null) continue;
    await submitTransaction(settlement, vault, { purpose: { kind: "anchor", anchor }, payload });
  }
}

/** Whether the registry waits for just this epoch. If it has another root there, nothing will ever put ours in its place. */
async function isNext(
  { chain, alerts }: Settlement,
  vault: SettledVault,
  registry: EvmAddress,
  { kind, epoch, root }: WantedAnchor,
): Promise<boolean> {
  const last = await chain.lastEpochOf(registry, kind);
  if (last < epoch) return last === epoch - 1n;
  const anchored = await chain.anchoredRoot(registry, kind, epoch);
  if (anchored !== root) {
    const details = { kind, epoch: String(epoch), anchored, built: root };
    alerts.raise("anchor_epoch_taken", vault, `vault ${vault.id} kind ${kind}`, details);
  }
  return false;
}
