import { Router } from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mountRoutes } from "#backend/http/mountRoutes.ts";
import { createOpenApi, problemCodesOf } from "#backend/http/openApi.ts";
import { problemTable } from "#backend/http/problem.ts";
import { agentsRoutes } from "#backend/modules/agents/agents.routes.ts";
import { commissionsRoutes } from "#backend/modules/agents/commissions.routes.ts";
import { authRoutes } from "#backend/modules/auth/auth.routes.ts";
import { casinoRoutes } from "#backend/modules/casino/casino.routes.ts";
import { checkpointsRoutes } from "#backend/modules/checkpoints/checkpoints.routes.ts";
import { crashRoutes } from "#backend/modules/crash/crash.routes.ts";
import { epochsRoutes } from "#backend/modules/epochs/epochs.routes.ts";
import { fairnessRoutes } from "#backend/modules/fairness/fairness.routes.ts";
import { houseRoutes } from "#backend/modules/house/house.routes.ts";
import { killSwitchRoutes } from "#backend/modules/killSwitches/killSwitches.routes.ts";
import { limitsRoutes } from "#backend/modules/limits/limits.routes.ts";
import { governanceRoutes } from "#backend/modules/monitoring/governance.routes.ts";
import { indexerJobRoutes } from "#backend/modules/monitoring/jobs.routes.ts";
import { monitoringRoutes } from "#backend/modules/monitoring/monitoring.routes.ts";
import { payoutsRoutes } from "#backend/modules/payouts/payouts.routes.ts";
import { roundsRoutes } from "#backend/modules/rounds/rounds.routes.ts";
import { statisticsRoutes } from "#backend/modules/statistics/statistics.routes.ts";
import { treasuryRoutes } from "#backend/modules/treasury/treasury.routes.ts";
import { usersRoutes } from "#backend/modules/users/users.routes.ts";
import { walletRoutes } from "#backend/modules/wallet/wallet.routes.ts";
import { TestApi } from "./testApi.ts";

// Routes close over their dependencies and use them only when called, which nothing here does.
const nothing = {} as never;
const routes = [
  ...houseRoutes({ giveTestCoins: nothing } as never),
  ...authRoutes(nothing),
  ...usersRoutes(nothing),
  ...statisticsRoutes(nothing),
  ...limitsRoutes(nothing),
  ...walletRoutes(nothing),
  ...checkpointsRoutes(nothing),
  ...casinoRoutes(nothing),
  ...roundsRoutes(nothing),
  ...epochsRoutes(nothing),
  ...fairnessRoutes(nothing),
  ...monitoringRoutes(nothing),
  ...governanceRoutes(nothing),
  ...indexerJobRoutes(nothing),
  ...killSwitchRoutes(nothing),
  ...payoutsRoutes(nothing),
  ...treasuryRoutes(nothing),
  ...agentsRoutes(nothing),
  ...commissionsRoutes(nothing),
  ...crashRoutes(nothing),
];
const document = createOpenApi(routes, "http://api.test");
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ FAUCET_PRIVATE_KEY: `0x${"1".repeat(64)}` });
});
afterAll(() => api.stop());

describe("openapi.json", () => {
  test("default", async () => {
    const { status, body } = await api.call("/openapi.json");
    expect(status).toBe(200);
    expect(body.openapi).toBe("3.1.0");
  });

  test("behavior: every mounted route is documented", () => {
    const router = Router();
    mountRoutes(router, routes, { redis: {}, requestsPerMinute: 600 } as never);
    const mounted = router.stack.flatMap(({ route }) =>
      (route?.stack ?? []).map(({ method }) => `${method} ${route?.path.replaceAll(/:(\w+)/g, "{$1}")}`),
    );
    // `undefined` is the refusal of the methods that a path does not have.
    const served = new Set(mounted.filter((entry) => !entry.startsWith("undefined")));
    expect([...served].toSorted()).toEqual(
      operations.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
  });

  test("behavior: the running API serves the routes of all modules", async () => {
    const { body } = await api.call("/openapi.json");
    expect(Object.keys(body.paths).toSorted()).toEqual(Object.keys(document.paths).toSorted());
  });

  test("behavior: every reference leads somewhere", () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
    const missing = [...references]
      .map(([, name]) => name!)
      .filter((name) => !(name in document.components.schemas));
    expect(missing).toEqual([]);
    expect(JSON.stringify(document)).not.toContain("#/$defs");
  });

  test("behavior: operation ids are unique, path parameters are declared, answers have schemas", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const declared = operation.parameters.filter((parameter) => parameter.in === "path");
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(declared.map((parameter) => parameter.name)).toEqual(named);
      for (const [status, response] of Object.entries(operation.responses)) {
        if (status !== "204") expect(response.content, `${path} ${status}`).toBeDefined();
      }
    }
  });

  test("behavior: every problem that a route may answer stands in the table", () => {
    const unknown = routes.flatMap(problemCodesOf).filter((code) => !(code in problemTable));
    expect(unknown).toEqual([]);
  });

  test("behavior: everything that moves money takes an Idempotency-Key", () => {
    const withKey = operations.filter(({ operation }) =>
      operation.parameters.some(({ name }) => name === "Idempotency-Key"),
    );
    expect(withKey.map(({ path }) => path)).toEqual([
      "/users/withdraw",
      "/casino/bets",
      "/casino/rounds",
      "/casino/rounds/{id}/actions",
      "/monitoring/replay-events",
      "/monitoring/reconcile",
      "/admin/payouts/resume",
      "/payouts/build-batch",
      "/payouts/{batchId}/sign",
      "/payouts/{batchId}/submit",
      "/payouts/{batchId}/retry",
      "/treasury/transfer",
      "/agents/payout",
      "/admin/bets/{id}/void",
      "/crash/bets",
    ]);
  });

  test("behavior: the socket's messages are described with their schemas", () => {
    const { clientToServer, serverToClient } = document["x-sockets"];
    expect(clientToServer.map(({ event }) => event)).toEqual([
      "bet",
      "crashBet",
      "crashCashOut",
      "crashMine",
      "join",
      "leave",
      "sync",
    ]);
    expect(serverToClient.map(({ event }) => event)).toEqual([
      "balance",
      "activity",
      "notice",
      "feed",
      "high",
      "crash",
      "crashBets",
      "mine",
      "closing",
    ]);
    expect(clientToServer[0]?.acknowledgement).toEqual({ $ref: "#/components/schemas/BetAck" });
  });
});

describe("docs page", () => {
  test("default", async () => {
    const { status, headers, body } = await api.call("/docs");
    expect(status).toBe(200);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    for (const { path } of operations) expect(body).toContain(path);
  });

  test("behavior: needs no script and no other host", async () => {
    const { body } = await api.call("/docs");
    expect(body).not.toMatch(/<script|src=|https:\/\//);
  });

  test("behavior: a problem's type leads to its line", async () => {
    const { body: problem } = await api.call("/v1/nowhere");
    const { body } = await api.call("/docs");
    expect(body).toContain(`id="${problem.type.split("#")[1]}"`);
  });
});
