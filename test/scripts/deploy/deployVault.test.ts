import { createWalletClient, encodeFunctionData, getAddress, type Hex, http } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { fairnessRegistryAbi } from "#domain/abi/fairnessRegistry.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { deployVault } from "#scripts/deploy/deployVault.ts";
import { WrongChain } from "#scripts/deploy/errors.ts";
import { ADMIN_ROLE, GUARDIAN_ROLE, OPERATOR_ROLE, TREASURY_ROLE } from "#scripts/deploy/roles.ts";
import {
  ADMIN,
  DEPLOYER_KEY,
  deployOptions,
  GUARDIAN,
  OPERATOR,
  SIGNER,
  startDeployChain,
  type TestChain,
  TREASURY,
} from "#test/scripts/deploy/support/deployChain.ts";

let chain: TestChain;

beforeAll(async () => {
  chain = await startDeployChain();
});

afterAll(() => chain.stop());

describe("deployVault", () => {
  test("default", async () => {
    const options = deployOptions(chain.rpcUrl);
    const { vault, accessManager, fairnessRegistry, deployBlock } = await deployVault(options);
    const read = { address: vault, abi: vaultAbi } as const;
    const { client } = chain;

    expect(await client.readContract({ ...read, functionName: "authority" })).toBe(getAddress(accessManager));
    expect(await client.readContract({ ...read, functionName: "signer" })).toBe(getAddress(SIGNER));
    expect(
      await client.readContract({ ...read, functionName: "outflowLimits", args: [NATIVE_TOKEN] }),
    ).toEqual({
      batchCap: options.batchCapQuanta,
      outflowCapacity: options.outflowCapacityQuanta,
      outflowRefillPerSecond: options.outflowRefillQuantaPerSecond,
    });
    const logs = await client.getLogs({ address: vault, fromBlock: 0n });
    expect(logs[0]?.blockNumber).toBe(deployBlock);

    expect(await roleOf(accessManager, ADMIN_ROLE, ADMIN)).toEqual([true, options.adminDelaySeconds]);
    expect(await roleOf(accessManager, GUARDIAN_ROLE, GUARDIAN)).toEqual([true, 0]);
    expect(await roleOf(accessManager, OPERATOR_ROLE, OPERATOR)).toEqual([true, 0]);
    expect(await roleOf(accessManager, TREASURY_ROLE, TREASURY)).toEqual([
      true,
      options.treasuryDelaySeconds,
    ]);
    const deployer = privateKeyToAddress(DEPLOYER_KEY);
    expect((await roleOf(accessManager, ADMIN_ROLE, deployer))[0]).toBe(false);

    await client.simulateContract({ ...read, functionName: "pausePayouts", account: GUARDIAN });
    const anchor = { address: fairnessRegistry, abi: fairnessRegistryAbi, functionName: "anchor" } as const;
    const args = [`0x${"01".repeat(32)}`, 1n, `0x${"02".repeat(32)}`] as const;
    await client.simulateContract({ ...anchor, args, account: OPERATOR });
    const rotation = { ...read, functionName: "rotateSigner", args: [ADMIN] } as const;
    await expect(client.simulateContract({ ...rotation, account: GUARDIAN })).rejects.toThrow(
      "AccessManagedUnauthorized",
    );
  });

  test("behavior: guardian and admin can cancel a transfer of the treasury", async () => {
    const { vault, accessManager } = await deployVault(deployOptions(chain.rpcUrl));
    const args = [NATIVE_TOKEN, TREASURY, 1n] as const;
    const transfer = encodeFunctionData({ abi: vaultAbi, functionName: "treasuryTransfer", args });
    for (const account of [GUARDIAN, ADMIN]) {
      await asAccount(TREASURY, accessManager, "schedule", [vault, transfer, 0]);
      await asAccount(account, accessManager, "cancel", [TREASURY, vault, transfer]);
    }
    await asAccount(TREASURY, accessManager, "schedule", [vault, transfer, 0]);
    const cancelling = asAccount(OPERATOR, accessManager, "cancel", [TREASURY, vault, transfer]);
    await expect(cancelling).rejects.toThrow("AccessManagerUnauthorizedCancel");
  });

  test("behavior: a deployer that is the admin keeps the role", async () => {
    const admin = privateKeyToAddress(DEPLOYER_KEY);
    const { accessManager } = await deployVault(deployOptions(chain.rpcUrl, { admin }));
    expect(await roleOf(accessManager, ADMIN_ROLE, admin)).toEqual([true, 3_600]);
  });

  test("error: WrongChain", async () => {
    await expect(deployVault(deployOptions(chain.rpcUrl, { chainId: 56 }))).rejects.toThrow(WrongChain);
  });
});

async function asAccount(
  account: Hex,
  address: Hex,
  functionName: "schedule" | "cancel",
  args: readonly unknown[],
) {
  await chain.node.impersonateAccount({ address: account });
  const call = { address, abi: accessManagerAbi, functionName, args, account } as never;
  const { request } = await chain.client.simulateContract(call);
  const wallet = createWalletClient({ transport: http(chain.rpcUrl) });
  const hash = await wallet.writeContract({ ...request, chain: null } as never);
  await chain.client.waitForTransactionReceipt({ hash });
}

function roleOf(accessManager: Hex, roleId: bigint, account: Hex) {
  return chain.client.readContract({
    address: accessManager,
    abi: accessManagerAbi,
    functionName: "hasRole",
    args: [roleId, account],
  });
}
