import type { Address, Hex } from "viem";
import {
  type Artifact,
  type ContractName,
  ensureCompiled,
  readArtifacts,
} from "#scripts/deploy/artifacts.ts";
import { connectDeployer, type DeployerChain } from "#scripts/deploy/deployerChain.ts";
import { DeploymentStopped, RecordMismatch } from "#scripts/deploy/errors.ts";
import { networkOf } from "#scripts/deploy/networks.ts";
import { type DeploymentPlan, planDeployment } from "#scripts/deploy/plan.ts";
import { requireChain } from "#scripts/deploy/preflight.ts";
import {
  type DeploymentRecord,
  newRecord,
  type RecordStore,
  recordFile,
  recordInMemory,
} from "#scripts/deploy/record.ts";
import { sendSteps } from "#scripts/deploy/sendSteps.ts";
import type { DeploymentSettings, TokenListing } from "#scripts/deploy/settings.ts";

export type DeployOptions = {
  readonly rpcUrl: string;
  /** Refused unless the node behind `rpcUrl` serves this chain. */
  readonly chainId: number;
  /** Pays for the deployment and keeps no role, unless it is named as admin. */
  readonly deployerKey: Hex;
  readonly admin: Address;
  readonly guardian: Address;
  /** The administrator when left out. */
  readonly operator?: Address;
  /** The administrator when left out. */
  readonly treasury?: Address;
  readonly signer: Address;
  readonly adminDelaySeconds: number;
  /** The administrator's when left out. */
  readonly treasuryDelaySeconds?: number;
  readonly batchCapQuanta: bigint;
  readonly outflowCapacityQuanta: bigint;
  readonly outflowRefillQuantaPerSecond: bigint;
  readonly tokens?: readonly TokenListing[];
  /** Where a deployment that is cut off finds its way on; without it the next one begins anew. */
  readonly recordPath?: string;
};

export type Deployment = {
  readonly vault: Address;
  readonly accessManager: Address;
  readonly fairnessRegistry: Address;
  /** The vault's first block: where an indexer starts. */
  readonly deployBlock: bigint;
  readonly chainId: number;
};

/** Deploys AccessManager, FairnessRegistry and Vault, gives out the roles, and leaves the deployer with none. */
export async function deployVault(options: DeployOptions): Promise<Deployment> {
  await ensureCompiled();
  const chain = connectDeployer(options);
  await requireChain(chain, options.chainId);
  const store = options.recordPath === undefined ? recordInMemory() : recordFile(options.recordPath);
  const settings = settingsOf(options);
  const prepared = await prepareDeployment({ chain, settings, store, artifacts: await readArtifacts() });
  return runDeployment({ chain, settings, store, ...prepared, report: () => undefined });
}

export type PreparedDeployment = { readonly plan: DeploymentPlan; readonly record: DeploymentRecord };

/**
 * The plan of a new deployment, or that of the one which was begun before.
 * @throws RecordMismatch when the one that was begun differs from what is asked for now
 */
export async function prepareDeployment(input: {
  chain: DeployerChain;
  settings: DeploymentSettings;
  store: RecordStore;
  artifacts: Readonly<Record<ContractName, Artifact>>;
}): Promise<PreparedDeployment> {
  const { chain, settings, store, artifacts } = input;
  const { deployer } = chain;
  const begun = await store.read();
  const firstNonce = begun?.firstNonce ?? (await chain.pendingNonce());
  const plan = planDeployment({ settings, deployer, firstNonce, artifacts });
  if (begun === undefined) {
    const name = networkOf(settings.chainId)?.name ?? `chain ${settings.chainId}`;
    return { plan, record: newRecord(plan, { name, chainId: settings.chainId }) };
  }
  if (begun.planHash !== plan.hash) {
    throw new RecordMismatch(
      `The deployment that was begun (vault ${begun.contracts.Vault} on chain ${begun.chainId}) had other settings, another deployer or other contracts: run it with those again, or move its record away to begin another one.`,
    );
  }
  return { plan, record: begun };
}

/** Sends what is missing of a prepared deployment, and looks whether it stands. */
export async function runDeployment(
  input: PreparedDeployment & {
    chain: DeployerChain;
    settings: DeploymentSettings;
    store: RecordStore;
    report: (line: string) => void;
  },
): Promise<Deployment> {
  const { chain, plan, store, settings, report } = input;
  const { chainId } = settings;
  const confirmations = networkOf(chainId)?.confirmations ?? 0;
  const sending = { chain, chainId, plan, store, confirmations, report };
  const record = input.record.isComplete ? input.record : await sendSteps(sending, input.record);
  for (const address of Object.values(record.contracts)) {
    if ((await chain.codeAt(address)) !== undefined) continue;
    throw new DeploymentStopped(
      `The record says that the deployment is complete, but chain ${chainId} has no contract at ${address}: if the chain was begun anew, move the record away.`,
    );
  }
  return {
    vault: record.contracts.Vault,
    accessManager: record.contracts.AccessManager,
    fairnessRegistry: record.contracts.FairnessRegistry,
    deployBlock: BigInt(record.deployBlock ?? 0),
    chainId,
  };
}

function settingsOf(options: DeployOptions): DeploymentSettings {
  const { admin, adminDelaySeconds } = options;
  return {
    chainId: options.chainId,
    admin,
    guardian: options.guardian,
    operator: options.operator ?? admin,
    treasury: options.treasury ?? admin,
    signer: options.signer,
    adminDelaySeconds,
    treasuryDelaySeconds: options.treasuryDelaySeconds ?? adminDelaySeconds,
    grantDelaySeconds: 0,
    nativeLimits: {
      batchCap: options.batchCapQuanta,
      outflowCapacity: options.outflowCapacityQuanta,
      outflowRefillPerSecond: options.outflowRefillQuantaPerSecond,
    },
    tokens: options.tokens ?? [],
  };
}
