import { erc20Abi, type PublicClient, toFunctionSelector } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { asking } from "./chainFailure.ts";

/** What a vault says about one of its tokens at one block; amounts in quanta, times in Unix seconds. */
export interface VaultStanding {
  readonly balanceQuanta: bigint;
  readonly liabilitiesQuanta: bigint;
  readonly surplusQuanta: bigint;
  readonly creditsQuanta: bigint;
  readonly outflowQuanta: bigint;
  readonly signerEpoch: bigint;
  readonly arePayoutsPaused: boolean;
  readonly isExitActive: boolean;
  /** Null before the first checkpoint. */
  readonly checkpoint: {
    readonly epoch: bigint;
    readonly publishedAt: bigint;
    readonly root: Hex;
    readonly total: bigint;
  } | null;
  readonly freshnessSeconds: bigint;
  readonly now: bigint;
}

/** Whether, and after which wait, an account may call `treasuryTransfer`. */
export interface TransferRight {
  readonly authority: EvmAddress;
  readonly isImmediate: boolean;
  /** Zero with `isImmediate` false: not at all. */
  readonly delaySeconds: number;
  /** How long a scheduled call may be executed once its delay has passed. */
  readonly expirySeconds: number;
}

/** Reads everything at the newest block, so that the figures fit each other. @throws ChainUnavailable */
export async function readVaultStanding(
  client: PublicClient,
  vault: EvmAddress,
  token: EvmAddress,
): Promise<VaultStanding> {
  return asking("the vault's standing", readAtNewest(client, vault, token));
}

async function readAtNewest(
  client: PublicClient,
  vault: EvmAddress,
  token: EvmAddress,
): Promise<VaultStanding> {
  const { number: blockNumber, timestamp: now } = await client.getBlock();
  const at = { address: vault, abi: vaultAbi, blockNumber } as const;
  const ofToken = { ...at, args: [token] } as const;
  const [liabilities, surplus, credits, outflow, quantum, checkpoint] = await Promise.all([
    client.readContract({ ...ofToken, functionName: "liabilities" }),
    client.readContract({ ...ofToken, functionName: "surplus" }),
    client.readContract({ ...ofToken, functionName: "unclaimedCredits" }),
    client.readContract({ ...ofToken, functionName: "outflowAvailable" }),
    client.readContract({ ...ofToken, functionName: "quantumOf" }),
    client.readContract({ ...ofToken, functionName: "checkpointOf" }),
  ]);
  const [signerEpoch, arePayoutsPaused, isExitActive, freshnessSeconds, units] = await Promise.all([
    client.readContract({ ...at, functionName: "signerEpoch" }),
    client.readContract({ ...at, functionName: "payoutsPaused" }),
    client.readContract({ ...at, functionName: "exitActive" }),
    client.readContract({ ...at, functionName: "TREASURY_FRESHNESS" }),
    heldUnits(client, { vault, token, blockNumber }),
  ]);
  const [epoch, publishedAt, root, total] = checkpoint;
  return {
    balanceQuanta: units / quantum,
    liabilitiesQuanta: liabilities,
    surplusQuanta: surplus,
    creditsQuanta: credits,
    outflowQuanta: outflow,
    signerEpoch,
    arePayoutsPaused,
    isExitActive,
    checkpoint: epoch === 0n ? null : { epoch, publishedAt, root, total },
    freshnessSeconds,
    now,
  };
}

/** What a vault holds of a token, in the token's own units (for the native coin: wei). */
export function heldUnits(
  client: Pick<PublicClient, "getBalance" | "readContract">,
  { vault, token, blockNumber }: { vault: EvmAddress; token: EvmAddress; blockNumber?: bigint },
): Promise<bigint> {
  const at = blockNumber === undefined ? {} : { blockNumber };
  if (token === NATIVE_TOKEN) return client.getBalance({ address: vault, ...at });
  return client.readContract({
    address: token,
    abi: erc20Abi,
    functionName: "balanceOf",
    args: [vault],
    ...at,
  });
}

/** @throws ChainUnavailable */
export async function readTransferRight(
  client: PublicClient,
  vault: EvmAddress,
  from: EvmAddress,
): Promise<TransferRight> {
  const authority = await asking(
    "the vault's authority",
    client.readContract({ address: vault, abi: vaultAbi, functionName: "authority" }),
  );
  const manager = { address: authority, abi: accessManagerAbi } as const;
  const selector = toFunctionSelector("treasuryTransfer(address,address,uint256)");
  const right = Promise.all([
    client.readContract({ ...manager, functionName: "canCall", args: [from, vault, selector] }),
    client.readContract({ ...manager, functionName: "expiration" }),
  ]);
  const [[isImmediate, delaySeconds], expirySeconds] = await asking("the right to transfer", right);
  return { authority, isImmediate, delaySeconds, expirySeconds };
}
