import { type Abi, decodeFunctionData, type Hex } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";

const CONTRACTS: readonly Abi[] = [vaultAbi, fairnessRegistryAbi, accessManagerAbi];

/** A call of one of our contracts as people read it; of another one, its data. */
export function callInWords(data: Hex): string {
  for (const abi of CONTRACTS) {
    try {
      const { functionName, args = [] } = decodeFunctionData({ abi, data });
      return `${functionName}(${args.map(valueInWords).join(", ")})`;
    } catch {
      // Not a function of this contract: the next one may have it.
    }
  }
  return data;
}

/** An argument of a call as people read it. */
export function valueInWords(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueInWords).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}: ${valueInWords(member)}`)
    .join(", ")}}`;
}
