import { randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import { systemEntropy } from "#backend/adapters/entropy.ts";
import { createLiveLog } from "#backend/adapters/liveLog.ts";
import { createRedis } from "#backend/adapters/redis.ts";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import type { Tenant } from "#backend/http/route.ts";
import { makeChain } from "#backend/modules/crash/chainLinks.ts";
import { CRASH_HOLD } from "#backend/modules/crash/crashNews.ts";
import { createSeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { CRASH_CHECKS } from "#backend/modules/ledger/crashChecks.store.ts";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { BOOK_CHECKS, WALLET_CHECKS } from "#backend/modules/ledger/ledgerChecks.store.ts";
import { logKey } from "#backend/modules/realtime/houseChannel.ts";
import { type CrashNews, crashRoundNews, crashTickNews } from "#domain/api/crash.ts";
import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import { linkAfter, linkOfGame } from "#domain/games/crash/hashChain.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";
import { seed } from "#scripts/seed.ts";
import { createTestDatabase, testRedisUrl } from "#test/support/services.ts";
import { type CrashProcess, type CrashProcessOptions, startCrashProcess } from "./crashProcess.ts";

export const RICH_BANKROLL = 1_000_000_000_000n;
const EDGE_BPS = 300;

/** What a round's crash point, in hundredths, must fulfil. */
export type Wish = (point: bigint) => boolean;
export const between =
  (low: number, high: number): Wish =>
  (point) =>
    point >= BigInt(low) && point <= BigInt(high);
export const anyPoint: Wish = () => true;

export interface CrashHouseOptions {
  /** Crash points of the first rounds. */
  readonly points?: readonly Wish[];
  readonly games?: number;
  readonly bankrollMinor?: bigint;
  readonly bettingMs?: number;
  readonly pauseMs?: number;
  /** In hundredths; bounds how long a round can last. */
  readonly ceiling?: number;
  /** Further tables, by currency, with the crash points of their first rounds. */
  readonly tables?: Readonly<Record<string, readonly Wish[]>>;
}

/** A house over real servers with a crash table whose first rounds crash where the test wants. */
export class CrashHouse {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly seedKey: string;
  readonly owner: pg.Pool;
  readonly tenant: Tenant;
  readonly faults: unknown[] = [];
  readonly #processes: CrashProcess[] = [];
  readonly #drop: () => Promise<void>;

  private constructor(parts: {
    databaseUrl: string;
    redisUrl: string;
    seedKey: string;
    owner: pg.Pool;
    tenant: Tenant;
    drop: () => Promise<void>;
  }) {
    this.databaseUrl = parts.databaseUrl;
    this.redisUrl = parts.redisUrl;
    this.seedKey = parts.seedKey;
    this.owner = parts.owner;
    this.tenant = parts.tenant;
    this.#drop = parts.drop;
  }

  static async open(options: CrashHouseOptions = {}): Promise<CrashHouse> {
    const database = await createTestDatabase();
    const { tenantId } = await seed({
      databaseUrl: database.url,
      tenant: { slug: "main", name: "Fairhouse", hostnames: [] },
      vault: {
        chainId: 31_337,
        address: `0x${randomBytes(20).toString("hex")}`,
        deployBlock: 0n,
        bankrollAddress: `0x${randomBytes(20).toString("hex")}`,
        fairnessRegistryAddress: `0x${randomBytes(20).toString("hex")}`,
      },
    });
    const owner = createPool({
      url: database.url,
      role: "owner",
      maxConnections: 4,
      onIdleError: () => undefined,
    });
    const house = new CrashHouse({
      databaseUrl: database.url,
      redisUrl: await testRedisUrl(),
      seedKey: randomBytes(32).toString("base64"),
      owner,
      tenant: { id: tenantId, slug: "main", name: "Fairhouse", maxRiskBps: 100 },
      drop: database.drop,
    });
    await house.#setUp(options);
    return house;
  }

  async #setUp({
    points,
    games = 50,
    bankrollMinor = RICH_BANKROLL,
    bettingMs = 800,
    pauseMs = 50,
    ceiling = 150,
    tables = {},
  }: CrashHouseOptions) {
    for (const [currency, wishes] of [["BNB", points] as const, ...Object.entries(tables)]) {
      if (currency !== "BNB") await this.#addCurrency(currency);
      await this.owner.query(
        `INSERT INTO crash_tables (tenant_id, currency, betting_ms, pause_ms, chain_games, ceiling)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [this.tenant.id, currency, bettingMs, pauseMs, games, ceiling],
      );
      await this.fund({ kind: "house_bankroll" }, bankrollMinor, currency);
      if (wishes !== undefined) await this.saltedChain(games, wishes, currency);
    }
  }

  async #addCurrency(currency: string): Promise<void> {
    await this.owner.query(
      "INSERT INTO currencies (tenant_id, code, decimals, token, quantum_wei) VALUES ($1, $2, 6, $3, 1000000)",
      [this.tenant.id, currency, `0x${randomBytes(20).toString("hex")}`],
    );
  }

  /** A chain that is anchored and salted, whose first rounds crash where they should. */
  async saltedChain(games: number, points: readonly Wish[], currency = "BNB"): Promise<void> {
    const secret = randomBytes(32).toString("hex");
    const cipher = createSeedCipher(Buffer.from(this.seedKey, "base64"), systemEntropy);
    const made = await makeChain({ cipher, tenantId: this.tenant.id }, { secret, games, marksApart: 7 });
    const hashes = points.map((_, place) => linkAfter(secret, linkOfGame(place + 1, games)));
    await this.owner.query(
      `INSERT INTO crash_chains (tenant_id, currency, vault_id, epoch, kind, root, games, edge_bps, marks_apart, marks,
                                 anchor_block, anchor_tx, salt_block, salt, salted_at)
       SELECT $1, $8, id, 1 + (SELECT count(*) FROM crash_chains), $7, $2, $3, $4, 7, $5,
         10, '0x' || repeat('d', 64), 13, $6, now()
       FROM vaults WHERE tenant_id = $1`,
      [
        this.tenant.id,
        made.root,
        games,
        EDGE_BPS,
        made.marks,
        findSalt(hashes, points),
        crashChainKind(currency),
        currency,
      ],
    );
  }

  /** One API process' worth of crash; more of them share the house. */
  async process({ leads = true, clock }: Partial<CrashProcessOptions> = {}): Promise<CrashProcess> {
    const process = await startCrashProcess({
      databaseUrl: this.databaseUrl,
      redisUrl: this.redisUrl,
      seedKey: this.seedKey,
      tenant: this.tenant,
      leads,
      onFault: (error) => this.faults.push(error),
      ...(clock === undefined ? {} : { clock }),
    });
    this.#processes.push(process);
    return process;
  }

  /** Whoever leads goes by what the books say now, and not by what they said when it began to wait. */
  async leadAnew(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.leadAnew()));
  }

  async addPlayer(balanceMinor = 100_000_000n, currency = "BNB"): Promise<string> {
    const { rows } = await this.owner.query<{ id: string }>(
      "INSERT INTO users (tenant_id, wallet_address) VALUES ($1, $2) RETURNING id",
      [this.tenant.id, `0x${randomBytes(20).toString("hex")}`],
    );
    const ownerId = rows[0]!.id;
    await this.fund({ kind: "player_cash", ownerId }, balanceMinor, currency);
    return ownerId;
  }

  /** Money from the vault, as the indexer would have posted it. */
  async fund(
    account: { kind: "house_bankroll" } | { kind: "player_cash"; ownerId: string },
    amountMinor: bigint,
    currency = "BNB",
  ): Promise<void> {
    await inTransaction(this.owner, async (client) => {
      const [credit, debit] = await ensureAccounts(client, this.tenant.id, [
        { ...account, currency },
        { kind: "custody", currency },
      ]);
      if (amountMinor === 0n) return;
      const code = account.kind === "player_cash" ? "deposit_finalized" : "bankroll_funded";
      const accounts = { debitAccountId: debit!, creditAccountId: credit! };
      await postTransfers(client, this.tenant.id, [
        { causeId: randomUUID(), leg: 0, code, ...accounts, amountMinor },
      ]);
    });
  }

  async fundAll(userIds: readonly string[], amountMinor: bigint): Promise<void> {
    await inTransaction(this.owner, async (client) => {
      const [debit, ...credits] = await ensureAccounts(client, this.tenant.id, [
        { kind: "custody", currency: "BNB" },
        ...userIds.map((ownerId) => ({ kind: "player_cash", currency: "BNB", ownerId }) as const),
      ]);
      await postTransfers(
        client,
        this.tenant.id,
        credits.map((credit) => ({
          ...{ causeId: randomUUID(), leg: 0, code: "deposit_finalized" as const },
          ...{ debitAccountId: debit!, creditAccountId: credit, amountMinor },
        })),
      );
    });
  }

  async balance(userId: string, kind: "player_cash" | "player_locked" = "player_cash"): Promise<bigint> {
    const { rows } = await this.owner.query<{ balance: bigint }>(
      "SELECT balance FROM accounts WHERE owner_id = $1 AND kind = $2 AND currency = 'BNB'",
      [userId, kind],
    );
    return rows[0]?.balance ?? 0n;
  }

  async rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.owner.query<Row>(sql, values)).rows;
  }

  /** The table's newest round, once it is in the given phase; while it is betting, with time left to bet. */
  async roundIn(
    phase: string,
    {
      number,
      timeoutMs = 120_000,
      currency = "BNB",
    }: { number?: number; timeoutMs?: number; currency?: string } = {},
  ) {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const [round] = await this.rows<{ id: bigint; number: bigint; phase: string; point: bigint | null }>(
        `SELECT id, number, point, fence,
           CASE WHEN phase = 'betting' AND betting_ends_at < clock_timestamp() + interval '300 ms' THEN 'closing'
             ELSE phase END AS phase
         FROM crash_rounds
         WHERE currency = $2 AND number = coalesce($1, (SELECT max(number) FROM crash_rounds WHERE currency = $2))`,
        [number ?? null, currency],
      );
      if (round?.phase === phase) return { ...round, roundId: round.id.toString() };
      if (Date.now() > deadline)
        throw new Error(`waited in vain for a round to be ${phase}; it is ${round?.phase}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** What the table's leaders have said to everyone, as far as it is kept. */
  async said(): Promise<CrashNews[]> {
    const redis = createRedis({ url: this.redisUrl, name: "crash-test-ear" });
    await new Promise((resolve) => redis.once("ready", resolve));
    const entries = await createLiveLog(redis).last(logKey(this.tenant.id, "crash"), CRASH_HOLD);
    redis.disconnect();
    return entries.map(({ body }) => z.union([crashRoundNews, crashTickNews]).parse(JSON.parse(body)));
  }

  /** Contradictions in the books; there must be none. */
  async contradictions(): Promise<unknown[]> {
    const results = await checkLedger(this.owner, [...BOOK_CHECKS, ...WALLET_CHECKS, ...CRASH_CHECKS]);
    return results.flatMap(({ name, findings }) => findings.map((finding) => ({ name, ...finding })));
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
    await this.owner.end();
    await this.#drop();
  }
}

/** Salts are free to choose here, as a block's hash is not: the first rounds get the points that they should have. */
function findSalt(hashes: readonly string[], points: readonly Wish[]): string {
  for (let attempt = 0; attempt < 1_000_000; attempt++) {
    const salt = attempt.toString(16).padStart(64, "0");
    const fits = hashes.every((gameHash, place) =>
      points[place]!(crashPointHundredths({ gameHash, salt, edgeBps: EDGE_BPS })),
    );
    if (fits) return salt;
  }
  throw new Error("no salt gives these points");
}
