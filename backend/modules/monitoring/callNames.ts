import { type Abi, toFunctionSelector } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";

export const SELECTOR_CHARACTERS = "0x00000000".length;
const OUR_CONTRACTS: readonly Abi[] = [vaultAbi, fairnessRegistryAbi, accessManagerAbi];

const names: ReadonlyMap<string, string> = new Map(
  OUR_CONTRACTS.flatMap((abi) =>
    abi.flatMap((item) => (item.type === "function" ? [[toFunctionSelector(item), item.name] as const] : [])),
  ),
);

/** The function of the house's contracts that a selector, or a call's data, stands for; null for any other. */
export function callName(data: string): string | null {
  return names.get(data.slice(0, SELECTOR_CHARACTERS)) ?? null;
}
