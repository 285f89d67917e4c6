import { createPublicClient, fallback, TransactionNotFoundError } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import type { PayoutBatch } from "#domain/chain/typedData.ts";
import type { RecipientKind } from "#domain/settlement/batchGas.ts";
import type { FeeMarket } from "#domain/settlement/fees.ts";
import { type CallOutlook, outlookOf } from "./callOutlook.ts";
import { chainEndpoint } from "./chainEndpoint.ts";
import { asking, nodeMessageOf } from "./chainFailure.ts";
import { type CheckpointCalls, checkpointCalls } from "./checkpointCalls.ts";
import { type FinalReader, finalReader } from "./finalReader.ts";
import { type Receipt, receiptOf } from "./receipt.ts";
import { probeRecipients } from "./recipientProbe.ts";
import { type RegistryCalls, registryCalls } from "./registryCalls.ts";
import { heldUnits } from "./vaultStanding.ts";

export interface ChainBlock {
  readonly number: bigint;
  readonly timestamp: bigint;
}

/** What settlement needs to know about a vault and one of its tokens; amounts in quanta. */
export interface VaultState {
  readonly signerEpoch: bigint;
  readonly arePayoutsPaused: boolean;
  /** Players are leaving for good: no batch is executed any more. */
  readonly isExitActive: boolean;
  readonly batchCapQuanta: bigint;
  readonly outflowQuanta: bigint;
  /** Beyond the credits that are claimable already. */
  readonly availableQuanta: bigint;
}

/** A call of `executeBatchPayouts`. */
export interface PayoutCall {
  readonly sender: EvmAddress;
  readonly vault: EvmAddress;
  readonly batch: PayoutBatch;
  readonly entries: Hex;
  readonly signature: Hex;
}

/** What a node said to a transaction: `refused` is its own word; a lost reply throws instead. */
export type BroadcastAnswer =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly message: string };

/** The chain, as settlement sees it. Every method may throw ChainUnavailable or WrongChain. */
export interface ChainClient extends CheckpointCalls, RegistryCalls, FinalReader {
  head(): Promise<ChainBlock>;
  vaultState(vault: EvmAddress, token: EvmAddress): Promise<VaultState>;
  simulatePayout(call: PayoutCall): Promise<CallOutlook>;
  estimatePayoutGas(call: PayoutCall): Promise<bigint>;
  feeMarket(): Promise<FeeMarket>;
  /** The nonce that the sender's next transaction takes after the newest block. */
  nonceOf(sender: EvmAddress): Promise<bigint>;
  balanceWeiOf(account: EvmAddress): Promise<bigint>;
  /** In the order asked. */
  recipientKinds(recipients: readonly EvmAddress[]): Promise<RecipientKind[]>;
  receiptOf(hash: Hex): Promise<Receipt | null>;
  isKnown(hash: Hex): Promise<boolean>;
  broadcast(raw: Hex): Promise<BroadcastAnswer>;
}

export interface ChainClientOptions {
  readonly urls: readonly string[];
  readonly chainId: number;
  /** Before a request that got no answer is sent once more. */
  readonly retryDelayMs?: number;
}

/** Talks to the first endpoint that answers, and only to such as serve the configured chain. */
export function createChainClient({ urls, chainId, retryDelayMs }: ChainClientOptions): ChainClient {
  const endpoints = urls.map((url) => chainEndpoint(url, chainId, retryDelayMs));
  const client = createPublicClient({ transport: fallback(endpoints, { retryCount: 0 }), cacheTime: 0 });

  return {
    ...checkpointCalls(client),
    ...registryCalls(client),
    ...finalReader(endpoints.map((transport) => createPublicClient({ transport, cacheTime: 0 }))),
    async head() {
      const { number, timestamp } = await asking("the newest block", client.getBlock());
      return { number, timestamp };
    },
    vaultState: (vault, token) => asking("the vault's state", readVaultState(client, vault, token)),
    simulatePayout: (call) => outlookOf(client.simulateContract(contractCall(call))),
    // After the newest block: with what is pending counted in, a replacement would look executed already.
    estimatePayoutGas: (call) =>
      asking("a gas estimate", client.estimateContractGas({ ...contractCall(call), blockTag: "latest" })),
    async feeMarket() {
      const market = Promise.all([client.getBlock(), client.estimateMaxPriorityFeePerGas()]);
      const [{ baseFeePerGas }, priorityFeePerGas] = await asking("fees", market);
      return { baseFeePerGas: baseFeePerGas ?? 0n, priorityFeePerGas };
    },
    async nonceOf(address) {
      return BigInt(await asking("a nonce", client.getTransactionCount({ address, blockTag: "latest" })));
    },
    balanceWeiOf: (address) => asking("a balance", client.getBalance({ address })),
    recipientKinds: (recipients) => asking("recipients", probeRecipients(client, recipients)),
    receiptOf: (hash) => asking("a receipt", receiptOf(client, hash)),
    async isKnown(hash) {
      return (await asking("a transaction", orNull(client.getTransaction({ hash })))) !== null;
    },
    async broadcast(raw) {
      try {
        await client.sendRawTransaction({ serializedTransaction: raw });
        return { kind: "accepted" };
      } catch (error) {
        return { kind: "refused", message: nodeMessageOf(error) };
      }
    },
  };
}

type Reader = ReturnType<typeof createPublicClient>;

async function readVaultState(client: Reader, vault: EvmAddress, token: EvmAddress): Promise<VaultState> {
  const contract = { address: vault, abi: vaultAbi } as const;
  const ofToken = { ...contract, args: [token] } as const;
  const [signerEpoch, arePayoutsPaused, isExitActive] = await Promise.all([
    client.readContract({ ...contract, functionName: "signerEpoch" }),
    client.readContract({ ...contract, functionName: "payoutsPaused" }),
    client.readContract({ ...contract, functionName: "exitActive" }),
  ]);
  const [limits, outflowQuanta, credits, quantum, units] = await Promise.all([
    client.readContract({ ...ofToken, functionName: "outflowLimits" }),
    client.readContract({ ...ofToken, functionName: "outflowAvailable" }),
    client.readContract({ ...ofToken, functionName: "unclaimedCredits" }),
    client.readContract({ ...ofToken, functionName: "quantumOf" }),
    heldUnits(client, { vault, token }),
  ]);
  const { batchCap: batchCapQuanta } = limits;
  const availableQuanta = units / quantum - credits;
  return { signerEpoch, arePayoutsPaused, isExitActive, batchCapQuanta, outflowQuanta, availableQuanta };
}

/** A node's "not found" is an answer, not a failure. */
async function orNull<Found>(answer: Promise<Found>): Promise<Found | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return null;
    throw error;
  }
}

function contractCall({ sender, vault, batch, entries, signature }: PayoutCall) {
  return {
    address: vault,
    abi: vaultAbi,
    functionName: "executeBatchPayouts",
    args: [batch, entries, signature],
    account: sender,
  } as const;
}
