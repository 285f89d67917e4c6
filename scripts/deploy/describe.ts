import { type Address, decodeFunctionData, formatEther, formatGwei, type Hex } from "viem";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { functionNamed } from "#scripts/deploy/abiNames.ts";
import { valueInWords } from "#scripts/deploy/callWords.ts";
import type { DeploymentPlan, DeploymentStep } from "#scripts/deploy/plan.ts";
import type { Cost } from "#scripts/deploy/preflight.ts";
import type { DeploymentRecord } from "#scripts/deploy/record.ts";
import { roleName } from "#scripts/deploy/roles.ts";

/** Functions of the AccessManager whose first argument is a role. */
const ROLE_FUNCTIONS: ReadonlySet<string> = new Set([
  "labelRole",
  "setRoleGuardian",
  "setGrantDelay",
  "grantRole",
  "renounceRole",
]);

/** Every transaction of a deployment in words, each with what became of it already. */
export function describePlan(plan: DeploymentPlan, record: DeploymentRecord): string[] {
  return plan.steps.flatMap((step, index) => [
    `${index + 1}. ${headline(step)}${fate(step, record)}`,
    ...details(step, plan).map((line) => `     ${line}`),
  ]);
}

/** What the remaining transactions cost. */
export function describeCost(cost: Cost): string {
  const price = cost.gas === 0n ? 0n : cost.wei / cost.gas;
  return `Up to ${cost.gas} gas at ${formatGwei(price)} gwei: ${formatEther(cost.wei)} coins.`;
}

function headline({ id, nonce, creates, to }: DeploymentStep): string {
  const what = creates === undefined ? `call AccessManager ${to}` : `create ${id} at ${creates}`;
  return `nonce ${nonce}: ${what}`;
}

function fate(step: DeploymentStep, record: DeploymentRecord): string {
  const entry = record.transactions.find((candidate) => candidate.step === step.id);
  if (entry?.mined !== undefined) return ` (done in ${entry.mined.hash})`;
  return entry?.attempts.length ? " (sent, not mined yet)" : "";
}

function details(step: DeploymentStep, plan: DeploymentPlan): string[] {
  if (step.creates !== undefined) return [`constructor(${step.args.map(valueInWords).join(", ")})`];
  const setup = decodeFunctionData({ abi: accessManagerAbi, data: step.data });
  return setup.functionName === "multicall" ? setup.args[0].map((call) => describeCall(call, plan)) : [];
}

/** One call of the AccessManager's multicall; one that it passes on to the vault is told as the vault's. */
function describeCall(data: Hex, plan: DeploymentPlan): string {
  const call = decodeFunctionData({ abi: accessManagerAbi, data });
  if (call.functionName === "execute") {
    const inner = decodeFunctionData({ abi: vaultAbi, data: call.args[1] });
    return `Vault.${inner.functionName}(${(inner.args ?? []).map(valueInWords).join(", ")})`;
  }
  if (call.functionName === "setTargetFunctionRole") {
    const [target, selectors, role] = call.args;
    const isVault = target === plan.contracts.Vault;
    const names = selectors.map((selector) =>
      functionNamed(isVault ? vaultAbi : fairnessRegistryAbi, selector),
    );
    const contract = isVault ? "Vault" : "FairnessRegistry";
    return `setTargetFunctionRole(${contract}, [${names.join(", ")}], ${roleName(role)})`;
  }
  const [first, ...rest] = call.args ?? [];
  const about = ROLE_FUNCTIONS.has(call.functionName) && typeof first === "bigint" ? roleName(first) : first;
  return `${call.functionName}(${[about, ...rest].map(valueInWords).join(", ")})`;
}

/** What an operator needs next. */
export function describeDeployment(input: {
  contracts: Readonly<Record<string, Address>>;
  deployBlock: bigint;
}): string[] {
  const rows = [...Object.entries(input.contracts), ["First block", `${input.deployBlock}`]] as const;
  return rows.map(([name, value]) => `${name.padEnd(18)}${value}`);
}
