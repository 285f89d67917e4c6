import {
  type Address,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { ensureCompiled, readArtifact } from "#scripts/deploy/artifacts.ts";

/** The AccessManager's own administrators; the number is fixed by OpenZeppelin. */
const ADMIN_ROLE = 0n;
/** May pause, at once, and nothing else. */
export const GUARDIAN_ROLE = 1n;

const GUARDED_FUNCTIONS = ["pauseDeposits", "pausePayouts"] as const;
const POLLING_INTERVAL_MS = 250;
const RECEIPT_TIMEOUT_MS = 180_000;

export type DeployOptions = {
  readonly rpcUrl: string;
  /** Refused unless the node behind `rpcUrl` serves this chain. */
  readonly chainId: number;
  /** Pays for the deployment and keeps no role, unless it is named as admin or guardian. */
  readonly deployerKey: Hex;
  readonly admin: Address;
  readonly guardian: Address;
  readonly signer: Address;
  /** How long each act of the admin is visible before it takes effect. */
  readonly adminDelaySeconds: number;
  /** The most that one batch may pay, in quanta (gwei). */
  readonly batchCapQuanta: bigint;
  /** The most that may leave in a burst, in quanta. */
  readonly outflowCapacityQuanta: bigint;
  /** How much of that capacity comes back each second, in quanta. */
  readonly outflowRefillQuantaPerSecond: bigint;
};

export type Deployment = {
  readonly vault: Address;
  readonly accessManager: Address;
  /** The vault's first block: where an indexer starts. */
  readonly deployBlock: bigint;
  readonly chainId: number;
  /** The arguments of the vault's constructor, for the explorer's verification. */
  readonly vaultArgs: readonly [Address, Address, OutflowLimits];
};

type OutflowLimits = {
  readonly batchCap: bigint;
  readonly outflowCapacity: bigint;
  readonly outflowRefillPerSecond: bigint;
};

/** The node serves another chain than the one asked for. */
export class WrongChain extends Error {
  constructor(expected: number, actual: number) {
    super(`The node serves chain ${actual}, not ${expected}: check the RPC URL.`);
    this.name = "WrongChain";
  }
}

/** Deploys an AccessManager and a Vault, gives out the roles, and leaves the deployer with none. */
export async function deployVault(options: DeployOptions): Promise<Deployment> {
  await ensureCompiled();
  const chain = connect(options);
  const actualChainId = await chain.client.getChainId();
  if (actualChainId !== options.chainId) throw new WrongChain(options.chainId, actualChainId);

  const manager = await chain.deploy("AccessManager", [chain.deployer]);
  const vaultArgs = [
    manager.address,
    options.signer,
    {
      batchCap: options.batchCapQuanta,
      outflowCapacity: options.outflowCapacityQuanta,
      outflowRefillPerSecond: options.outflowRefillQuantaPerSecond,
    },
  ] as const;
  const vault = await chain.deploy("Vault", vaultArgs);
  // One transaction: there is no moment at which some roles are given and others are not.
  const calls = roleCalls({ ...options, vault: vault.address, deployer: chain.deployer });
  await chain.send(
    manager.address,
    encodeFunctionData({ abi: accessManagerAbi, functionName: "multicall", args: [calls] }),
  );
  return {
    vault: vault.address,
    accessManager: manager.address,
    deployBlock: vault.block,
    chainId: options.chainId,
    vaultArgs,
  };
}

function roleCalls(
  roles: Pick<DeployOptions, "admin" | "guardian" | "adminDelaySeconds"> & {
    vault: Address;
    deployer: Address;
  },
): Hex[] {
  const abi = accessManagerAbi;
  const selectors = GUARDED_FUNCTIONS.map((name) =>
    encodeFunctionData({ abi: vaultAbi, functionName: name }),
  );
  const calls = [
    encodeFunctionData({ abi, functionName: "labelRole", args: [GUARDIAN_ROLE, "GUARDIAN"] }),
    encodeFunctionData({
      abi,
      functionName: "setTargetFunctionRole",
      args: [roles.vault, selectors, GUARDIAN_ROLE],
    }),
    encodeFunctionData({ abi, functionName: "grantRole", args: [GUARDIAN_ROLE, roles.guardian, 0] }),
    encodeFunctionData({
      abi,
      functionName: "grantRole",
      args: [ADMIN_ROLE, roles.admin, roles.adminDelaySeconds],
    }),
  ];
  if (roles.admin.toLowerCase() === roles.deployer.toLowerCase()) return calls;
  const renounce = encodeFunctionData({
    abi,
    functionName: "renounceRole",
    args: [ADMIN_ROLE, roles.deployer],
  });
  return [...calls, renounce];
}

function connect({ rpcUrl, deployerKey }: Pick<DeployOptions, "rpcUrl" | "deployerKey">) {
  const account = privateKeyToAccount(deployerKey);
  const transport = http(rpcUrl);
  const client = createPublicClient({ transport, pollingInterval: POLLING_INTERVAL_MS });
  const wallet = createWalletClient({ account, transport });

  const confirmed = async (hash: Hex) => {
    const receipt = await client.waitForTransactionReceipt({ hash, timeout: RECEIPT_TIMEOUT_MS });
    if (receipt.status !== "success") throw new Error(`Transaction ${hash} of the deployment was reverted.`);
    return receipt;
  };

  return {
    client,
    deployer: account.address,
    async deploy(name: "Vault" | "AccessManager", args: readonly unknown[]) {
      const { abi, bytecode } = await readArtifact(name);
      const receipt = await confirmed(await wallet.deployContract({ abi, bytecode, args, chain: null }));
      if (!receipt.contractAddress) throw new Error(`${name} has no address in its receipt.`);
      return { address: receipt.contractAddress, block: receipt.blockNumber };
    },
    async send(to: Address, data: Hex) {
      await confirmed(await wallet.sendTransaction({ to, data, chain: null }));
    },
  };
}
