import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Hex } from "viem";
import { createChainClient } from "#backend/adapters/chainClient.ts";
import { createSignerClient } from "#backend/adapters/signerClient.ts";
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
import { openBooksIndexer } from "./booksIndexer.ts";
import { CHAIN_ID, chainTools, type DeployedHouse, operator, player, sender } from "./deployedHouse.ts";
import { type LocalSignerOptions, startLocalSigner } from "./localSigner.ts";
import { untilMined } from "./untilMined.ts";

export const FINALITY_DEPTH = 2;
const WEI_PER_QUANTUM = 10n ** 9n;
const MAX_ROUNDS = 30;
/** Fresh accounts are numbered from here on. */
const FIRST_RECIPIENT = 0xfa1a_0000_0000n;

export interface StageOptions extends Pick<LocalSignerOptions, "maxRecipientDayQuanta" | "maxBatchQuanta"> {
  readonly databaseUrl: string;
  readonly rpcUrl: string;
  /** For the signer's socket and store. */
  readonly folder: string;
  readonly house: DeployedHouse;
  readonly settings?: Partial<SettlementSettings>;
}

/** What one worker process is told differently. */
export interface WorkerOverrides {
  readonly rpcUrl?: string;
  readonly settings?: Partial<SettlementSettings>;
}

export interface Wanted {
  readonly id: string;
  readonly to: Hex;
  readonly amount: bigint;
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A deployed house with its signer and its indexer, and as many workers as one likes. */
export async function openStage(options: StageOptions) {
  const { databaseUrl, rpcUrl, house, settings = {} } = options;
  const { vault } = house;
  const tools = chainTools(rpcUrl);
  const { node, client } = tools;
  const owner = createPool({ url: databaseUrl, role: "owner", maxConnections: 3 });
  const indexerPool = createPool({ url: databaseUrl, role: "fairhouse_indexer", maxConnections: 2 });
  const where = { rpcUrl, chainId: CHAIN_ID, vault };
  const signer = await startLocalSigner({ ...options, ...where, tokens: house.tokens });
  const catchUp = await openBooksIndexer({ pool: indexerPool, ...where, finalityDepth: FINALITY_DEPTH });
  const alerts: AlertKind[] = [];
  const pools: pg.Pool[] = [];
  let created = 0;

  async function index(): Promise<void> {
    await untilMined(tools);
    await catchUp();
  }

  // The player's money is in the books before anything else happens.
  await node.mine({ blocks: FINALITY_DEPTH + 1 });
  await index();
  const userId = await playerId(owner);

  function createSettlement(overrides: WorkerOverrides = {}): Settlement {
    const pool = createPool({ url: databaseUrl, role: "fairhouse_worker", maxConnections: 4 });
    pools.push(pool);
    return {
      pool,
      chain: createChainClient({
        urls: [overrides.rpcUrl ?? rpcUrl],
        chainId: CHAIN_ID,
        ...(overrides.rpcUrl === undefined ? {} : { retryDelayMs: 1 }),
      }),
      signer: createSignerClient(signer.socket),
      sender,
      operator,
      alerts: { raise: (kind) => void alerts.push(kind), settled: async () => {} },
      settings: { ...DEFAULT_SETTLEMENT_SETTINGS, ...settings, ...overrides.settings },
    };
  }

  /** One round, which must not fail, and what the chain makes of it. */
  async function round(settlement: Settlement): Promise<void> {
    const failures = await settleAll(settlement, CHAIN_ID);
    if (failures.length > 0) throw failures[0];
    await untilMined(tools);
  }

  function freshRecipient(): Hex {
    created += 1;
    return `0x${(FIRST_RECIPIENT + BigInt(created)).toString(16).padStart(40, "0")}`;
  }

  /** Withdrawals of the player's, as asking for them leaves them; to addresses that nobody used before. */
  async function requestAll(
    wishes: readonly { amount: bigint; to?: Hex }[],
    currency = "BNB",
  ): Promise<Wanted[]> {
    const wanted = wishes.map(({ amount, to }) => ({ id: randomUUID(), to: to ?? freshRecipient(), amount }));
    await inTransaction(owner, async (connection) => {
      await setAside(connection, { userId, currency, wanted });
      await connection.query(
        `INSERT INTO withdrawals (tenant_id, id, user_id, currency, amount, to_address, status, created_at)
         SELECT 1, id, $1, $5, amount, to_address, 'requested', clock_timestamp() + place * interval '1 us'
         FROM unnest($2::uuid[], $3::bigint[], $4::text[]) WITH ORDINALITY AS wanted (id, amount, to_address, place)`,
        [
          userId,
          wanted.map(({ id }) => id),
          wanted.map(({ amount }) => amount),
          wanted.map(({ to }) => to),
          currency,
        ],
      );
    });
    return wanted;
  }

  const rowsOf = async (sql: string) => (await owner.query<Record<string, unknown>>(sql)).rows;
  return {
    ...tools,
    rpcUrl,
    owner,
    vault,
    sender,
    alerts,
    databaseUrl,
    signerSocket: signer.socket,
    createSettlement,
    round,
    index,
    requestAll,
    request: async (amount: bigint, to?: Hex): Promise<Wanted> =>
      (await requestAll([to === undefined ? { amount } : { amount, to }]))[0]!,

    /** Rounds until every built batch's checkpoint is published and indexed; what comes next is signing. */
    async carry(settlement: Settlement): Promise<void> {
      // An earlier checkpoint may have to become final before the next is sent.
      for (let rounds = 0; rounds < 5; rounds += 1) {
        await round(settlement);
        await node.mine({ blocks: 1 });
        await index();
        const waiting = await rowsOf(
          `SELECT FROM payout_batches AS batch WHERE status = 'built' AND (checkpoint_epoch IS NULL OR NOT EXISTS (
             SELECT FROM checkpoints AS published WHERE published.currency = batch.currency
               AND published.epoch = batch.checkpoint_epoch AND published.status <> 'built'))`,
        );
        if (waiting.length === 0) return;
      }
      throw new Error("the batches' checkpoint was not published");
    },
    /** Rounds, blocks and the indexer, until so many withdrawals have come to their end. */
    async settleUntil(settlement: Settlement, count: number): Promise<void> {
      for (let rounds = 0; rounds < MAX_ROUNDS; rounds += 1) {
        await round(settlement);
        await node.mine({ blocks: 1 });
        await index();
        const [ended] = await rowsOf(
          "SELECT count(*)::int AS count FROM withdrawals WHERE status IN ('credited', 'settled')",
        );
        if (ended?.count === count) return;
      }
      throw new Error("not everything was paid");
    },
    /** The node forgets what it has not mined. */
    forgetTransactions: () => tools.rpc("anvil_dropAllTransactions"),
    /** Balance of the player's account, in quanta. */
    async balance(kind: "player_cash" | "withdrawal_pending"): Promise<bigint> {
      const wanted = "SELECT balance FROM accounts WHERE kind = $1 AND owner_id = $2";
      return (await owner.query<{ balance: bigint }>(wanted, [kind, userId])).rows[0]!.balance;
    },
    async statuses(): Promise<Record<string, number>> {
      const rows = await rowsOf("SELECT status, count(*)::int AS count FROM withdrawals GROUP BY status");
      return Object.fromEntries(rows.map(({ status, count }) => [String(status), Number(count)]));
    },
    batches: () => rowsOf("SELECT * FROM payout_batches ORDER BY created_at, id"),
    /** Those that were spent on batches. */
    transactions: () => rowsOf("SELECT * FROM chain_transactions WHERE batch_id IS NOT NULL ORDER BY nonce"),
    paidQuanta: async (address: Hex) => (await client.getBalance({ address })) / WEI_PER_QUANTUM,
    async close() {
      await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
      await Promise.all([owner.end(), indexerPool.end(), signer.close()]);
    },
  };
}

async function playerId(owner: pg.Pool): Promise<string> {
  const wallet = player.address.toLowerCase();
  const { rows } = await owner.query<{ id: string }>("SELECT id FROM users WHERE wallet_address = $1", [
    wallet,
  ]);
  if (rows[0] === undefined) throw new Error("the player's deposit was not indexed");
  return rows[0].id;
}

async function setAside(
  client: pg.ClientBase,
  { userId, currency, wanted }: { userId: string; currency: string; wanted: readonly Wanted[] },
): Promise<void> {
  const [cash, pending] = await ensureAccounts(client, 1, [
    { kind: "player_cash", currency, ownerId: userId },
    { kind: "withdrawal_pending", currency, ownerId: userId },
  ]);
  const accounts = { debitAccountId: cash!, creditAccountId: pending! };
  const code = "withdrawal_requested" as const;
  const transfers = wanted.map(({ id, amount }) => ({
    causeId: id,
    leg: 0,
    code,
    ...accounts,
    amountMinor: amount,
  }));
  await postTransfers(client, 1, transfers);
}
