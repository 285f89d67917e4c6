import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { createPublicClient, createTestClient, createWalletClient, type Hex, http, parseAbi } from "viem";
import { mnemonicToAccount, privateKeyToAccount, sign } from "viem/accounts";
import { foundry } from "viem/chains";
import { createChainClient } from "#backend/adapters/chainClient.ts";
import { systemClock } from "#backend/adapters/clock.ts";
import { createLog } from "#backend/adapters/log.ts";
import { createSignerClient } from "#backend/adapters/signerClient.ts";
import { listenOnUnixSocket } from "#backend/adapters/unixSocket.ts";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import type { AlertKind } from "#backend/modules/settlement/alerts.ts";
import { settleAll } from "#backend/modules/settlement/settlement.service.ts";
import {
  DEFAULT_SETTLEMENT_SETTINGS,
  type Settlement,
  type SettlementSettings,
} from "#backend/modules/settlement/settlement.ts";
import { createSignerListener } from "#backend/modules/signer/signer.routes.ts";
import { createSignerService } from "#backend/modules/signer/signer.service.ts";
import { openSignerStore } from "#backend/modules/signer/signer.store.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import { deployVault } from "#scripts/deploy/deployVault.ts";
import { DEV_MNEMONIC } from "#scripts/runtime/devAccounts.ts";
import { createTestDatabase, startTestChain } from "#test/support/services.ts";

export const CHAIN_ID = 31_337;
export const FINALITY_DEPTH = 2;
const SIGNER_KEY: Hex = `0x${"51".repeat(32)}`;
const NATIVE = "0x0000000000000000000000000000000000000000";
/** PUSH1 0, PUSH1 0, REVERT: code that refuses every payment. */
const REFUSING_CODE = "0x60006000fd";
const BNB_QUANTA = 10n ** 9n;

const deployer = mnemonicToAccount(DEV_MNEMONIC, { addressIndex: 0 });
const admin = mnemonicToAccount(DEV_MNEMONIC, { addressIndex: 1 });
const keyOf = (account: typeof deployer): Hex =>
  `0x${Buffer.from(account.getHdKey().privateKey!).toString("hex")}`;

export interface WorldOptions {
  readonly settings?: Partial<SettlementSettings>;
  /** Caps of the signer's policy, in quanta. */
  readonly maxRecipientDayQuanta?: bigint;
  readonly maxBatchQuanta?: bigint;
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** A funded vault, a signer behind its socket, a database, and a worker's settlement over all of them. */
export async function createWorld({
  settings = {},
  maxRecipientDayQuanta = 10n ** 18n,
  maxBatchQuanta = 10n ** 18n,
}: WorldOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "fairhouse-settle-"));
  const database = await createTestDatabase();
  const { url: rpcUrl } = await startTestChain();
  const owner = createPool({ url: database.url, role: "owner", maxConnections: 3 });
  const transport = http(rpcUrl);
  const client = createPublicClient({ chain: foundry, transport, pollingInterval: 20, cacheTime: 0 });
  const node = createTestClient({ chain: foundry, transport, mode: "anvil" });
  const wallet = createWalletClient({ chain: foundry, transport });
  const deployment = await deployVault({
    rpcUrl,
    chainId: CHAIN_ID,
    deployerKey: keyOf(deployer),
    admin: admin.address,
    guardian: admin.address,
    signer: privateKeyToAccount(SIGNER_KEY).address,
    adminDelaySeconds: 0,
    batchCapQuanta: 50n * BNB_QUANTA,
    outflowCapacityQuanta: 1_000n * BNB_QUANTA,
    outflowRefillQuantaPerSecond: BNB_QUANTA,
  });
  const vault = deployment.vault.toLowerCase() as Hex;
  const abi = parseAbi(["function deposit() payable"]);
  const deposit = { address: vault, abi, functionName: "deposit", value: 100n * 10n ** 18n } as const;
  await client.waitForTransactionReceipt({
    hash: await wallet.writeContract({ ...deposit, account: admin }),
  });

  const userId = await seedHouse(owner, vault, deployment.deployBlock);
  const signer = await startSigner(folder, vault, { maxRecipientDayQuanta, maxBatchQuanta });
  const alerts: AlertKind[] = [];
  const senderKey = keyOf(mnemonicToAccount(DEV_MNEMONIC, { addressIndex: 2 }));
  const sender = privateKeyToAccount(senderKey);
  const pools: pg.Pool[] = [];
  let created = 0;

  /** What one worker process holds; each gets connections of its own. */
  function createSettlement(
    overrides: { rpcUrl?: string; settings?: Partial<SettlementSettings> } = {},
  ): Settlement {
    const pool = createPool({ url: database.url, role: "fairhouse_worker", maxConnections: 4 });
    pool.on("connect", (connection) => connection.on("error", () => undefined));
    pools.push(pool);
    return {
      pool,
      chain: createChainClient({ urls: [overrides.rpcUrl ?? rpcUrl], chainId: CHAIN_ID }),
      signer: createSignerClient(signer.socket),
      sender,
      alerts: { raise: (kind) => void alerts.push(kind) },
      finalityDepth: FINALITY_DEPTH,
      settings: { ...DEFAULT_SETTLEMENT_SETTINGS, ...settings, ...overrides.settings },
    };
  }

  return {
    folder,
    rpcUrl,
    client,
    node,
    wallet,
    owner,
    vault,
    admin,
    sender,
    alerts,
    databaseUrl: database.url,
    signerSocket: signer.socket,
    senderKey,
    createSettlement,
    /** One round, which must not fail. */
    async round(settlement: Settlement) {
      const failures = await settleAll(settlement, CHAIN_ID);
      if (failures.length > 0) throw failures[0];
    },
    /** A withdrawal to an address that nobody used before. */
    async request(amount: bigint, to?: Hex): Promise<{ id: string; to: Hex; amount: bigint }> {
      created += 1;
      const address =
        to ?? (`0x${(0xfa1a_0000_0000n + BigInt(created)).toString(16).padStart(40, "0")}` as Hex);
      const { rows } = await owner.query(
        `INSERT INTO withdrawals (tenant_id, id, user_id, currency, amount, to_address, status, created_at)
         VALUES (1, gen_random_uuid(), $1, 'BNB', $2, $3, 'requested', clock_timestamp()) RETURNING id`,
        [userId, amount, address],
      );
      await setAside(owner, { userId, id: rows[0].id, amount });
      return { id: rows[0].id, to: address, amount };
    },
    async refuseCoins(address: Hex) {
      await node.setCode({ address, bytecode: REFUSING_CODE });
    },
    /** The node forgets what it has not mined. */
    async forgetTransactions() {
      const method = "anvil_dropAllTransactions";
      await fetch(rpcUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] }),
      });
    },
    /** What the indexer writes for payouts: the statuses that follow from the vault's events. */
    index: () => indexPayouts(owner, client, vault),
    /** Balance of the player's account, in quanta. */
    async balance(kind: "player_cash" | "withdrawal_pending"): Promise<bigint> {
      const wanted = "SELECT balance FROM accounts WHERE kind = $1 AND owner_id = $2";
      return (await owner.query(wanted, [kind, userId])).rows[0].balance;
    },
    statuses: async () =>
      (
        await owner.query("SELECT status, count(*)::int AS count FROM withdrawals GROUP BY status")
      ).rows.reduce(
        (all, { status, count }) => Object.assign(all, { [status]: count }),
        {} as Record<string, number>,
      ) as Record<string, number>,
    batches: async () =>
      (await owner.query("SELECT * FROM payout_batches ORDER BY created_at, id")).rows as Record<
        string,
        unknown
      >[],
    transactions: async () =>
      (await owner.query("SELECT * FROM chain_transactions ORDER BY nonce")).rows as Record<
        string,
        unknown
      >[],
    async paidQuanta(address: Hex) {
      return (await client.getBalance({ address })) / 10n ** 9n;
    },
    async close() {
      await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
      await owner.end();
      await signer.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function seedHouse(owner: pg.Pool, vault: Hex, deployBlock: bigint): Promise<string> {
  await owner.query("INSERT INTO tenants (slug, name) VALUES ('main', 'Main')");
  await owner.query(
    "INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei) VALUES (1, 'BNB', 9, $1, 1000000000)",
    [NATIVE],
  );
  await owner.query(
    "INSERT INTO vaults (tenant_id, chain_id, address, deploy_block, bankroll_address) VALUES (1, $1, $2, $3, $4)",
    [CHAIN_ID, vault, deployBlock, `0x${"b0".repeat(20)}`],
  );
  const { rows } = await owner.query(
    "INSERT INTO users (tenant_id, wallet_address) VALUES (1, $1) RETURNING id",
    [`0x${"a1".repeat(20)}`],
  );
  return rows[0].id;
}

/** The money of a withdrawal as asking for it leaves it. */
async function setAside(
  owner: pg.Pool,
  { userId, id, amount }: { userId: string; id: string; amount: bigint },
) {
  await inTransaction(owner, async (client) => {
    const [custody, pending] = await ensureAccounts(client, 1, [
      { kind: "custody", currency: "BNB" },
      { kind: "withdrawal_pending", currency: "BNB", ownerId: userId },
      { kind: "player_cash", currency: "BNB", ownerId: userId },
    ]);
    const accounts = { debitAccountId: custody!, creditAccountId: pending! };
    const code = "withdrawal_requested" as const;
    await postTransfers(client, 1, [{ causeId: id, leg: 0, code, ...accounts, amountMinor: amount }]);
  });
}

async function startSigner(
  folder: string,
  vault: Hex,
  given: { maxRecipientDayQuanta: bigint; maxBatchQuanta: bigint },
) {
  const socket = join(folder, "signer.sock");
  const store = openSignerStore(join(folder, "signer.sqlite"));
  const caps = {
    token: NATIVE as Hex,
    maxDayQuanta: 10n ** 18n,
    maxRecipientBatchQuanta: 10n ** 18n,
    ...given,
  };
  const address = privateKeyToAccount(SIGNER_KEY).address.toLowerCase() as Hex;
  const service = createSignerService({
    key: {
      address: () => address,
      async signDigest(hash) {
        const { r, s, yParity } = await sign({ hash, privateKey: SIGNER_KEY });
        return { r, s, yParity: yParity === 1 ? 1 : 0 };
      },
    },
    store,
    policy: {
      isStopped: () => false,
      policy: { maxDeadlineSeconds: 10_000_000n, vaults: [{ chainId: CHAIN_ID, vault, tokens: [caps] }] },
    },
    clock: systemClock,
  });
  const server = createServer(createSignerListener(service, createLog({ name: "signer", level: "silent" })));
  await listenOnUnixSocket(server, socket);
  return {
    socket,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          store.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

type Reader = ReturnType<typeof createPublicClient>;

async function indexPayouts(owner: pg.Pool, client: Reader, vault: Hex): Promise<void> {
  const head = await client.getBlockNumber();
  const range = { address: vault, abi: vaultAbi, fromBlock: 0n, toBlock: head } as const;
  const executed = await client.getContractEvents({ ...range, eventName: "PayoutExecuted" });
  const credited = await client.getContractEvents({ ...range, eventName: "PayoutCredited" });
  const seen = executed.map(({ args }) => args.batchId!);
  await owner.query(
    `UPDATE payout_batches SET status = 'sent' WHERE status = 'executed' AND NOT id = ANY($1)`,
    [seen],
  );
  await owner.query(
    `UPDATE withdrawals SET status = 'batched' WHERE status IN ('paid', 'credited') AND NOT batch_id = ANY($1)`,
    [seen],
  );
  for (const { args, blockNumber, transactionHash } of executed) {
    const isFinal = head - blockNumber >= BigInt(FINALITY_DEPTH);
    const refused = credited.filter((event) => event.args.batchId === args.batchId);
    const accounts = refused.map((event) => event.args.account!.toLowerCase());
    await owner.query("UPDATE payout_batches SET status = $2, tx_hash = $3 WHERE id = $1", [
      args.batchId,
      isFinal ? "final" : "executed",
      transactionHash,
    ]);
    await owner.query(
      `UPDATE withdrawals SET status = CASE WHEN to_address = ANY($2) THEN 'credited' ELSE $3 END
       WHERE batch_id = $1`,
      [args.batchId, accounts, isFinal ? "settled" : "paid"],
    );
  }
}
