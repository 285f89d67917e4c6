import {
  type Address,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  keccak256,
  toHex,
} from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import type { Artifact, ContractName } from "#scripts/deploy/artifacts.ts";
import type { DeploymentSettings } from "#scripts/deploy/settings.ts";
import { setupCalls } from "#scripts/deploy/setupCalls.ts";

export type StepId = ContractName | "setup";

/** One transaction of the deployment. Its nonce is part of it: sent twice, it still happens once. */
export type DeploymentStep = {
  readonly id: StepId;
  readonly nonce: number;
  readonly data: Hex;
  /** Undefined where the transaction creates a contract. */
  readonly to: Address | undefined;
  /** The contract that it creates; set by the deployer and the nonce. */
  readonly creates: Address | undefined;
  /** The constructor's arguments, where it creates a contract. */
  readonly args: readonly unknown[];
};

export type DeploymentPlan = {
  readonly deployer: Address;
  readonly contracts: Readonly<Record<ContractName, Address>>;
  readonly steps: readonly DeploymentStep[];
  /** The same for the same settings, deployer, nonce and code. */
  readonly hash: Hex;
};

/** The contracts in the order of their deployment: each knows those before it. */
const ORDER = ["AccessManager", "FairnessRegistry", "Vault"] as const satisfies readonly ContractName[];

/** Every transaction of a deployment, decided before the first is sent. */
export function planDeployment(input: {
  settings: DeploymentSettings;
  deployer: Address;
  /** The nonce of the deployer's next transaction. */
  firstNonce: number;
  artifacts: Readonly<Record<ContractName, Artifact>>;
}): DeploymentPlan {
  const { settings, deployer, firstNonce, artifacts } = input;
  const addressAt = (offset: number) =>
    getContractAddress({ from: deployer, nonce: BigInt(firstNonce + offset) });
  const contracts = {
    AccessManager: addressAt(ORDER.indexOf("AccessManager")),
    FairnessRegistry: addressAt(ORDER.indexOf("FairnessRegistry")),
    Vault: addressAt(ORDER.indexOf("Vault")),
  };
  const args: Readonly<Record<ContractName, readonly unknown[]>> = {
    AccessManager: [deployer],
    FairnessRegistry: [contracts.AccessManager],
    Vault: [contracts.AccessManager, settings.signer, settings.nativeLimits],
  };
  const creations = ORDER.map((id, offset): DeploymentStep => {
    const { abi, bytecode } = artifacts[id];
    const data = encodeDeployData({ abi, bytecode, args: args[id] });
    return { id, nonce: firstNonce + offset, data, to: undefined, creates: contracts[id], args: args[id] };
  });
  const { Vault: vault, FairnessRegistry: fairnessRegistry } = contracts;
  const calls = setupCalls({ settings, deployer, vault, fairnessRegistry });
  const setup: DeploymentStep = {
    id: "setup",
    nonce: firstNonce + ORDER.length,
    data: encodeFunctionData({ abi: accessManagerAbi, functionName: "multicall", args: [calls] }),
    to: contracts.AccessManager,
    creates: undefined,
    args: [],
  };
  const steps = [...creations, setup];
  return { deployer, contracts, steps, hash: hashOf(settings.chainId, steps) };
}

/** The transactions hold all that the settings decide, and the nonces are in the contracts' addresses. */
function hashOf(chainId: number, steps: readonly DeploymentStep[]): Hex {
  return keccak256(toHex(JSON.stringify([chainId, ...steps.map(({ nonce, data }) => [nonce, data])])));
}
