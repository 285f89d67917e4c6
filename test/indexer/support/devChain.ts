import { createPublicClient, createWalletClient, type Hex, http, parseEther } from "viem";
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { packEntries } from "#domain/chain/payoutEntries.ts";
import { NATIVE_TOKEN, payoutBatchTypes, vaultDomain } from "#domain/chain/typedData.ts";
import type { ChainReader } from "#indexer/source/chainReader.ts";
import { createEndpoint } from "#indexer/source/endpoint.ts";
import { createFailover } from "#indexer/source/failover.ts";
import { createRpcReader } from "#indexer/source/rpcReader.ts";
import { deployVault } from "#scripts/deploy/deployVault.ts";
import { DEV_MNEMONIC } from "#scripts/runtime/devAccounts.ts";
import { startTestChain } from "#test/support/services.ts";
import type { PlannedBatch } from "./house.ts";
import { vaultActs } from "./vaultActs.ts";

export const CHAIN_ID = 31_337;
const WEI_PER_QUANTUM = 1_000_000_000n;
const COINS = parseEther("1000");
const MANY_QUANTA = 10n ** 15n;
const POLL_MS = 20;

export type DevChain = Awaited<ReturnType<typeof openDevChain>>;

/** A development chain with a vault, and ways to make it do things. */
export async function openDevChain(options: { blockTimeSeconds?: number } = {}) {
  const { url } = await startTestChain(options);
  const transport = http(url);
  const client = createPublicClient({ transport, pollingInterval: POLL_MS, cacheTime: 0 });
  const accounts = [0, 1, 2, 3, 4, 5].map((addressIndex) =>
    mnemonicToAccount(DEV_MNEMONIC, { addressIndex }),
  );
  const [deployer, bankroll, sender, ...players] = accounts;
  if (deployer === undefined || bankroll === undefined || sender === undefined)
    throw new Error("no accounts");
  const signerKey = generatePrivateKey();
  const signer = privateKeyToAccount(signerKey);
  const deployerKey = generatePrivateKey();
  const rpc = (method: string, params: unknown[] = []): Promise<unknown> =>
    client.request({ method, params } as never);
  await rpc("anvil_setBalance", [privateKeyToAccount(deployerKey).address, `0x${COINS.toString(16)}`]);
  const { vault, deployBlock, accessManager } = await deployVault({
    rpcUrl: url,
    chainId: CHAIN_ID,
    deployerKey,
    admin: deployer.address,
    guardian: deployer.address,
    signer: signer.address,
    adminDelaySeconds: 0,
    batchCapQuanta: MANY_QUANTA,
    outflowCapacityQuanta: MANY_QUANTA,
    outflowRefillQuantaPerSecond: MANY_QUANTA,
  });
  const address = vault.toLowerCase() as Hex;
  const operator = createWalletClient({ account: deployer, transport });
  let lastEpoch = 0n;

  /** Publishes the next checkpoint, as the holder of the operator role. */
  async function publish(
    checkpoint: { root: Hex; total: bigint; entered: bigint; executed: bigint },
    epoch = lastEpoch + 1n,
  ): Promise<Hex> {
    const { root, total, entered, executed } = checkpoint;
    const args = [NATIVE_TOKEN, epoch, root, total, entered, executed] as const;
    const call = { address, abi: vaultAbi, functionName: "publishCheckpoint", args, chain: null } as const;
    const hash = await operator.writeContract(call);
    await client.waitForTransactionReceipt({ hash });
    lastEpoch = epoch;
    return hash;
  }

  // A batch needs one; nobody has paid anything in yet.
  await publish({ root: `0x${"0".repeat(64)}`, total: 0n, entered: 0n, executed: 0n });

  async function send(from: Hex, data: { functionName: "deposit"; quanta: bigint }): Promise<Hex> {
    const account = accounts.find((candidate) => candidate.address.toLowerCase() === from);
    if (account === undefined) throw new Error(`${from} is no development account`);
    const wallet = createWalletClient({ account, transport });
    const value = data.quanta * WEI_PER_QUANTUM;
    return wallet.writeContract({ address, abi: vaultAbi, functionName: "deposit", value, chain: null });
  }

  return {
    ...vaultActs({ client, transport, vault: address, accounts, admin: deployer, signer, rpc }),
    url,
    client,
    rpc,
    vault: address,
    deployBlock,
    bankroll: bankroll.address.toLowerCase() as Hex,
    players: players.map((player) => player.address.toLowerCase() as Hex),
    /** A contract that takes no coins. */
    refusing: accessManager.toLowerCase() as Hex,

    async deposit(from: Hex, quanta: bigint): Promise<void> {
      await client.waitForTransactionReceipt({ hash: await send(from, { functionName: "deposit", quanta }) });
    },

    publish,

    /** Sends a deposit without waiting for its block. */
    depositSoon: (from: Hex, quanta: bigint) => send(from, { functionName: "deposit", quanta }),

    async execute(planned: PlannedBatch): Promise<Hex> {
      const packed = packEntries(planned.withdrawals.map(({ to, quanta }) => ({ account: to, quanta })));
      const batch = {
        batchId: planned.id,
        token: NATIVE_TOKEN,
        entriesHash: packed.entriesHash,
        total: packed.total,
        count: packed.count,
        checkpointEpoch: 1n,
        signerEpoch: await client.readContract({ address, abi: vaultAbi, functionName: "signerEpoch" }),
        deadline: 4_102_444_800n,
      };
      const domain = vaultDomain(CHAIN_ID, address);
      const typed = { domain, types: payoutBatchTypes, primaryType: "PayoutBatch", message: batch } as const;
      const signature = await signer.signTypedData(typed);
      const wallet = createWalletClient({ account: sender, transport });
      const args = [batch, packed.entries, signature] as const;
      const call = {
        address,
        abi: vaultAbi,
        functionName: "executeBatchPayouts",
        args,
        chain: null,
      } as const;
      const hash = await wallet.writeContract(call);
      await client.waitForTransactionReceipt({ hash });
      return hash;
    },

    async claim(account: Hex, to: Hex): Promise<void> {
      await rpc("anvil_setBalance", [account, `0x${COINS.toString(16)}`]);
      await rpc("anvil_impersonateAccount", [account]);
      const wallet = createWalletClient({ account, transport });
      const args = [NATIVE_TOKEN, to] as const;
      const hash = await wallet.writeContract({
        address,
        abi: vaultAbi,
        functionName: "claimCredit",
        args,
        chain: null,
      });
      await client.waitForTransactionReceipt({ hash });
    },

    mine: (blocks: number) => rpc("anvil_mine", [`0x${blocks.toString(16)}`]),
    reorg: (depth: number) => rpc("anvil_reorg", [depth, []]),
  };
}

/** Reads through the given nodes as the indexer's process does. */
export function readerOf(...urls: string[]): ChainReader {
  return createRpcReader(
    createFailover(
      urls.map((url) => createEndpoint(url, CHAIN_ID)),
      () => {},
    ),
  );
}
