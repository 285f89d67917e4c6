import { encodeFunctionData } from "viem";
import type { Payload } from "#backend/modules/settlement/attempt.ts";
import { addressOf, type SettledVault, type Settlement } from "#backend/modules/settlement/settlement.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { findRegistry } from "./epoch.store.ts";
import type { WantedAnchor } from "./wantedAnchor.ts";

/** Anchoring costs about the same every time; 6/5 of the estimate is offered. */
const GAS_MARGIN_NUMERATOR = 6n;
const GAS_MARGIN_DENOMINATOR = 5n;

/**
 * The call that anchors a root.
 * @returns null when it is not its turn any more, or (with an alert) when the registry would refuse it
 */
export async function anchorPayload(
  settlement: Settlement,
  vault: SettledVault,
  { kind, epoch, root }: WantedAnchor,
): Promise<Payload | null> {
  const { pool, chain, alerts, operator } = settlement;
  const registry = await findRegistry(pool, vault);
  if (registry === null) return null;
  const call = { operator: addressOf(operator), registry, kind, epoch, root };
  const outlook = await chain.simulateAnchor(call);
  if (!outlook.runs) {
    if (outlook.errorName === "NotNextEpoch") return null;
    const details = { kind, epoch: String(epoch), reason: outlook.errorName };
    alerts.raise("anchor_refused", vault, `vault ${vault.id} kind ${kind}`, details);
    return null;
  }
  const gas = ((await chain.estimateAnchorGas(call)) * GAS_MARGIN_NUMERATOR) / GAS_MARGIN_DENOMINATOR;
  const args = [kind, epoch, root] as const;
  const data = encodeFunctionData({ abi: fairnessRegistryAbi, functionName: "anchor", args });
  return { chainId: vault.chainId, to: registry, data, gas };
}
