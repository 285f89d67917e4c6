import type { PublicClient } from "viem";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import type { Bytes32Hex, EvmAddress } from "#domain/chain/hex.ts";
import { type CallOutlook, outlookOf } from "./callOutlook.ts";
import { asking } from "./chainFailure.ts";

/** A call of `anchor`. */
export interface AnchorCall {
  readonly operator: EvmAddress;
  readonly registry: EvmAddress;
  readonly kind: Bytes32Hex;
  readonly epoch: bigint;
  readonly root: Bytes32Hex;
}

/** What anchoring roots asks of the chain. Every method may throw ChainUnavailable or WrongChain. */
export interface RegistryCalls {
  /** The last anchored epoch of a kind, 0 before the first, after the newest block. */
  lastEpochOf(registry: EvmAddress, kind: Bytes32Hex): Promise<bigint>;
  /** Zero when that epoch is not anchored. */
  anchoredRoot(registry: EvmAddress, kind: Bytes32Hex, epoch: bigint): Promise<Bytes32Hex>;
  simulateAnchor(call: AnchorCall): Promise<CallOutlook>;
  estimateAnchorGas(call: AnchorCall): Promise<bigint>;
}

export function registryCalls(client: PublicClient): RegistryCalls {
  const abi = fairnessRegistryAbi;
  return {
    lastEpochOf(address, kind) {
      const call = { address, abi, functionName: "lastEpochOf", args: [kind] } as const;
      return asking("the registry's last epoch", client.readContract(call));
    },
    anchoredRoot(address, kind, epoch) {
      const call = { address, abi, functionName: "rootOf", args: [kind, epoch] } as const;
      return asking("an anchored root", client.readContract(call));
    },
    simulateAnchor: (call) => outlookOf(client.simulateContract(contractCall(call))),
    // After the newest block: with what is pending counted in, a replacement would look anchored already.
    estimateAnchorGas: (call) =>
      asking("a gas estimate", client.estimateContractGas({ ...contractCall(call), blockTag: "latest" })),
  };
}

function contractCall({ operator, registry, kind, epoch, root }: AnchorCall) {
  return {
    address: registry,
    abi: fairnessRegistryAbi,
    functionName: "anchor",
    args: [kind, epoch, root],
    account: operator,
  } as const;
}
