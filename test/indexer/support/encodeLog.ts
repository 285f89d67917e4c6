import { type AbiEvent, type AbiParameter, encodeAbiParameters, encodeEventTopics } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Hex } from "#domain/chain/hex.ts";

const ABIS = { vault: vaultAbi, authority: accessManagerAbi, registry: fairnessRegistryAbi } as const;
export type EmitterKind = keyof typeof ABIS;

/** Topics and data of an event as the contract would write them. */
export function encodeLog(
  kind: EmitterKind,
  eventName: string,
  args: Readonly<Record<string, unknown>>,
): { topics: Hex[]; data: Hex } {
  const events = ABIS[kind].filter((item) => item.type === "event") as readonly AbiEvent[];
  const abi = events.find(({ name }) => name === eventName);
  if (abi === undefined) throw new Error(`${kind} has no event ${eventName}`);
  const plain = abi.inputs.filter(({ indexed }) => indexed !== true) as readonly AbiParameter[];
  return {
    topics: encodeEventTopics({ abi: [abi], eventName, args } as never) as Hex[],
    data: encodeAbiParameters(
      plain,
      plain.map(({ name }) => args[name ?? ""]),
    ),
  };
}
