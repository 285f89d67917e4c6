import { encodeFunctionData } from "viem";
import type { Payload } from "#backend/modules/settlement/attempt.ts";
import { addressOf, type SettledVault, type Settlement } from "#backend/modules/settlement/settlement.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { findBuilt } from "./checkpoint.store.ts";

/** Publishing costs about the same every time; 6/5 of the estimate is offered. */
const GAS_MARGIN_NUMERATOR = 6n;
const GAS_MARGIN_DENOMINATOR = 5n;

/**
 * The call that publishes a built checkpoint.
 * @returns null when it is published by now, or (with an alert) when the vault would refuse it
 */
export async function publishPayload(
  settlement: Settlement,
  vault: SettledVault,
  checkpointId: bigint,
): Promise<Payload | null> {
  const { pool, chain, alerts, operator } = settlement;
  const checkpoint = await findBuilt(pool, vault, checkpointId);
  if (checkpoint === null) return null;
  const { token, epoch, root, total, entered, executed } = checkpoint;
  const call = {
    operator: addressOf(operator),
    vault: vault.address,
    token,
    epoch,
    root,
    total,
    entered,
    executed,
  };
  const outlook = await chain.simulatePublish(call);
  if (!outlook.runs) {
    // The house counts in a currency that this vault does not carry: it owes nothing here.
    if (outlook.errorName === "TokenNotListed") return null;
    const details = { epoch: String(epoch), total: String(total), reason: outlook.errorName };
    alerts.raise("checkpoint_refused", vault, `vault ${vault.id} token ${token}`, details);
    return null;
  }
  const estimate = await chain.estimatePublishGas(call);
  const gas = (estimate * GAS_MARGIN_NUMERATOR) / GAS_MARGIN_DENOMINATOR;
  const args = [token, epoch, root, total, entered, executed] as const;
  const data = encodeFunctionData({ abi: vaultAbi, functionName: "publishCheckpoint", args });
  return { chainId: vault.chainId, to: vault.address, data, gas };
}
