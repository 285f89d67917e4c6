import { type Address, erc20Abi } from "viem";
import { vaultAbi as abi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import type { CheckpointState, TokenState, VaultState } from "#scripts/deploy/inspect/inspection.ts";
import { type At, accountKind } from "#scripts/deploy/inspect/readRoles.ts";

/** The vault's switches, signer and clocks. */
export async function readState({ client, blockNumber }: At, address: Address): Promise<VaultState> {
  const call = { address, abi, blockNumber } as const;
  const signer = await client.readContract({ ...call, functionName: "signer" });
  const [entriesPaused, payoutsPaused, exitActive] = await Promise.all([
    client.readContract({ ...call, functionName: "entriesPaused" }),
    client.readContract({ ...call, functionName: "payoutsPaused" }),
    client.readContract({ ...call, functionName: "exitActive" }),
  ]);
  return {
    signer,
    signerKind: await accountKind(client, signer),
    signerEpoch: await client.readContract({ ...call, functionName: "signerEpoch" }),
    entriesPaused,
    payoutsPaused,
    exitActive,
    exitAvailableAt: await client.readContract({ ...call, functionName: "exitAvailableAt" }),
    exitDelaySeconds: await client.readContract({ ...call, functionName: "EXIT_DELAY" }),
    treasuryFreshnessSeconds: await client.readContract({ ...call, functionName: "TREASURY_FRESHNESS" }),
  };
}

/** What the vault holds and owes, token by token. */
export async function readTokens(at: At, vault: Address, timestamp: bigint): Promise<TokenState[]> {
  const { client, blockNumber } = at;
  const call = { address: vault, abi, blockNumber, functionName: "listedTokens" } as const;
  const tokens = await client.readContract(call);
  return Promise.all(tokens.map((token) => readToken({ at, vault, token, timestamp })));
}

async function readToken(input: {
  at: At;
  vault: Address;
  token: Address;
  timestamp: bigint;
}): Promise<TokenState> {
  const { at, vault, token } = input;
  const { client, blockNumber } = at;
  const call = { address: vault, abi, blockNumber, args: [token] } as const;
  const quantum = await client.readContract({ ...call, functionName: "quantumOf" });
  const [limits, outflowAvailable, unclaimedCredits] = await Promise.all([
    client.readContract({ ...call, functionName: "outflowLimits" }),
    client.readContract({ ...call, functionName: "outflowAvailable" }),
    client.readContract({ ...call, functionName: "unclaimedCredits" }),
  ]);
  const [liabilities, surplus, enteredTotal, executedTotal] = await Promise.all([
    client.readContract({ ...call, functionName: "liabilities" }),
    client.readContract({ ...call, functionName: "surplus" }),
    client.readContract({ ...call, functionName: "enteredTotal" }),
    client.readContract({ ...call, functionName: "executedTotal" }),
  ]);
  const [payable, claims] = await client.readContract({ ...call, functionName: "exitTermsOf" });
  return {
    token,
    quantum,
    limits,
    outflowAvailable,
    unclaimedCredits,
    balance: (await balanceOf(at, vault, token)) / quantum,
    liabilities,
    surplus,
    enteredTotal,
    executedTotal,
    checkpoint: await readCheckpoint(input),
    exitTerms: { payable, claims },
  };
}

async function readCheckpoint(input: {
  at: At;
  vault: Address;
  token: Address;
  timestamp: bigint;
}): Promise<CheckpointState | undefined> {
  const { at, vault, token, timestamp } = input;
  const { client, blockNumber } = at;
  const args = [token] as const;
  const call = { address: vault, abi, blockNumber, functionName: "checkpointOf", args } as const;
  const [epoch, publishedAt, root, total] = await client.readContract(call);
  return epoch === 0n ? undefined : { epoch, root, total, ageSeconds: timestamp - publishedAt };
}

function balanceOf({ client, blockNumber }: At, vault: Address, token: Address): Promise<bigint> {
  if (token === NATIVE_TOKEN) return client.getBalance({ address: vault, blockNumber });
  const args = [vault] as const;
  return client.readContract({ address: token, abi: erc20Abi, blockNumber, functionName: "balanceOf", args });
}
