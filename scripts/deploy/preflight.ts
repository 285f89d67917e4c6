import { type Address, formatEther, type PublicClient, parseAbi } from "viem";
import type { DeployerChain } from "#scripts/deploy/deployerChain.ts";
import { AdminIsNoSafe, DeployerUnfunded, TokenFileInvalid, WrongChain } from "#scripts/deploy/errors.ts";
import type { DeploymentPlan } from "#scripts/deploy/plan.ts";
import type { DeploymentRecord } from "#scripts/deploy/record.ts";
import type { TokenListing } from "#scripts/deploy/settings.ts";

const safeAbi = parseAbi([
  "function getThreshold() view returns (uint256)",
  "function getOwners() view returns (address[])",
]);

/** The setup cannot be estimated before the contracts stand: roles and delays, and each token on top. */
const SETUP_GAS = 1_500_000n;
const LISTING_GAS = 250_000n;

/** @throws WrongChain */
export async function requireChain(chain: DeployerChain, chainId: number): Promise<void> {
  const actual = await chain.client.getChainId();
  if (actual !== chainId) throw new WrongChain(chainId, actual);
}

export type Safe = { readonly threshold: number; readonly owners: readonly Address[] };

/** What an address says of itself when asked like a Safe; undefined when it has no code or no such answers. */
export async function readSafe(client: PublicClient, address: Address): Promise<Safe | undefined> {
  if ((await client.getCode({ address })) === undefined) return undefined;
  try {
    const call = { address, abi: safeAbi } as const;
    const threshold = await client.readContract({ ...call, functionName: "getThreshold" });
    const owners = await client.readContract({ ...call, functionName: "getOwners" });
    return threshold > 0n && owners.length >= threshold
      ? { threshold: Number(threshold), owners }
      : undefined;
  } catch {
    return undefined;
  }
}

/** @throws AdminIsNoSafe */
export async function requireSafe(chain: DeployerChain, admin: Address): Promise<void> {
  const code = await chain.codeAt(admin);
  if (code === undefined) {
    throw new AdminIsNoSafe(
      `VAULT_ADMIN ${admin} has no code on this chain: name a Safe, or say --admin-is-eoa if a plain key shall rule.`,
    );
  }
  if ((await readSafe(chain.client, admin)) !== undefined) return;
  throw new AdminIsNoSafe(
    `VAULT_ADMIN ${admin} does not answer getThreshold() and getOwners() as a Safe does: name a Safe, or say --admin-is-eoa.`,
  );
}

/** @throws TokenFileInvalid for a token that is no contract */
export async function requireTokens(chain: DeployerChain, tokens: readonly TokenListing[]): Promise<void> {
  for (const { token } of tokens) {
    if ((await chain.codeAt(token)) !== undefined) continue;
    throw new TokenFileInvalid(`The token ${token} has no code on this chain: check the token file.`);
  }
}

export type Cost = { readonly gas: bigint; readonly wei: bigint };

/** What the steps that are not mined yet will cost at most, at today's fees. */
export async function costOf(input: {
  chain: DeployerChain;
  plan: DeploymentPlan;
  record: DeploymentRecord;
  tokenCount: number;
}): Promise<Cost> {
  const { chain, plan, record, tokenCount } = input;
  let gas = 0n;
  for (const step of plan.steps) {
    if (record.transactions.some((entry) => entry.step === step.id && entry.mined !== undefined)) continue;
    gas += step.to === undefined ? await chain.gasOf(step) : SETUP_GAS + LISTING_GAS * BigInt(tokenCount);
  }
  const { maxFeePerGas } = await chain.fees();
  return { gas, wei: gas * maxFeePerGas };
}

/** @throws DeployerUnfunded */
export async function requireFunds(chain: DeployerChain, cost: Cost): Promise<void> {
  const balance = await chain.balance();
  if (balance >= cost.wei) return;
  throw new DeployerUnfunded(
    `The deployer ${chain.deployer} holds ${formatEther(balance)} coins; the deployment needs up to ${formatEther(cost.wei)}: send it the rest.`,
  );
}
