import { randomBytes } from "node:crypto";
import { Writable } from "node:stream";
import type pg from "pg";
import { io, type Socket } from "socket.io-client";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { systemClock } from "#backend/adapters/clock.ts";
import { createLog } from "#backend/adapters/log.ts";
import { apiSettings, readConfig } from "#backend/config.ts";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import type { Role } from "#backend/http/access.ts";
import { type Api, startApi } from "#backend/main.ts";
import type { HouseConfig } from "#domain/api/houseConfig.ts";
import { createTransfer } from "#domain/ledger/transfer.ts";
import { seed } from "#scripts/seed.ts";
import { createTestDatabase, testRedisUrl } from "#test/support/services.ts";
import { launchApi } from "./launchApi.ts";

export const WEB_ORIGIN = "http://dapp.test:3000";
export const BANKROLL_MINOR = 1_000_000_000_000n;
const VAULT = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
const BANKROLL_WALLET = "0x90f79bf6eb2c4f870365e785982e1f101e93b906";
const SECOND_HOST = "other.test";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly body: any;
}

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly rawBody?: string;
  readonly headers?: Record<string, string>;
  readonly token?: string;
}

export interface SignedIn {
  readonly account: ReturnType<typeof privateKeyToAccount>;
  readonly userId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** An API that shares the books with another. */
export interface Beside {
  readonly url: string;
  stop(): Promise<void>;
}

/** One API process with a database of its own, and a hand on the books behind it. */
export class TestApi {
  readonly url: string;
  readonly sql: pg.Pool;
  readonly api: Api;
  readonly logLines: string[];
  readonly tenantId: number;
  readonly #sockets: Socket[] = [];
  readonly #environment: Readonly<Record<string, string>>;
  #stopping: Promise<void> | undefined;
  readonly #drop: () => Promise<void>;
  readonly shiftClock: (ms: number) => void;
  /** Lets no time pass until the clock is shifted again. */
  readonly holdClock: () => void;

  private constructor(parts: {
    api: Api;
    sql: pg.Pool;
    logLines: string[];
    tenantId: number;
    environment: Readonly<Record<string, string>>;
    drop: () => Promise<void>;
    shiftClock: (ms: number) => void;
    holdClock: () => void;
  }) {
    this.#environment = parts.environment;
    this.api = parts.api;
    this.url = `http://127.0.0.1:${parts.api.port}`;
    this.sql = parts.sql;
    this.logLines = parts.logLines;
    this.tenantId = parts.tenantId;
    this.#drop = parts.drop;
    this.shiftClock = parts.shiftClock;
    this.holdClock = parts.holdClock;
  }

  static async start(settings: Record<string, string> = {}): Promise<TestApi> {
    const database = await createTestDatabase();
    const { tenantId } = await seed({
      databaseUrl: database.url,
      tenant: { slug: "main", name: "Fairhouse", hostnames: ["127.0.0.1"] },
      vault: { chainId: 31_337, address: VAULT, deployBlock: 1n, bankrollAddress: BANKROLL_WALLET },
    });
    const environment = {
      DATABASE_URL: database.url,
      REDIS_URL: await testRedisUrl(),
      RPC_URLS: "http://127.0.0.1:9",
      CHAIN_ID: "31337",
      WEB_ORIGIN,
      JWT_PRIVATE_KEY: randomBytes(32).toString("base64"),
      SEED_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
      REQUESTS_PER_MINUTE: "100000",
      ...settings,
    };
    const config = readConfig(apiSettings, environment);
    const logLines: string[] = [];
    const destination = new Writable({
      write(chunk, _encoding, done) {
        logLines.push(String(chunk));
        done();
      },
    });
    let now = systemClock.now;
    const api = await startApi({
      config: { ...config, API_PORT: 0 },
      log: createLog({ name: "api", level: "info", destination }),
      clock: { now: () => now() },
    });
    const sql = createPool({ url: database.url, role: "owner", maxConnections: 3 });
    const started = new TestApi({
      api,
      sql,
      logLines,
      tenantId,
      environment,
      drop: database.drop,
      shiftClock: (ms) => {
        now = () => systemClock.now() + ms;
      },
      holdClock: () => {
        const held = now();
        now = () => held;
      },
    });
    await started.move("custody", "house_bankroll", BANKROLL_MINOR);
    return started;
  }

  get databaseUrl(): string {
    return this.#environment.DATABASE_URL ?? "";
  }

  get redisUrl(): string {
    return this.#environment.REDIS_URL ?? "";
  }

  /** Another API over the same books and the same Redis, in this process of the system. @returns where it listens */
  async startBeside(): Promise<Beside> {
    const api = await startApi({
      config: { ...readConfig(apiSettings, this.#environment), API_PORT: 0 },
      log: createLog({ name: "api", level: "silent" }),
    });
    return { url: `http://127.0.0.1:${api.port}`, stop: () => api.stop() };
  }

  /** Likewise, in a process of the system of its own. */
  launchBeside(): Promise<Beside> {
    return launchApi(this.#environment);
  }

  /** Stops the process; its books can still be read. */
  stopProcess(): Promise<void> {
    this.#stopping ??= this.api.stop();
    return this.#stopping;
  }

  async stop(): Promise<void> {
    await this.stopProcess();
    for (const socket of this.#sockets) socket.disconnect();
    await this.sql.end();
    await this.#drop();
  }

  async call(
    path: string,
    { method = "GET", body, rawBody, headers = {}, token }: Call = {},
  ): Promise<Answer> {
    const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(text === undefined ? {} : { "content-type": "application/json" }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(text === undefined ? {} : { body: text }),
    });
    const answer = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answer) : answer };
  }

  async config(): Promise<HouseConfig> {
    return (await this.call("/v1/config")).body;
  }

  async nonce(headers: Record<string, string> = {}): Promise<string> {
    return (await this.call("/v1/auth/nonce", { headers })).body.nonce;
  }

  /** A well-formed sign-in message; every field can be overridden to make it wrong. */
  async message(
    address: `0x${string}`,
    overrides: Partial<Parameters<typeof createSiweMessage>[0]> = {},
  ): Promise<string> {
    return createSiweMessage({
      address,
      chainId: 31_337,
      domain: new URL(WEB_ORIGIN).host,
      uri: WEB_ORIGIN,
      version: "1",
      nonce: overrides.nonce ?? (await this.nonce()),
      ...overrides,
    });
  }

  async signIn(account = privateKeyToAccount(generatePrivateKey()), call: Call = {}): Promise<SignedIn> {
    const nonce = await this.nonce(call.headers);
    const message = await this.message(account.address, { nonce });
    const signature = await account.signMessage({ message });
    const answer = await this.call("/v1/auth/wallet", {
      method: "POST",
      body: { message, signature },
      ...call,
    });
    if (answer.status !== 200) throw new Error(`sign-in failed: ${JSON.stringify(answer.body)}`);
    const { accessToken, refreshToken, user } = answer.body;
    return { account, userId: user.id, accessToken, refreshToken };
  }

  /** A signed-in user with that role in the house; a new one unless an account is given. */
  async staff(role: Role, account?: SignedIn["account"]): Promise<SignedIn> {
    const user = await this.signIn(account);
    await this.sql.query("UPDATE users SET role = $2 WHERE id = $1", [user.userId, role]);
    return this.signIn(user.account);
  }

  /** A signed-in player with money, as after a deposit. */
  async player(amountMinor = 1_000_000_000n): Promise<SignedIn> {
    const player = await this.signIn();
    await this.move("custody", "player_cash", amountMinor, player.userId);
    return player;
  }

  /** Posts one transfer from a house account to a player's, or another house account. */
  async move(
    from: "custody",
    to: "house_bankroll" | "player_cash" | "payout_credit",
    amountMinor: bigint,
    ownerId?: string,
  ): Promise<void> {
    await inTransaction(this.sql, async (client) => {
      const [debit, credit] = await ensureAccounts(client, this.tenantId, [
        { kind: from, currency: "BNB" },
        { kind: to, currency: "BNB", ...(ownerId === undefined ? {} : { ownerId }) },
      ]);
      await postTransfers(client, this.tenantId, [
        createTransfer({
          causeId: crypto.randomUUID(),
          leg: 0,
          code: "deposit_finalized",
          debit: { id: debit!, currency: "BNB" },
          credit: { id: credit!, currency: "BNB" },
          amountMinor,
        }),
      ]);
    });
  }

  /** A second house on the same installation, reached by its own host name. */
  async addTenant(): Promise<{ id: number; host: string }> {
    const { rows } = await this.sql.query<{ id: number }>(
      "INSERT INTO tenants (slug, name, hostnames) VALUES ('other', 'Other house', $1) RETURNING id",
      [[SECOND_HOST]],
    );
    const id = rows[0]!.id;
    await this.sql.query(
      `INSERT INTO currencies SELECT $1, code, decimals, token, quantum_wei, min_stake, min_withdrawal
       FROM currencies WHERE tenant_id = $2`,
      [id, this.tenantId],
    );
    return { id, host: SECOND_HOST };
  }

  socket(auth: Record<string, unknown> = {}, url = this.url): Socket {
    const socket = io(url, { path: "/socket.io", transports: ["websocket"], auth, forceNew: true });
    this.#sockets.push(socket);
    return socket;
  }

  async balanceOf({ accessToken }: SignedIn): Promise<Record<string, string>> {
    return (await this.call("/v1/users/me", { token: accessToken })).body.balances[0];
  }
}
