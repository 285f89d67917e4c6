import { type Address, toFunctionSelector } from "viem";
import { accessManagerAbi as abi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { changingFunctions } from "#scripts/deploy/abiNames.ts";
import { callInWords } from "#scripts/deploy/callWords.ts";
import type { GuardedFunction, ScheduledOperation } from "#scripts/deploy/inspect/inspection.ts";
import type { ManagerEvents } from "#scripts/deploy/inspect/readLogs.ts";
import type { At } from "#scripts/deploy/inspect/readRoles.ts";
import { REGISTRY_ROLES, VAULT_ROLES } from "#scripts/deploy/roles.ts";

type Guarded = {
  readonly contract: GuardedFunction["contract"];
  readonly target: Address;
};

/** Which role each guarded function of the contracts needs now, beside the one that we give it. */
export async function readFunctions(
  { client, blockNumber }: At,
  accessManager: Address,
  contracts: readonly Guarded[],
): Promise<GuardedFunction[]> {
  const read: GuardedFunction[] = [];
  for (const { contract, target } of contracts) {
    const roles: Readonly<Record<string, bigint>> = contract === "Vault" ? VAULT_ROLES : REGISTRY_ROLES;
    for (const item of changingFunctions(contract === "Vault" ? vaultAbi : fairnessRegistryAbi)) {
      const expectedRole = roles[item.name];
      // Anyone may call the others; the contract itself does not ask the AccessManager about them.
      if (expectedRole === undefined) continue;
      const selector = toFunctionSelector(item);
      const role = await client.readContract({
        address: accessManager,
        abi,
        blockNumber,
        functionName: "getTargetFunctionRole",
        args: [target, selector],
      });
      read.push({ contract, target, name: item.name, selector, role, expectedRole });
    }
  }
  return read;
}

/** What is scheduled and neither executed, cancelled nor expired. */
export async function readOperations(
  { client, blockNumber }: At,
  accessManager: Address,
  events: ManagerEvents,
): Promise<ScheduledOperation[]> {
  const operations = new Map<string, ScheduledOperation>();
  for (const event of events) {
    if (event.eventName !== "OperationScheduled") continue;
    const { operationId: id, caller, target, data } = event.args;
    const readyAt = await client.readContract({
      address: accessManager,
      abi,
      blockNumber,
      functionName: "getSchedule",
      args: [id],
    });
    if (readyAt > 0) operations.set(id, { id, caller, target, call: callInWords(data), readyAt });
  }
  return [...operations.values()];
}
