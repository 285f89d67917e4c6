import { hexToBigInt, numberToHex } from "viem/utils";
import { z } from "zod";
import type { Hex } from "#domain/chain/hex.ts";
import { FairhouseError } from "#domain/errors.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import type { ExitTerms } from "@/lib/vault/exitTerms";
import type { PublishedCheckpoint } from "@/lib/vault/judgeClaims";
import type { Node } from "@/lib/vault/node";
import { readToken, readVault } from "@/lib/vault/readContract";

const NATIVE_DECIMALS = 18;
const NO_CODE = "0x";

const hex = z.templateLiteral(["0x", z.string()]);
const block = z.object({ number: hex, timestamp: hex });
const checkpoint = z.tuple([z.bigint(), z.bigint(), hex, z.bigint(), z.bigint(), z.bigint()]);

/** A token as people write it: amounts are `quanta * quantum` on-chain units of `decimals` decimals. */
export type TokenUnit = { readonly quantum: bigint; readonly decimals: number };

/** What a vault says about one token, all at one block; amounts in quanta. */
export type VaultStanding = {
  readonly blockNumber: bigint;
  /** Of that block, in Unix seconds. */
  readonly now: bigint;
  readonly balance: bigint;
  readonly liabilities: bigint;
  readonly surplus: bigint;
  readonly credits: bigint;
  readonly checkpoint: PublishedCheckpoint | null;
  readonly unit: TokenUnit;
};

/** What a vault says about one account and one token, in quanta. */
export type AccountStanding = { readonly uncovered: bigint; readonly credit: bigint };

/** How far the exit is. */
export type ExitStanding = {
  readonly isActive: boolean;
  /** Unix seconds. */
  readonly availableAt: bigint;
  /** Both zero until the exit is active. */
  readonly terms: ExitTerms;
};

/** What was done with a leaf already. */
export type LeafStanding = { readonly isExited: boolean; readonly isBatchExecuted: boolean };

/**
 * Makes sure that the node serves a chain and that there is a contract at the vault's address.
 *
 * @throws NodeOnOtherChain, NoVaultThere
 */
export async function requireVault(node: Node, chainId: number, vault: Hex): Promise<void> {
  const served = Number(hex.parse(await node("eth_chainId", [])));
  if (served !== chainId) throw new NodeOnOtherChain(served, chainId);
  if ((await node("eth_getCode", [vault, "latest"])) === NO_CODE) throw new NoVaultThere(vault, chainId);
}

export async function readVaultStanding(node: Node, vault: Hex, token: Hex): Promise<VaultStanding> {
  const latest = block.parse(await node("eth_getBlockByNumber", ["latest", false]));
  const blockNumber = hexToBigInt(latest.number);
  const unit = await readTokenUnit(node, vault, token);
  const at = { address: vault, args: [token], block: blockNumber };
  const [held, liabilities, surplus, credits, [epoch, publishedAt, root, total]] = await Promise.all([
    readHeld(node, { vault, token, block: blockNumber }),
    readVault(node, { ...at, functionName: "liabilities", answer: z.bigint() }),
    readVault(node, { ...at, functionName: "surplus", answer: z.bigint() }),
    readVault(node, { ...at, functionName: "unclaimedCredits", answer: z.bigint() }),
    readVault(node, { ...at, functionName: "checkpointOf", answer: checkpoint }),
  ]);
  return {
    blockNumber,
    now: hexToBigInt(latest.timestamp),
    balance: held / unit.quantum,
    liabilities,
    surplus,
    credits,
    checkpoint: epoch === 0n ? null : { epoch, root, total, publishedAt },
    unit,
  };
}

export async function readAccountStanding(
  node: Node,
  vault: Hex,
  { account, token }: { readonly account: Hex; readonly token: Hex },
): Promise<AccountStanding> {
  const at = { address: vault, args: [account, token], answer: z.bigint() };
  const [uncovered, credit] = await Promise.all([
    readVault(node, { ...at, functionName: "uncoveredDepositsOf" }),
    readVault(node, { ...at, functionName: "creditOf" }),
  ]);
  return { uncovered, credit };
}

export async function readExitStanding(node: Node, vault: Hex, token: Hex): Promise<ExitStanding> {
  const terms = z.tuple([z.bigint(), z.bigint()]);
  const [isActive, availableAt, [payableQuanta, claimQuanta]] = await Promise.all([
    readVault(node, { address: vault, functionName: "exitActive", answer: z.boolean() }),
    readVault(node, { address: vault, functionName: "exitAvailableAt", answer: z.bigint() }),
    readVault(node, { address: vault, functionName: "exitTermsOf", args: [token], answer: terms }),
  ]);
  return { isActive, availableAt, terms: { payableQuanta, claimQuanta } };
}

export async function readLeafStanding(
  node: Node,
  vault: Hex,
  leaf: { readonly token: Hex; readonly hash: Hex; readonly batchId: Hex },
): Promise<LeafStanding> {
  const at = { address: vault, answer: z.boolean() };
  const [isExited, isBatchExecuted] = await Promise.all([
    readVault(node, { ...at, functionName: "isExited", args: [leaf.token, leaf.hash] }),
    readVault(node, { ...at, functionName: "executed", args: [leaf.batchId] }),
  ]);
  return { isExited, isBatchExecuted };
}

/** Which of these batches the vault has paid. */
export async function readPaidBatches(
  node: Node,
  vault: Hex,
  batchIds: readonly Hex[],
): Promise<ReadonlySet<Hex>> {
  const paid = await Promise.all(
    batchIds.map((batchId) =>
      readVault(node, { address: vault, functionName: "executed", args: [batchId], answer: z.boolean() }),
    ),
  );
  return new Set(batchIds.filter((_, index) => paid[index]));
}

async function readTokenUnit(node: Node, vault: Hex, token: Hex): Promise<TokenUnit> {
  const [quantum, decimals] = await Promise.all([
    readVault(node, {
      address: vault,
      functionName: "quantumOf",
      args: [token],
      answer: z.bigint().positive(),
    }),
    token === NATIVE_TOKEN
      ? NATIVE_DECIMALS
      : readToken(node, { address: token, functionName: "decimals", answer: z.number() }),
  ]);
  return { quantum, decimals };
}

/** In on-chain units. */
async function readHeld(
  node: Node,
  { vault, token, block }: { readonly vault: Hex; readonly token: Hex; readonly block: bigint },
): Promise<bigint> {
  if (token === NATIVE_TOKEN)
    return hexToBigInt(hex.parse(await node("eth_getBalance", [vault, numberToHex(block)])));
  return readToken(node, {
    address: token,
    functionName: "balanceOf",
    args: [vault],
    block,
    answer: z.bigint(),
  });
}

/** The node answers for another chain than the vault's. */
export class NodeOnOtherChain extends FairhouseError {
  readonly code = "NODE_ON_OTHER_CHAIN";
  readonly served: number;
  readonly wanted: number;

  constructor(served: number, wanted: number) {
    super(
      `This node serves chain ${served}, but the vault is on chain ${wanted}: name a node of that chain.`,
    );
    this.served = served;
    this.wanted = wanted;
  }
}

/** Nothing is at the address where the vault should be. */
export class NoVaultThere extends FairhouseError {
  readonly code = "NO_VAULT_THERE";
  readonly vault: Hex;
  readonly chainId: number;

  constructor(vault: Hex, chainId: number) {
    super(`There is no vault at ${vault} on chain ${chainId}: this file belongs to another vault.`);
    this.vault = vault;
    this.chainId = chainId;
  }
}
