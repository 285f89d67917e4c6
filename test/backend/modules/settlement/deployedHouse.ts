import { createPublicClient, createTestClient, createWalletClient, type Hex, http } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { vaultAbi } from "#domain/abi/vault.ts";
import { deployVault } from "#scripts/deploy/deployVault.ts";
import type { TokenListing } from "#scripts/deploy/settings.ts";
import { DEV_MNEMONIC } from "#scripts/runtime/devAccounts.ts";
import { seed } from "#scripts/seed.ts";
import { SIGNER_ADDRESS } from "./localSigner.ts";

export const CHAIN_ID = 31_337;
export const BNB_QUANTA = 10n ** 9n;
/** What the only player has, on-chain and, once it is indexed, in the books. */
export const PLAYER_QUANTA = 1_000n * BNB_QUANTA;
const WEI_PER_QUANTUM = 10n ** 9n;

const account = (addressIndex: number) => mnemonicToAccount(DEV_MNEMONIC, { addressIndex });
export const deployer = account(0);
/** Of the access manager, and guardian. */
export const admin = account(1);
export const sender = account(2);
export const operator = account(3);
export const player = account(4);
const bankroll = account(5);

export const keyOf = (key: typeof deployer): Hex =>
  `0x${Buffer.from(key.getHdKey().privateKey!).toString("hex")}`;

/** Ways to talk to a development chain. */
export function chainTools(rpcUrl: string) {
  const transport = http(rpcUrl);
  return {
    client: createPublicClient({ chain: foundry, transport, pollingInterval: 20, cacheTime: 0 }),
    node: createTestClient({ chain: foundry, transport, mode: "anvil" }),
    wallet: createWalletClient({ chain: foundry, transport }),
    /** For what anvil can do and viem has no name for. */
    async rpc(method: string, params: unknown[] = []): Promise<unknown> {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
      const headers = { "content-type": "application/json" };
      const answer = (await (await fetch(rpcUrl, { method: "POST", headers, body })).json()) as {
        result?: unknown;
        error?: { message: string };
      };
      if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
      return answer.result;
    },
  };
}

export type ChainTools = ReturnType<typeof chainTools>;

export interface DeployedHouse {
  readonly vault: Hex;
  readonly deployBlock: bigint;
  readonly registry: Hex;
  /** What the vault takes beside the native coin. */
  readonly tokens: readonly Hex[];
}

/** A vault on the chain into which the player has paid, and the house in an empty database. */
export async function deployHouse(
  rpcUrl: string,
  databaseUrl: string,
  listings: readonly TokenListing[] = [],
  hasRegistry = false,
): Promise<DeployedHouse> {
  const { client, wallet } = chainTools(rpcUrl);
  const deployment = await deployVault({
    rpcUrl,
    chainId: CHAIN_ID,
    deployerKey: keyOf(deployer),
    admin: admin.address,
    guardian: admin.address,
    operator: operator.address,
    treasury: admin.address,
    signer: SIGNER_ADDRESS,
    adminDelaySeconds: 0,
    batchCapQuanta: 50n * BNB_QUANTA,
    outflowCapacityQuanta: 1_000n * BNB_QUANTA,
    outflowRefillQuantaPerSecond: BNB_QUANTA,
    tokens: listings,
  });
  const vault = deployment.vault.toLowerCase() as Hex;
  const value = PLAYER_QUANTA * WEI_PER_QUANTUM;
  const deposit = { address: vault, abi: vaultAbi, functionName: "deposit", value, account: player } as const;
  await client.waitForTransactionReceipt({ hash: await wallet.writeContract(deposit) });
  const { deployBlock } = deployment;
  const registry = deployment.fairnessRegistry.toLowerCase() as Hex;
  await seed({
    databaseUrl,
    tenant: { slug: "main", name: "Main", hostnames: [] },
    vault: {
      chainId: CHAIN_ID,
      address: vault,
      deployBlock,
      bankrollAddress: bankroll.address,
      ...(hasRegistry && { fairnessRegistryAddress: registry }),
    },
  });
  return { vault, deployBlock, registry, tokens: listings.map(({ token }) => token) };
}
