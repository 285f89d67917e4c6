import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedIn, TestApi, WEB_ORIGIN } from "./testApi.ts";

let api: TestApi;
let player: SignedIn;
beforeAll(async () => {
  api = await TestApi.start();
  player = await api.player();
});
afterAll(() => api.stop());

function expectProblem(
  answer: { status: number; headers: Headers; body: unknown },
  status: number,
  code: string,
) {
  expect(answer.body).toMatchObject({ status, code, requestId: answer.headers.get("x-request-id") });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
}

describe("problems", () => {
  test("error: RouteNotFound", async () => {
    for (const path of ["/", "/v1", "/v1/nowhere", "/v2/config", "/v1/users/me/../../x"]) {
      expectProblem(await api.call(path), 404, "ROUTE_NOT_FOUND");
    }
  });

  test("error: MethodNotAllowed names the methods that there are", async () => {
    const answer = await api.call("/v1/casino/bets", { method: "DELETE" });
    expectProblem(answer, 405, "METHOD_NOT_ALLOWED");
    expect(answer.headers.get("allow")).toBe("POST, GET");
  });

  test("error: MalformedJson", async () => {
    for (const rawBody of ["{", "nonsense", '"text"', "{'a':1}", "\u0000"]) {
      expectProblem(await api.call("/v1/auth/wallet", { method: "POST", rawBody }), 400, "MALFORMED_JSON");
    }
  });

  test("error: PayloadTooLarge", async () => {
    const rawBody = JSON.stringify({ message: "x".repeat(40_000) });
    expectProblem(await api.call("/v1/auth/wallet", { method: "POST", rawBody }), 413, "PAYLOAD_TOO_LARGE");
  });

  test("error: UnsupportedMediaType", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "nonsense"]) {
      const call = { method: "POST", rawBody: "{}", headers: { "content-type": type } };
      expectProblem(await api.call("/v1/auth/wallet", call), 415, "UNSUPPORTED_MEDIA_TYPE");
    }
  });

  test("error: BadRequest", async () => {
    expectProblem(await api.call("/v1/casino/bets/%E0%A4%A"), 400, "BAD_REQUEST");
  });

  test("error: InvalidInput names every field at fault", async () => {
    const answer = await api.call("/v1/auth/wallet", {
      method: "POST",
      body: { message: "", signature: "0xz" },
    });
    expectProblem(answer, 400, "INVALID_INPUT");
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(["message", "signature"]);
  });

  test("error: Unauthenticated wherever a user is needed, whatever else is wrong", async () => {
    const { body: document } = await api.call("/openapi.json");
    for (const [path, methods] of Object.entries<Record<string, { security: unknown[] }>>(document.paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        if (security.length === 0) continue;
        const answer = await api.call(`/v1${path.replace("{id}", "garbage")}`, {
          method: method.toUpperCase(),
        });
        expectProblem(answer, 401, "UNAUTHENTICATED");
        expect(answer.headers.get("www-authenticate")).toContain("Bearer");
      }
    }
  });

  test("error: AccessTokenRefused for every kind of garbage", async () => {
    const [head, body, signature] = player.accessToken.split(".");
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url");
    for (const token of [
      "x",
      "a.b.c",
      `${head}.${body}.`,
      `${none}.${body}.`,
      `${head}.${body}x.${signature}`,
    ]) {
      expectProblem(await api.call("/v1/users/me", { token }), 401, "ACCESS_TOKEN_REFUSED");
    }
  });

  test("behavior: garbage gets a clear refusal on every route and never an internal error", async () => {
    const { body: document } = await api.call("/openapi.json");
    const bodies = [
      undefined,
      "[]",
      "{}",
      '{"currency":[],"amount":-1,"stake":"1e9","game":{},"clientSeed":""}',
    ];
    for (const [path, methods] of Object.entries<object>(document.paths)) {
      if (path === "/auth/logout") continue;
      for (const method of Object.keys(methods)) {
        for (const rawBody of method === "post" ? bodies : [undefined]) {
          const answer = await api.call(`/v1${path.replace("{id}", "%00'--")}?limit=abc&cursor=%00`, {
            method: method.toUpperCase(),
            token: player.accessToken,
            headers: { "idempotency-key": crypto.randomUUID() },
            ...(rawBody === undefined ? {} : { rawBody }),
          });
          expect(answer.status, `${method} ${path} ${rawBody}`).toBeLessThan(500);
          if (answer.status >= 400) expect(answer.body.code).toMatch(/^[A-Z_]+$/);
        }
      }
    }
  });

  test("error: DatabaseUnavailable, by every way to the books", async () => {
    const cutOff = await TestApi.start({ DATABASE_URL: "postgres://nobody@127.0.0.1:9/nowhere" });
    const answers = [await cutOff.call("/v1/config"), await cutOff.call("/v1/auth/nonce")];
    const ready = await cutOff.call("/readyz");
    await cutOff.stop();
    for (const answer of answers) {
      expectProblem(answer, 503, "DATABASE_UNAVAILABLE");
      expect(answer.headers.get("retry-after")).toBe("1");
    }
    expect(ready).toMatchObject({ status: 503, body: { checks: { database: { state: "failed" } } } });
  });

  test("behavior: an unexpected failure is logged once and tells the caller nothing", async () => {
    const broken = await TestApi.start();
    await broken.sql.query("ALTER TABLE auth_nonces RENAME TO elsewhere");
    const answer = await broken.call("/v1/auth/nonce");
    await broken.stop();
    expectProblem(answer, 500, "INTERNAL_ERROR");
    expect(JSON.stringify(answer.body)).not.toMatch(/auth_nonces|relation|stack/);
    const logged = broken.logLines.filter((line) => line.includes("auth_nonces"));
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(answer.body.requestId);
  });
});

describe("request ids", () => {
  test("default", async () => {
    const { headers } = await api.call("/v1/config");
    expect(headers.get("x-request-id")).toMatch(/^[\w-]{16}$/);
  });

  test("behavior: a sane id is taken over, any other is replaced", async () => {
    const given = async (id: string) =>
      (await api.call("/v1/config", { headers: { "x-request-id": id } })).headers.get("x-request-id");
    expect(await given("trace-0123456789")).toBe("trace-0123456789");
    for (const id of ["short", "x".repeat(81), "with space 123", '"},{"level":60']) {
      expect(await given(id)).not.toBe(id);
    }
  });
});

describe("CORS", () => {
  const preflight = (origin: string) =>
    api.call("/v1/users/withdraw", {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST" },
    });

  test("default", async () => {
    const { status, headers } = await preflight(WEB_ORIGIN);
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe(WEB_ORIGIN);
    expect(headers.get("access-control-allow-credentials")).toBe("true");
    expect(headers.get("access-control-allow-headers")).toContain("Idempotency-Key");
  });

  test("behavior: no other origin may read answers", async () => {
    for (const origin of ["https://evil.test", "null", `${WEB_ORIGIN}.evil.test`]) {
      expect((await preflight(origin)).headers.get("access-control-allow-origin")).toBeNull();
      const answer = await api.call("/v1/config", { headers: { origin } });
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

describe("rate limits", () => {
  test("error: RateLimited, with the time to wait", async () => {
    const limited = await TestApi.start({ REQUESTS_PER_MINUTE: "3" });
    const answers = [];
    for (let i = 0; i < 4; i += 1) answers.push(await limited.call("/v1/config"));
    const health = await limited.call("/livez");
    await limited.stop();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expectProblem(answers[3]!, 429, "RATE_LIMITED");
    expect(Number(answers[3]!.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(answers[0]!.headers.get("ratelimit-policy")).toContain('"all"; q=3; w=60');
    expect(answers[0]!.headers.get("ratelimit")).toContain("r=2");
    expect(health.status).toBe(200);
  });
});

describe("health", () => {
  test("default", async () => {
    expect((await api.call("/livez")).body).toEqual({ status: "live" });
    const { status, body } = await api.call("/readyz");
    expect(status).toBe(200);
    expect(body.checks).toMatchObject({
      database: { state: "ok" },
      migrations: { state: "ok" },
      redis: { state: "ok" },
    });
    expect(body.status).toBe("degraded");
  });

  test("behavior: the chain counts as seen while its cursor moves", async () => {
    await api.sql.query(
      `INSERT INTO chain_cursors (vault_id, tenant_id, block_number, block_hash, head_number, final_number)
       SELECT id, tenant_id, 7, '0x' || repeat('a', 64), 9, 3 FROM vaults`,
    );
    expect((await api.call("/readyz")).body.status).toBe("ready");
    await api.sql.query("UPDATE chain_cursors SET updated_at = now() - interval '10 minutes'");
    expect((await api.call("/readyz")).body.checks.chain.state).toBe("stale");
  });

  test("behavior: without its database or Redis it is not ready", async () => {
    const lonely = await TestApi.start({ REDIS_URL: "redis://127.0.0.1:9" });
    const { status, body } = await lonely.call("/readyz");
    expect((await lonely.call("/v1/config")).status).toBe(200);
    await lonely.stop();
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: "unready", checks: { redis: { state: "failed" } } });
  });

  test("behavior: metrics tell requests, pools and the event loop", async () => {
    const { body } = await api.call("/metrics");
    for (const name of [
      "fairhouse_http_request_seconds_count",
      "fairhouse_pool_connections",
      "nodejs_eventloop_lag",
    ]) {
      expect(body).toContain(name);
    }
  });
});

describe("logs", () => {
  test("behavior: nothing secret is ever written", async () => {
    const session = await api.signIn();
    await api.call("/v1/users/me?secret=in-the-query", {
      token: session.accessToken,
      headers: { cookie: "a=baked" },
    });
    await api.call("/v1/auth/refresh", { method: "POST", body: { refreshToken: session.refreshToken } });
    const text = api.logLines.join("");
    expect(text).toContain("/v1/users/me");
    for (const secret of [session.accessToken, session.refreshToken, "in-the-query", "baked"]) {
      expect(text).not.toContain(secret);
    }
  });
});
