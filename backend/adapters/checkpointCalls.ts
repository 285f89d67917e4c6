import type { PublicClient } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Bytes32Hex, EvmAddress } from "#domain/chain/hex.ts";
import type { ExitClock } from "#domain/settlement/checkpointWatch.ts";
import { type CallOutlook, outlookOf } from "./callOutlook.ts";
import { asking } from "./chainFailure.ts";

/** What a vault says about one token's checkpoints. */
export interface CheckpointState {
  /** The last published epoch, 0 before the first, after the newest block. */
  readonly epoch: bigint;
  readonly root: Bytes32Hex;
  /** Whether players are leaving for good; then nothing is published any more. */
  readonly isExitActive: boolean;
}

/** A call of `publishCheckpoint`; amounts in quanta. */
export interface PublishCall {
  readonly operator: EvmAddress;
  readonly vault: EvmAddress;
  readonly token: EvmAddress;
  readonly epoch: bigint;
  readonly root: Bytes32Hex;
  readonly total: bigint;
  readonly entered: bigint;
  readonly executed: bigint;
}

/** What publishing checkpoints asks of the chain. Every method may throw ChainUnavailable or WrongChain. */
export interface CheckpointCalls {
  checkpointState(vault: EvmAddress, token: EvmAddress): Promise<CheckpointState>;
  /** Of all listed tokens, at the newest block, with that block's time in Unix seconds. */
  exitClock(vault: EvmAddress): Promise<ExitClock & { readonly blockTime: bigint }>;
  simulatePublish(call: PublishCall): Promise<CallOutlook>;
  estimatePublishGas(call: PublishCall): Promise<bigint>;
}

export function checkpointCalls(client: PublicClient): CheckpointCalls {
  return {
    async checkpointState(vault, token) {
      const contract = { address: vault, abi: vaultAbi } as const;
      const facts = Promise.all([
        client.readContract({ ...contract, functionName: "checkpointOf", args: [token] }),
        client.readContract({ ...contract, functionName: "exitActive" }),
      ]);
      const [[epoch, , root], isExitActive] = await asking("a vault's checkpoint", facts);
      return { epoch, root, isExitActive };
    },
    exitClock: (vault) => asking("a vault's exit", readExitClock(client, vault)),
    simulatePublish: (call) => outlookOf(client.simulateContract(contractCall(call))),
    // After the newest block: with what is pending counted in, a replacement would look published already.
    estimatePublishGas: (call) =>
      asking("a gas estimate", client.estimateContractGas({ ...contractCall(call), blockTag: "latest" })),
  };
}

async function readExitClock(client: PublicClient, vault: EvmAddress) {
  const { number: blockNumber, timestamp: blockTime } = await client.getBlock();
  const at = { address: vault, abi: vaultAbi, blockNumber } as const;
  const [listed, isExitActive, exitAvailableAt, exitDelaySeconds] = await Promise.all([
    client.readContract({ ...at, functionName: "listedTokens" }),
    client.readContract({ ...at, functionName: "exitActive" }),
    client.readContract({ ...at, functionName: "exitAvailableAt" }),
    client.readContract({ ...at, functionName: "EXIT_DELAY" }),
  ]);
  const tokens = await Promise.all(
    listed.map(async (address) => {
      const call = { ...at, functionName: "checkpointOf", args: [address] } as const;
      const [epoch, publishedAt] = await client.readContract(call);
      const token: EvmAddress = `0x${address.slice("0x".length).toLowerCase()}`;
      return { token, epoch, publishedAt };
    }),
  );
  return { tokens, isExitActive, exitAvailableAt, exitDelaySeconds, blockTime };
}

function contractCall({ operator, vault, token, epoch, root, total, entered, executed }: PublishCall) {
  return {
    address: vault,
    abi: vaultAbi,
    functionName: "publishCheckpoint",
    args: [token, epoch, root, total, entered, executed],
    account: operator,
  } as const;
}
