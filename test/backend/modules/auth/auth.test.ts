import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Call, TestApi, WEB_ORIGIN } from "#test/backend/http/testApi.ts";

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());
beforeEach(() => api.shiftClock(0));

const account = privateKeyToAccount(generatePrivateKey());
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function present(message: string, signature?: string, call: Call = {}) {
  return api.call("/v1/auth/wallet", {
    method: "POST",
    body: { message, signature: signature ?? (await account.signMessage({ message })) },
    ...call,
  });
}

async function userCount(): Promise<number> {
  const { rows } = await api.sql.query("SELECT count(*)::integer AS count FROM users");
  return rows[0].count;
}

describe("sign in", () => {
  test("default", async () => {
    const { status, body } = await present(await api.message(account.address));
    expect(status).toBe(200);
    expect(body.user).toMatchObject({
      walletAddress: account.address.toLowerCase(),
      role: "player",
      status: "active",
    });
    const me = await api.call("/v1/users/me", { token: body.accessToken });
    expect(me.body.user.id).toBe(body.user.id);
    expect(me.body.balances).toEqual([
      { currency: "BNB", available: "0", confirming: "0", withdrawing: "0", claimable: "0" },
    ]);
    expect((await api.call("/v1/fairness/seeds", { token: body.accessToken })).status).toBe(200);
  });

  test("behavior: the second sign-in finds the same user", async () => {
    const first = await api.signIn(account);
    const second = await api.signIn(account);
    expect(second.userId).toBe(first.userId);
    expect(second.accessToken).not.toBe(first.accessToken);
  });

  test("behavior: two first sign-ins at once make one user with one pair of seeds", async () => {
    const fresh = privateKeyToAccount(generatePrivateKey());
    const sessions = await Promise.all([1, 2, 3, 4].map(() => api.signIn(fresh)));
    expect(new Set(sessions.map(({ userId }) => userId)).size).toBe(1);
    const { rows } = await api.sql.query("SELECT status FROM seeds WHERE user_id = $1 ORDER BY status", [
      sessions[0]!.userId,
    ]);
    expect(rows).toEqual([{ status: "active" }, { status: "next" }]);
  });

  test("behavior: a user whom the indexer made is given what is missing", async () => {
    const fresh = privateKeyToAccount(generatePrivateKey());
    const { rows } = await api.sql.query(
      "INSERT INTO users (tenant_id, wallet_address) VALUES ($1, $2) RETURNING id",
      [api.tenantId, fresh.address.toLowerCase()],
    );
    const session = await api.signIn(fresh);
    expect(session.userId).toBe(rows[0].id);
    expect((await api.call("/v1/fairness/seeds", { token: session.accessToken })).status).toBe(200);
    const accounts = await api.sql.query("SELECT kind FROM accounts WHERE owner_id = $1", [session.userId]);
    expect(accounts.rows).toEqual([{ kind: "player_cash" }]);
  });

  test.each([
    ["no message at all", "hello"],
    [
      "a first line alone",
      `dapp.test:3000 wants you to sign in with your Ethereum account:\n${account.address}\n\n`,
    ],
    ["nothing but line breaks", "\n".repeat(2_000)],
  ])("error: SignInMessageInvalid: %s", async (_name, message) => {
    expect((await present(message)).body).toMatchObject({ status: 400, code: "SIGN_IN_MESSAGE_INVALID" });
  });

  test.each<[string, (message: string) => string]>([
    ["an expiry that is misspelt", (text) => `${text}\nExpiration time: 2020-01-01T00:00:00Z`],
    ["an expiry out of its place", (text) => `${text}\nover\nExpiration Time: 2020-01-01T00:00:00Z`],
    ["text before the first line", (text) => `evil.test wants nothing\n${text}`],
    ["lines of another system", (text) => text.replaceAll("\n", "\r\n")],
    ["two addresses", (text) => text.replace(/(0x\w{40})/, "$1\n$1")],
    ["no chain id", (text) => text.replace(/Chain ID: .*\n/, "")],
    ["a chain id that is no number", (text) => text.replace("Chain ID: 31337", "Chain ID: 0x7a69")],
  ])("error: SignInMessageInvalid: %s", async (_name, spoil) => {
    const message = spoil(await api.message(account.address));
    expect((await present(message)).body).toMatchObject({ status: 400, code: "SIGN_IN_MESSAGE_INVALID" });
  });

  test.each<[string, (message: string) => string]>([
    ["an address in lower case", (text) => text.replace(/0x\w{40}/, (found) => found.toLowerCase())],
    ["no blank line for no statement", (text) => text.replace("\n\n\nURI", "\n\nURI")],
    ["times without a fraction", (text) => text.replace(/\.\d{3}Z/, "Z")],
    ["resources", (text) => `${text}\nResources:\n- https://dapp.test/terms\n- ipfs://terms`],
  ])("behavior: %s will do", async (_name, change) => {
    expect((await present(change(await api.message(account.address)))).status).toBe(200);
  });

  test("error: SignInMessageInvalid: a time that is none", async () => {
    const message = (await api.message(account.address)).replace(/Issued At: .*/, "Issued At: yesterday");
    expect((await present(message)).body.code).toBe("SIGN_IN_MESSAGE_INVALID");
  });

  test.each([
    ["domain", { domain: "evil.test" }],
    ["scheme", { scheme: "javascript" }],
    ["uri", { uri: "https://evil.test" }],
    ["chainId", { chainId: 1 }],
    ["issuedAt", { issuedAt: new Date(Date.now() - 11 * MINUTE_MS) }],
    ["issuedAt", { issuedAt: new Date(Date.now() + HOUR_MS) }],
    ["expirationTime", { expirationTime: new Date(Date.now() - 1_000) }],
    ["notBefore", { notBefore: new Date(Date.now() + HOUR_MS) }],
  ])("error: SignInRefused: wrong %s", async (field, overrides) => {
    const before = await userCount();
    const { body } = await present(await api.message(account.address, overrides));
    expect(body).toMatchObject({ status: 401, code: "SIGN_IN_REFUSED", values: { field } });
    expect(await userCount()).toBe(before);
  });

  test("error: NonceRefused: used, unknown, expired, or of another house", async () => {
    const message = await api.message(account.address);
    expect((await present(message)).status).toBe(200);
    expect((await present(message)).body.code).toBe("NONCE_REFUSED");
    const unknown = await api.message(account.address, { nonce: "0123456789abcdef" });
    expect((await present(unknown)).body.code).toBe("NONCE_REFUSED");

    api.shiftClock(-15 * MINUTE_MS);
    const expired = await api.nonce();
    api.shiftClock(0);
    const late = await api.message(account.address, { nonce: expired });
    expect((await present(late)).body.code).toBe("NONCE_REFUSED");
  });

  test("behavior: of two who present one message, one gets in", async () => {
    const message = await api.message(account.address);
    const answers = await Promise.all([present(message), present(message), present(message)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test("error: a signature of another key is refused, and its nonce is used up", async () => {
    const other = privateKeyToAccount(generatePrivateKey());
    const message = await api.message(account.address);
    // The chain cannot be asked here, and another key's signature might be a contract's.
    const answer = await present(message, await other.signMessage({ message }));
    expect(answer.body.code).toBe("CHAIN_UNAVAILABLE");
    expect((await present(message)).body.code).toBe("NONCE_REFUSED");
  });
});

describe("refresh", () => {
  const refresh = (refreshToken: string) =>
    api.call("/v1/auth/refresh", { method: "POST", body: { refreshToken } });

  test("default", async () => {
    const session = await api.signIn(account);
    const { status, body } = await refresh(session.refreshToken);
    expect(status).toBe(200);
    expect(body.refreshToken).not.toBe(session.refreshToken);
    expect((await api.call("/v1/users/me", { token: body.accessToken })).status).toBe(200);
  });

  test("behavior: a token that comes a second time ends the session at once", async () => {
    const session = await api.signIn(account);
    const { body } = await refresh(session.refreshToken);
    expect((await refresh(session.refreshToken)).body.code).toBe("REFRESH_REFUSED");
    expect((await refresh(body.refreshToken)).body.code).toBe("REFRESH_REFUSED");
    expect((await api.call("/v1/users/me", { token: body.accessToken })).body.code).toBe(
      "ACCESS_TOKEN_REFUSED",
    );
  });

  test("behavior: of many who present one token at once, at most one is served", async () => {
    const session = await api.signIn(account);
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(session.refreshToken)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test("error: RefreshRefused: garbage, or none", async () => {
    expect((await refresh("garbage")).body.code).toBe("REFRESH_REFUSED");
    expect((await api.call("/v1/auth/refresh", { method: "POST" })).body.code).toBe("REFRESH_REFUSED");
  });

  test("behavior: the database never holds the token itself", async () => {
    const { refreshToken } = await api.signIn(account);
    const { rows } = await api.sql.query("SELECT encode(token_hash, 'escape') AS hash FROM refresh_tokens");
    expect(JSON.stringify(rows)).not.toContain(refreshToken);
  });
});

describe("access token", () => {
  test("behavior: it runs out after a quarter of an hour", async () => {
    const { accessToken } = await api.signIn(account);
    api.shiftClock(14 * MINUTE_MS);
    expect((await api.call("/v1/users/me", { token: accessToken })).status).toBe(200);
    api.shiftClock(16 * MINUTE_MS);
    expect((await api.call("/v1/users/me", { token: accessToken })).body.code).toBe("ACCESS_TOKEN_REFUSED");
  });

  test("behavior: a public route serves those whose token has run out", async () => {
    expect((await api.call("/v1/config", { token: "expired.or.worse" })).status).toBe(200);
  });
});

describe("cookie", () => {
  const origin = { origin: WEB_ORIGIN };
  async function signInWithCookie() {
    const message = await api.message(account.address);
    const signature = await account.signMessage({ message });
    const answer = await api.call("/v1/auth/wallet", {
      method: "POST",
      body: { message, signature, refreshDelivery: "cookie" },
      headers: origin,
    });
    return { answer, cookie: answer.headers.get("set-cookie")!.split(";")[0]! };
  }

  test("default", async () => {
    const { answer, cookie } = await signInWithCookie();
    expect(answer.body.refreshToken).toBeNull();
    expect(answer.headers.get("set-cookie")).toMatch(/Path=\/v1\/auth; HttpOnly; SameSite=Lax$/);
    const refreshed = await api.call("/v1/auth/refresh", { method: "POST", headers: { cookie, ...origin } });
    expect(refreshed.status).toBe(200);
    expect(refreshed.body.refreshToken).toBeNull();
    expect(refreshed.headers.get("set-cookie")).toContain("fairhouse_refresh=");
  });

  test("error: OriginRefused: pages of others cannot use it, nor have it set", async () => {
    const { cookie } = await signInWithCookie();
    for (const headers of [{ cookie }, { cookie, origin: "https://evil.test" }]) {
      for (const path of ["/v1/auth/refresh", "/v1/auth/logout"]) {
        expect((await api.call(path, { method: "POST", headers })).body.code).toBe("ORIGIN_REFUSED");
      }
    }
    const message = await api.message(account.address);
    const body = { message, signature: await account.signMessage({ message }), refreshDelivery: "cookie" };
    expect((await api.call("/v1/auth/wallet", { method: "POST", body })).body.code).toBe("ORIGIN_REFUSED");
  });

  test("behavior: signing out clears it and ends the session, without an access token", async () => {
    const { answer, cookie } = await signInWithCookie();
    const out = await api.call("/v1/auth/logout", { method: "POST", headers: { cookie, ...origin } });
    expect(out.status).toBe(204);
    expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
    expect((await api.call("/v1/users/me", { token: answer.body.accessToken })).status).toBe(401);
  });
});

describe("sessions", () => {
  test("default", async () => {
    const fresh = privateKeyToAccount(generatePrivateKey());
    const first = await api.signIn(fresh);
    const second = await api.signIn(fresh);
    const { body } = await api.call("/v1/auth/sessions", { token: second.accessToken });
    expect(body.items).toHaveLength(2);
    const other = body.items.find(({ current }: { current: boolean }) => !current);

    const revoked = await api.call(`/v1/auth/sessions/${other.id}`, {
      method: "DELETE",
      token: second.accessToken,
    });
    expect(revoked.status).toBe(204);
    expect((await api.call("/v1/users/me", { token: first.accessToken })).body.code).toBe(
      "ACCESS_TOKEN_REFUSED",
    );
    expect((await api.call("/v1/users/me", { token: second.accessToken })).status).toBe(200);
  });

  test("error: NotFound: a session of someone else", async () => {
    const mine = await api.signIn();
    const theirs = await api.signIn();
    const { body } = await api.call("/v1/auth/sessions", { token: theirs.accessToken });
    const path = `/v1/auth/sessions/${body.items[0].id}`;
    expect((await api.call(path, { method: "DELETE", token: mine.accessToken })).body.code).toBe("NOT_FOUND");
    expect((await api.call("/v1/users/me", { token: theirs.accessToken })).status).toBe(200);
  });

  test("behavior: signing out with the access token alone ends the session", async () => {
    const session = await api.signIn();
    await api.call("/v1/auth/logout", { method: "POST", token: session.accessToken });
    expect((await api.call("/v1/users/me", { token: session.accessToken })).status).toBe(401);
  });

  test("behavior: a session ended behind the API's back is noticed", async () => {
    const session = await api.signIn();
    await api.call("/v1/users/me", { token: session.accessToken });
    const { rows } = await api.sql.query(
      "UPDATE sessions SET revoked_at = now() WHERE user_id = $1 RETURNING tenant_id, id",
      [session.userId],
    );
    const notice = JSON.stringify({ tenantId: rows[0].tenant_id, sessionId: rows[0].id });
    await api.sql.query("SELECT pg_notify('fairhouse_sessions', $1)", [notice]);
    await expect
      .poll(async () => (await api.call("/v1/users/me", { token: session.accessToken })).status)
      .toBe(401);
  });
});
