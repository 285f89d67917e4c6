import { request } from "node:http";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "#backend/db/client.ts";
import { createPool } from "#backend/db/pool.ts";
import { inTenantTransaction } from "#backend/db/transaction.ts";
import { type SignedIn, TestApi } from "#test/backend/http/testApi.ts";

let api: TestApi;
let other: { id: number; host: string };
let player: SignedIn;
beforeAll(async () => {
  api = await TestApi.start();
  other = await api.addTenant();
  player = await api.player();
});
afterAll(() => api.stop());

/** What of the answers is looked at here. */
interface Body {
  readonly tenant?: object;
  readonly nonce?: string;
  readonly accessToken?: string;
  readonly user?: { readonly id: string };
  readonly balances?: readonly object[];
  readonly code?: string;
}

/** `fetch` does not let a caller choose the Host header. */
function callAs(host: string, path: string, options: { token?: string; body?: object } = {}) {
  return new Promise<{ status: number; body: Body }>((resolve, reject) => {
    const text = options.body === undefined ? undefined : JSON.stringify(options.body);
    const outgoing = request(
      `${api.url}${path}`,
      {
        method: text === undefined ? "GET" : "POST",
        headers: {
          host,
          ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
          ...(text === undefined
            ? {}
            : { "content-type": "application/json", "content-length": text.length }),
        },
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}

describe("by host name", () => {
  test("default", async () => {
    expect((await callAs(other.host, "/v1/config")).body.tenant).toMatchObject({ slug: "other" });
    expect((await callAs(`${other.host}:8080`, "/v1/config")).body.tenant).toMatchObject({
      slug: "other",
    });
  });

  test("behavior: a name that nobody claims, or that is garbage, is served by the default house", async () => {
    for (const host of ["nobody.test", "OTHER.test.evil", "[::1]:80", "x y"]) {
      expect((await callAs(host, "/v1/config")).body.tenant).toMatchObject({ slug: "main" });
    }
  });
});

describe("by token", () => {
  test("error: AccessTokenRefused: a token of another house", async () => {
    const answer = await callAs(other.host, "/v1/users/me", { token: player.accessToken });
    expect(answer).toMatchObject({ status: 401, body: { code: "ACCESS_TOKEN_REFUSED" } });
  });

  test("error: RefreshRefused: a refresh token of another house", async () => {
    const body = { refreshToken: player.refreshToken };
    expect((await callAs(other.host, "/v1/auth/refresh", { body })).body.code).toBe("REFRESH_REFUSED");
    expect((await callAs("127.0.0.1", "/v1/auth/refresh", { body })).status).toBe(200);
  });

  test("error: NonceRefused: a nonce of another house", async () => {
    const account = privateKeyToAccount(generatePrivateKey());
    const message = await api.message(account.address);
    const body = { message, signature: await account.signMessage({ message }) };
    expect((await callAs(other.host, "/v1/auth/wallet", { body })).body.code).toBe("NONCE_REFUSED");
  });

  test("behavior: one wallet is two users in two houses", async () => {
    const nonce = (await callAs(other.host, "/v1/auth/nonce")).body.nonce!;
    const message = await api.message(player.account.address, { nonce });
    const body = { message, signature: await player.account.signMessage({ message }) };
    const { status, body: tokens } = await callAs(other.host, "/v1/auth/wallet", { body });
    expect(status).toBe(200);
    expect(tokens.user?.id).not.toBe(player.userId);
    const me = await callAs(other.host, "/v1/users/me", { token: tokens.accessToken! });
    expect(me.body.balances).toMatchObject([{ available: "0" }]);
  });
});

describe("row-level security", () => {
  const tables = [
    "users",
    "accounts",
    "transfers",
    "sessions",
    "refresh_tokens",
    "seeds",
    "vaults",
    "currencies",
  ];

  test("behavior: the API's role sees one tenant, and without naming one nothing", async () => {
    const url = (api.sql as unknown as { options: { connectionString: string } }).options.connectionString;
    const pool = createPool({ url, role: "fairhouse_api", maxConnections: 1 });
    for (const table of tables) {
      const sql = `SELECT count(*)::integer AS count FROM ${table} WHERE tenant_id = ${api.tenantId}`;
      const named = await inTenantTransaction(pool, api.tenantId, (client) => client.query(sql));
      const crossing = await inTenantTransaction(pool, other.id, (client) => client.query(sql));
      const unnamed = await pool.query(sql);
      expect([table, named.rows[0].count > 0, crossing.rows[0].count, unnamed.rows[0].count]).toEqual([
        table,
        true,
        0,
        0,
      ]);
    }
    await pool.end();
  });

  test("behavior: it cannot write into another tenant either", async () => {
    const url = (api.sql as unknown as { options: { connectionString: string } }).options.connectionString;
    const pool = createPool({ url, role: "fairhouse_api", maxConnections: 1 });
    const crossing = inTenantTransaction(pool, other.id, (client) =>
      client.query("INSERT INTO auth_nonces VALUES ($1, 'crossing', now())", [api.tenantId]),
    );
    await expect(crossing).rejects.toThrow(/row-level security/);
    await pool.end();
  });

  test("behavior: Prisma is bound by it, query by query, on shared connections", async () => {
    const url = (api.sql as unknown as { options: { connectionString: string } }).options.connectionString;
    const pool = createPool({ url, role: "fairhouse_api", maxConnections: 2 });
    const db = createDatabase(pool);
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_, i) => db.forTenant(i % 2 === 0 ? api.tenantId : other.id).vault.count()),
    );
    expect(counts).toEqual(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : 0)));
    expect(await db.forTenant(other.id).vault.count({ where: { tenantId: api.tenantId } })).toBe(0);
    await db.close();
    await pool.end();
  });
});
